// The first completion range: when will an order's last unit leave the line? From the pace at which panels really left
// lately (stops and waits are in it), drawn again and again, for as many panels as still have to leave before the
// order's last one. A pure function of the state and a seed.
#pragma once

#include <cstdint>
#include <optional>

#include "twin/twin_state.hpp"

namespace glassline {

inline constexpr std::size_t forecast_runs = 400;
inline constexpr std::size_t forecast_least_departures = 6;  // fewer tell no pace: no range is shown
inline constexpr std::size_t forecast_most_departures = 60;  // the latest ones count

/// The range of an unfinished order, or nothing while its pace is unknown. What is shown follows the display rules:
/// unit by the distance of the median, rounded outwards, never before now; kept as it was until it is broken, a fifth
/// narrower or 10 minutes old; with the reason when it moved.
[[nodiscard]] std::optional<CompletionRange> forecast_completion(const TwinState& state, const WorkOrderId& order,
                                                                 std::uint64_t seed);

/// The display unit for a median so far away: 5 min under an hour, 15 min to 8 h, 1 h to 24 h, half a day to 3 days, a
/// day.
[[nodiscard]] Duration display_unit(Duration until_median);

}  // namespace glassline
