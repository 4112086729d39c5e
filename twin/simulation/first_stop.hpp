// When something is to be seen on a simulated line: a demo that begins shortly before a stop shows one.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "twin/base/time.hpp"
#include "twin/line/line_description.hpp"
#include "twin/orders/orders.hpp"
#include "twin/simulation/tuning.hpp"

namespace glassline {

/// How long after the start of this very day (line, orders, seed, tuning) the first station stops, not before
/// `earliest`; nothing when none does up to `latest`. The silent model is asked: LineSimulation's day is the same.
[[nodiscard]] std::optional<Duration> first_stop(const LineDescription& line, const std::vector<WorkOrder>& orders,
                                                 std::uint64_t seed, const SimulationTuning& tuning, Duration earliest,
                                                 Duration latest);

}  // namespace glassline
