// CFX value formats that JSON doesn't have: ResourceState codes and TimeSpan.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "twin/base/time.hpp"
#include "twin/equipment/equipment.hpp"

namespace glassline::cfx {

/// A ResourceState as text: a number, 22A0 or 22B0 of old senders, or the enumerator's name, all in any case. A
/// vendor's own code inside the ranges is a number like any other. Nothing when it is none of these.
[[nodiscard]] std::optional<std::int32_t> state_code(std::string_view text);

/// `[-][d.]hh:mm:ss[.fffffff]`
[[nodiscard]] std::optional<Duration> parse_time_span(std::string_view text);
[[nodiscard]] std::string to_time_span(Duration duration);

/// `2026-11-23T13:10:05.7800000+01:00`
[[nodiscard]] std::string to_time_stamp(Instant at, int zone_minutes);

}  // namespace glassline::cfx
