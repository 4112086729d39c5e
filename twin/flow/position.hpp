// Where a panel is, as a function of its visits and of the time that has passed.
#pragma once

#include "twin/flow/flow.hpp"
#include "twin/line/line_description.hpp"

namespace glassline {

/// The newest arrival wins; after a departure the panel is on the link to the next station (inferred) until that one
/// reports; behind the last station it has left. Visits must be in order of arrival and not empty.
[[nodiscard]] Position position_from_visits(const std::vector<Visit>& visits, const LineDescription& line);

inline constexpr Duration shortest_stale_limit = std::chrono::seconds(30);

/// How long a position may go without news before it is stale: three times what the way or the work should take, and
/// shortest_stale_limit more. Zero: for ever.
[[nodiscard]] Duration stale_after(const Place& place, const LineDescription& line);

}  // namespace glassline
