#include "connectors/wire/json/rows.hpp"

#include <algorithm>

namespace glassline {
namespace {

std::optional<std::string> text_or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

struct PlaceTeller {
    PositionAnswer& out;
    void operator()(const AtStation& place) const { out.station = place.station; }
    void operator()(const OnLink& place) const { out.link = LinkPlace{place.from, place.to}; }
    void operator()(const TakenOut& place) const {
        out.station = place.station;
        out.taken_out = true;
    }
    void operator()(const LeftLine& place) const {
        out.left_line = true;
        out.from = place.from;
    }
};

PositionAnswer position_of(const Position& position, Instant as_of) {
    PositionAnswer out;
    out.place = std::string(std::visit([]<class T>(const T&) { return T::type_name; }, position.place));
    std::visit(PlaceTeller{out}, position.place);
    out.certainty = position.certainty;
    out.since = position.since;
    if (position.since != no_time) out.age_s = seconds(std::max(as_of - position.since, Duration{0}));
    return out;
}

const std::string& barcode_of(const PanelEvidence& identity) {
    if (!identity.primary_identifier.empty()) return identity.primary_identifier;
    return identity.top_barcode.empty() ? identity.bottom_barcode : identity.top_barcode;
}

void count_units(const PanelState& panel, OrderCounts& progress) {
    for (const auto& unit : panel.units) {
        if (panel.scrapped || unit.result == UnitResult::scrapped) {
            ++progress.units_scrapped;
        } else if (unit.result == UnitResult::missing || unit.result == UnitResult::skipped) {
            continue;
        } else if (panel.finished_at != no_time) {
            ++progress.units_done;
        } else {
            ++progress.units_on_line;
        }
    }
}

}  // namespace

PanelAnswer panel_row(const PanelState& panel, Instant as_of) {
    PanelAnswer out;
    out.id = panel.id;
    out.barcode = text_or_null(barcode_of(panel.identity));
    out.hermes_board_id = text_or_null(panel.identity.hermes_board_id);
    out.work_order = text_or_null(panel.order.value);
    out.batch = text_or_null(panel.batch);
    out.units = panel.units;
    out.position = position_of(panel.position, as_of);
    out.rework_loops = panel.rework_loops;
    out.scrapped = panel.scrapped;
    out.finished_at = panel.finished_at;
    return out;
}

OrderAnswer order_row(const TwinState& state, const OrderState& order) {
    OrderAnswer out;
    out.order = order.order;
    out.announced = order.announced;
    out.started_at = order.started_at;
    out.finished_at = order.finished_at;
    out.progress.units_done = order.units_archived_good;
    out.progress.units_scrapped = order.units_archived_scrapped;
    out.progress.panels = order.panels.size();
    for (const auto& id : order.panels) {
        for (const auto& [line_id, line] : state.lines) {
            const auto panel = line.panels.find(id);
            if (panel != line.panels.end()) count_units(panel->second, out.progress);
        }
    }
    if (!order.range.quantiles.empty()) out.range = order.range;
    out.status = order.status;
    out.status_since = order.status_since;
    out.steps = order.steps;
    return out;
}

}  // namespace glassline
