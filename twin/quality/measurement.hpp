// What an inspection or a test measured, as summaries: an SPI sends tens of megabytes a panel, the twin keeps counts,
// extremes and means. The single values stay in the raw message.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace glassline {

/// What a second look made of a found defect (CFX VerificationResult); `none` when nothing was said.
enum class Verification { none, not_verified_yet, confirmed, rejected, accepted, repaired, closed };
constexpr auto names(Verification) {
    return std::array<std::string_view, 7>{"none",     "not_verified_yet", "confirmed", "rejected",
                                           "accepted", "repaired",         "closed"};
}

inline constexpr std::size_t max_measurement_kinds = 16;  // of one unit in one message; further kinds are counted

/// All measurements of one kind on one unit. Solder paste (CFX SolderPasteMeasurement) has the kinds volume,
/// volume_percent (of the expected volume), height, area, offset_x and offset_y; other measurements go by their name.
struct MeasurementSummary {
    std::string kind;
    std::string unit;  // of the values, as sent; solder paste states none, percent is "%"
    std::uint64_t count = 0;
    std::uint64_t failed = 0;  // single measurements whose result was not passed
    double min = 0;
    double mean = 0;
    double max = 0;
    bool operator==(const MeasurementSummary&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("kind", self.kind);
        v("unit", self.unit);
        v("count", self.count);
        v("failed", self.failed);
        v("min", self.min);
        v("mean", self.mean);
        v("max", self.max);
    }

    void add(double value, bool passed) {
        min = count == 0 ? value : std::min(min, value);
        max = count == 0 ? value : std::max(max, value);
        ++count;
        failed += passed ? 0 : 1;
        mean += (value - mean) / static_cast<double>(count);
    }
};

}  // namespace glassline
