// What a simulated line is made of, as numbers only: worked out once from a line's description, shared by all runs.
#pragma once

#include <cstdint>
#include <vector>

#include "twin/base/time.hpp"
#include "twin/line/line_description.hpp"
#include "twin/orders/orders.hpp"
#include "twin/simulation/chaos.hpp"
#include "twin/simulation/tuning.hpp"

namespace glassline {

/// Times in us.
struct StationPlan {
    double work = 0;           // mean time that a panel is worked on, or carried by a belt
    std::int64_t headway = 0;  // a belt takes the next panel when the last has moved on so long
    std::int64_t changeover = 0;
    std::uint32_t capacity = 1;
    std::uint32_t conveyor = 1;       // panels that fit on the one behind it
    double panels_between_stops = 0;  // mean; 0: never stops by itself
    double call_free = 1;             // probability that a panel has no false call
    double good = 1;                  // probability that no unit of a panel of one unit fails
    bool belt = false;
    bool feeders = false;
    bool inspects = false;
    bool bench = false;
};

struct OrderPlan {
    std::uint32_t product = 0;  // orders of the same product have the same number
    std::uint32_t units = 1;    // on a panel
    std::uint32_t quantity = 0;
};

struct ModelPlan {
    std::vector<StationPlan> stations;
    std::vector<OrderPlan> orders;
    std::vector<std::uint32_t> schedule;  // order of each panel that is still to come to the line
    SimulationTuning tuning;
    std::vector<ChaosEntry> chaos;            // those that the model plays
    std::vector<std::int32_t> chaos_station;  // of each, -1: every one
};

/// Precondition: the line and the chaos are free of faults (check()).
[[nodiscard]] ModelPlan make_plan(const LineDescription& line, const std::vector<WorkOrder>& orders,
                                  const SimulationTuning& tuning, const Chaos& chaos = {});

}  // namespace glassline
