// What `glassline doctor` finds out about one source: step by step, until the first message or a time limit. It looks
// only: what it receives is not acknowledged, so that its sender keeps it.
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/files/settings.hpp"
#include "twin/line/line_description.hpp"

namespace glassline::app {

/// `skipped`: a step before it failed.
enum class StepResult { good, failed, skipped };
constexpr auto names(StepResult) { return std::array<std::string_view, 3>{"good", "failed", "skipped"}; }

struct DoctorStep {
    std::string step;  // resolve, connect, listen, log in and subscribe, introduce, first message
    StepResult result = StepResult::skipped;
    std::string detail;  // what was found
    std::string remedy;  // what to do, where it failed
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("step", self.step);
        v("result", self.result);
        v("detail", self.detail);
        v("remedy", self.remedy);
    }
};

struct DoctorReport {
    std::string source;
    std::string kind;
    std::string target;  // the address; of hermes-supervisory one report a machine
    bool good = false;
    std::vector<DoctorStep> steps;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("source", self.source);
        v("kind", self.kind);
        v("target", self.target);
        v("good", self.good);
        v("steps", self.steps);
    }
};

/// Blocks, at most about twice `limit`.
[[nodiscard]] std::vector<DoctorReport> examine(const SourceSettings& source, const LineDescription& line,
                                                std::chrono::milliseconds limit);

}  // namespace glassline::app
