// `glassline doctor`: walks every source of the settings step by step and says which fails and what to do.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "connectors/app/commands.hpp"
#include "connectors/app/doctor.hpp"
#include "connectors/app/gather.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::app {
namespace {

struct Options {
    ServeOptions from;
    double wait_s = 10;
    bool json = false;
};

void print(const DoctorReport& report) {
    std::cout << report.source << " (" << report.kind << (report.target.empty() ? "" : ", " + report.target) << ")\n";
    for (const auto& step : report.steps) {
        std::cout << "  " << name_of(step.result) << "  " << step.step;
        if (!step.detail.empty()) std::cout << ": " << step.detail;
        if (!step.remedy.empty()) std::cout << "; " << step.remedy;
        std::cout << '\n';
    }
}

int doctor(const Options& options) {
    auto gathered = gather(options.from);
    if (!gathered) return fail(gathered.error());
    auto& sources = gathered->settings.sources;
    if (sources.empty()) sources = default_sources(gathered->lines);
    std::vector<DoctorReport> all;
    bool good = true;
    for (const auto& source : sources) {
        const LineDescription* line = nullptr;
        for (const auto& candidate : gathered->lines) {
            if (source.line.empty() ? gathered->lines.size() == 1 : candidate.id.value == source.line)
                line = &candidate;
        }
        if (line == nullptr) {
            return fail({"sources." + source.name, "does not say which line it serves",
                         "set its `line` to the id of one of the lines"});
        }
        if (::isatty(STDERR_FILENO) != 0) std::cerr << "looking at " << source.name << " ...\n";
        for (auto& report :
             examine(source, *line, std::chrono::milliseconds(static_cast<std::int64_t>(options.wait_s * 1'000)))) {
            good = good && report.good;
            if (!options.json) print(report);
            all.push_back(std::move(report));
        }
    }
    if (options.json) {
        std::cout << json_text(Json{{"good", good}, {"sources", to_json_value(all)}}) << '\n';
    }
    if (good) return exit_done;
    return fail({"doctor", "not every source is well", "do what the failed steps say"});
}

void add_doctor(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("doctor", "Walks every source step by step: which fails, and what to do");
    auto options = std::make_shared<Options>();
    command->add_option("--settings", options->from.settings, "The settings file");
    command->add_option("--line", options->from.lines, "A line file; may be given several times");
    command->add_option("--wait", options->wait_s, "Seconds to wait for each step and for the first message")
        ->check(CLI::Range(0.1, 3'600.0))
        ->capture_default_str();
    command->add_flag("--json", options->json, "One JSON value on stdout");
    command->callback([&chosen, options] { chosen.run = [options] { return doctor(*options); }; });
}

const EnrolCommand enrolled{"doctor", add_doctor};

}  // namespace
}  // namespace glassline::app
