// What the benchmarks fold: two histories, the same on every run.
#pragma once

#include <vector>

#include "tests/bench/report.hpp"
#include "twin/event.hpp"

namespace glassline::bench {

/// A ten-station line, `panels` passing one behind the other: an arrival, a start, an end and a departure a station.
/// The first record describes the line; sequences run from 1 without gaps.
[[nodiscard]] std::vector<EventRecord> ten_station_records(int panels);

/// A simulated shift of `line` from its event calendar, with the TimePassed of each second between the events, as a
/// server journals them. `orders` are defined first.
[[nodiscard]] std::vector<EventRecord> simulated_records(const LineDescription& line,
                                                         const std::vector<WorkOrder>& orders, Duration length);

/// Six orders of the line's products, more than a shift can make.
[[nodiscard]] std::vector<WorkOrder> shift_orders(const LineDescription& line);

/// Eight hours; ten minutes in a smoke run.
[[nodiscard]] Duration shift_length(const Report& report);

}  // namespace glassline::bench
