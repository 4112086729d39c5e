#include "twin/simulation/schedule.hpp"

#include <algorithm>

namespace glassline {

std::uint32_t units_per_panel(const LineDescription& line, const WorkOrder& order) {
    const auto* product = line.find_product(order.product);
    return product != nullptr ? std::max(1U, product->units_per_panel) : 1;
}

std::vector<std::uint32_t> panel_schedule(const LineDescription& line, const std::vector<WorkOrder>& orders,
                                          std::uint32_t panels_per_lot) {
    std::vector<std::uint32_t> schedule;
    std::vector<std::uint32_t> left;
    for (const auto& order : orders) {
        const std::uint32_t per_panel = units_per_panel(line, order);
        left.push_back(order.quantity / per_panel + (order.quantity % per_panel != 0 ? 1 : 0));
    }
    bool any = true;
    while (any) {
        any = false;
        for (std::size_t i = 0; i < orders.size(); ++i) {
            for (std::uint32_t n = 0; n < std::max(1U, panels_per_lot) && left[i] > 0; ++n, --left[i]) {
                schedule.push_back(static_cast<std::uint32_t>(i));
                any = true;
            }
        }
    }
    return schedule;
}

}  // namespace glassline
