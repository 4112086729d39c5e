// How times, ages and numbers read, the same in every panel.
#pragma once

#include <cstdint>
#include <string>

#include "twin/base/time.hpp"

namespace glassline::viewmodel {

/// "14:03:07" in the zone.
[[nodiscard]] std::string clock_text(Instant t, const std::string& zone, bool with_seconds);
/// "Mon 23 Nov 2026" in the zone.
[[nodiscard]] std::string date_text(Instant t, const std::string& zone);
/// "48 s", "6 min", "3 h".
[[nodiscard]] std::string age_text(Duration age);
/// "12", "98.6", "1240": as many digits as are worth reading.
[[nodiscard]] std::string number_text(double value);
/// "184 213": groups of three, a thin space between.
[[nodiscard]] std::string grouped_text(std::uint64_t value);
/// "\xC3\x97" and the number, 0.25 to 1000 or -64: the pace of a replay.
[[nodiscard]] std::string speed_text(double speed);
/// Reads "13:57", "13:57:12" or a whole ISO 8601 instant. A time of day is the one on the day of `near` in the zone.
/// no_time: none of these.
[[nodiscard]] Instant typed_time(const std::string& text, Instant near, const std::string& zone);

}  // namespace glassline::viewmodel
