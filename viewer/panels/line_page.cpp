#include "viewer/panels/line_page.hpp"

namespace glassline::panels {

LinePageAnswer line_page(const Pen& pen, const viewmodel::LinePage& page, const LinePageView& view) {
    LinePageAnswer answer;
    const auto& model = *view.model;
    if (view.own_header) header(pen, page.header, model);
    if (!view.lost.empty()) link_lost(pen, page.banner, view.lost);
    if (model.callout)
        answer.acknowledge = callout(pen, page.callout, *model.callout, view.blink_on, view.may_acknowledge);
    answer.label = line_labels(pen, page, model, view.picture, view.order, view.selected_station);
    kpis(pen, page.kpis, model);
    answer.order = orders(pen, page.orders, model, page.order_rows, page.rows_have_details, view.selected_order);
    answer.station = gantt(pen, page.lanes, model, page.lane_rows, view.selected_station);
    return answer;
}

}  // namespace glassline::panels
