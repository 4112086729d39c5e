// In which order the panels of several orders come to the line.
#pragma once

#include <cstdint>
#include <vector>

#include "twin/line/line_description.hpp"
#include "twin/orders/orders.hpp"

namespace glassline {

inline constexpr std::uint32_t max_simulated_units = 64;  // judged one by one on a simulated panel; more pass unjudged

/// Units on a panel of the order's product; 1 where the line does not know the product.
[[nodiscard]] std::uint32_t units_per_panel(const LineDescription& line, const WorkOrder& order);

/// Indices into `orders`, one a panel: orders take turns in lots, so that customers are mixed on the line.
[[nodiscard]] std::vector<std::uint32_t> panel_schedule(const LineDescription& line,
                                                        const std::vector<WorkOrder>& orders,
                                                        std::uint32_t panels_per_lot);

}  // namespace glassline
