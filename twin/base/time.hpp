// Plant time: microseconds since 1970-01-01T00:00:00Z. The pure rooms never ask what time it is; they are told.
// A machine's own time stamp is turned into plant time once, at ingest (zone and, later, skew applied).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "twin/base/result.hpp"

namespace glassline {

using Duration = std::chrono::microseconds;

/// Tag clock without now(): a time point of it can only come from data.
struct PlantClock {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<PlantClock, Duration>;
    static constexpr bool is_steady = false;
};
using Instant = PlantClock::time_point;

/// The instant that stands for "never" or "not known".
inline constexpr Instant no_time{};

[[nodiscard]] constexpr Instant from_micros(std::int64_t micros) { return Instant{Duration{micros}}; }
[[nodiscard]] constexpr std::int64_t micros(Instant t) { return t.time_since_epoch().count(); }
[[nodiscard]] constexpr double seconds(Duration d) { return static_cast<double>(d.count()) / 1e6; }
/// Rounded to the nearest microsecond; seconds beyond +-290,000 years are the caller's bug.
[[nodiscard]] constexpr Duration from_seconds(double s) {
    return Duration{static_cast<std::int64_t>(s * 1e6 + (s < 0 ? -0.5 : 0.5))};
}

/// `2026-11-23T13:10:05.780Z`: UTC, milliseconds, or microseconds when the instant has them. Empty for no_time.
[[nodiscard]] std::string to_iso8601(Instant t);

/// What an ISO 8601 text said of its zone.
enum class Zone { stated, missing };

struct ParsedInstant {
    Instant instant;  // as UTC when the zone is missing: the caller applies the source's own zone
    Zone zone = Zone::stated;
    bool operator==(const ParsedInstant&) const = default;
};

/// Reads `YYYY-MM-DDThh:mm:ss[.0-9 digits](Z | +hh:mm | -hh:mm | nothing)`, also with a space for the T.
[[nodiscard]] Result<ParsedInstant> parse_iso8601(std::string_view text);

}  // namespace glassline
