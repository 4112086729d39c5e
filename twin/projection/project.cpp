// Reads only what belongs to the order: its entry, its panels, the line's drawing. Never another order, a total, an
// alarm or the line's clock; `as_of` is the newest own fact, so that a foreign event can't move it.
#include <algorithm>

#include "twin/projection/customer_view.hpp"

namespace glassline {
namespace {

Instant newest_fact(const PanelState& panel) {
    Instant newest = panel.first_seen_at;
    for (const auto& visit : panel.visits) {
        newest =
            std::max({newest, visit.arrived_at, visit.work_started_at, visit.work_completed_at, visit.departed_at});
    }
    return newest;
}

struct PlaceOnDrawing {
    const LineDescription& line;
    CustomerBoard& board;
    std::uint32_t index(const StationId& id) const {
        return static_cast<std::uint32_t>(std::max(0, line.index_of(id)));
    }
    bool operator()(const AtStation& p) const { return put(BoardPlace::at_station, p.station); }
    bool operator()(const OnLink& p) const { return put(BoardPlace::behind_station, p.from); }
    bool operator()(const TakenOut& p) const { return put(BoardPlace::taken_out, p.station); }
    bool operator()(const LeftLine&) const { return false; }
    bool put(BoardPlace place, const StationId& id) const {
        board.place = place;
        board.station = index(id);
        return true;
    }
};

bool has_passed(const PanelState& panel, const StationId& station) {
    return std::any_of(panel.visits.begin(), panel.visits.end(), [&](const Visit& v) {
        return v.station == station && !v.removed && (v.departed_at != no_time || v.work_completed_at != no_time);
    });
}

CustomerUnitStatus status_of(const PanelState& panel, const Unit& unit) {
    if (unit.result == UnitResult::scrapped) return CustomerUnitStatus::scrapped;
    if (panel.finished_at != no_time) return CustomerUnitStatus::finished;
    if (panel.visits.empty()) return CustomerUnitStatus::to_come;
    const bool failed = unit.result == UnitResult::failed;
    if (failed || std::holds_alternative<TakenOut>(panel.position.place)) {
        return failed ? CustomerUnitStatus::rework : CustomerUnitStatus::on_line;
    }
    return CustomerUnitStatus::on_line;
}

void add_drawing(CustomerView& view, const LineDescription& line) {
    view.plant = line.site;
    view.simulated = line.simulated;
    for (const auto& station : line.stations) {
        view.stations.push_back({station.kind, station.customer_step, station.geometry.x_mm, station.geometry.length_mm,
                                 station.geometry.depth_mm, station.geometry.height_mm, station.rework_bench});
        if (!station.customer_step.empty() && (view.steps.empty() || view.steps.back().name != station.customer_step)) {
            view.steps.push_back({station.customer_step, 0});
        }
    }
}

// Of several stations with one word (two placers) the last one makes the step done.
StationId station_of_step(const LineDescription& line, const std::string& step) {
    StationId last;
    for (const auto& station : line.stations) {
        if (station.customer_step == step) last = station.id;
    }
    return last;
}

void add_panel(CustomerView& view, const LineDescription& line, const PanelState& panel, std::uint32_t number) {
    view.as_of = std::max(view.as_of, newest_fact(panel));
    CustomerBoard board;
    board.number = number;
    board.certainty = panel.position.certainty;
    board.since = panel.position.since;
    if (!panel.visits.empty() && !panel.scrapped && std::visit(PlaceOnDrawing{line, board}, panel.position.place)) {
        view.boards.push_back(board);
    }
    for (const auto& unit : panel.units) {
        if (unit.result == UnitResult::missing) continue;
        if (view.units.size() < max_customer_units) view.units.push_back(status_of(panel, unit));
        if (unit.inspected) {
            ++view.units_inspected;
            if (unit.first_pass_good) ++view.units_first_pass_good;
        }
    }
    for (auto& step : view.steps) {
        if (!has_passed(panel, station_of_step(line, step.name))) continue;
        step.done +=
            static_cast<std::uint32_t>(std::count_if(panel.units.begin(), panel.units.end(), [](const Unit& u) {
                return u.result != UnitResult::missing && u.result != UnitResult::scrapped;
            }));
    }
}

Instant rounded(Instant t, std::uint32_t unit_s) {
    if (t == no_time || unit_s == 0) return t;
    const std::int64_t unit = std::int64_t{unit_s} * 1'000'000;
    return from_micros((micros(t) + unit / 2) / unit * unit);
}

void add_range(CustomerView& view, const CompletionRange& range) {
    view.range.from = range.shown_from;
    view.range.to = range.shown_to;
    view.range.unit_s = range.unit_s;
    view.range.reason = range.reason;
    for (const auto quantile : range.quantiles) view.range.quantiles.push_back(rounded(quantile, range.unit_s));
}

// The own boards stand still: nothing came about any of them for longer than it should take.
void set_phase(CustomerView& view, const OrderState& order) {
    if (order.finished_at != no_time) {
        view.phase = CustomerPhase::finished;
        return;
    }
    if (view.boards.empty()) {
        view.phase = order.panels.empty() ? CustomerPhase::released : CustomerPhase::waiting;
        return;
    }
    const bool all_still = std::all_of(view.boards.begin(), view.boards.end(),
                                       [](const CustomerBoard& b) { return b.certainty == Certainty::stale; });
    view.phase = all_still ? CustomerPhase::waiting : CustomerPhase::on_line;
    if (!all_still) return;
    const auto front =
        std::max_element(view.boards.begin(), view.boards.end(),
                         [](const CustomerBoard& a, const CustomerBoard& b) { return a.station < b.station; });
    view.waiting_step = view.stations[front->station].step;
}

}  // namespace

CustomerView project(const TwinState& state, const CustomerScope& scope) {
    CustomerView view;
    const auto found = state.orders.orders.find(scope.order);
    if (found == state.orders.orders.end()) return view;
    const OrderState& order = found->second;
    view.order = order.order.id.value;
    view.name = order.order.name;
    view.product = order.order.product_name;
    view.quantity = order.order.quantity;
    view.promised = order.order.due;

    // The line that has the order's panels; before the first panel, the first line of the site.
    const LineState* line = nullptr;
    for (const auto& [id, candidate] : state.lines) {
        const bool has = !order.panels.empty() && candidate.panels.count(order.panels.front()) != 0;
        if (line == nullptr || has) line = &candidate;
        if (has) break;
    }
    if (line == nullptr) return view;
    add_drawing(view, line->description);
    // Units of panels that were forgotten long ago are finished or scrapped; they come first.
    view.units.assign(std::min<std::size_t>(order.units_archived_good, max_customer_units),
                      CustomerUnitStatus::finished);
    for (auto& step : view.steps) step.done += static_cast<std::uint32_t>(order.units_archived_good);
    std::uint32_t number = 0;
    for (const auto& id : order.panels) {
        const auto panel = line->panels.find(id);
        if (panel != line->panels.end()) add_panel(view, line->description, panel->second, ++number);
    }
    while (view.units.size() < std::min<std::size_t>(view.quantity, max_customer_units)) {
        view.units.push_back(CustomerUnitStatus::to_come);
    }
    add_range(view, order.range);
    set_phase(view, order);
    return view;
}

}  // namespace glassline
