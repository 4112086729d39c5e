// A line's page (L2) as a whole: the same composition in the window and in the test that holds walls against WALL.md.
#pragma once

#include "viewer/panels/panels.hpp"

namespace glassline::panels {

struct LinePageView {
    const LineModel* model = nullptr;
    Picture picture;
    std::string order;  // words of the highlighted order
    WorkOrderId selected_order;
    StationId selected_station;
    std::string lost;  // words of the link lost banner; empty: none
    bool blink_on = true;
    bool may_acknowledge = false;
    bool own_header = true;  // false: a replay has drawn its own
};
struct LinePageAnswer {
    LabelAnswer label;
    std::optional<WorkOrderId> order;
    std::optional<StationId> station;
    bool acknowledge = false;
};
[[nodiscard]] LinePageAnswer line_page(const Pen& pen, const viewmodel::LinePage& page, const LinePageView& view);

}  // namespace glassline::panels
