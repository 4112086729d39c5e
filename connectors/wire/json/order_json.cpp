#include "connectors/wire/json/order_json.hpp"

#include <algorithm>
#include <set>

#include "connectors/wire/json/described_json.hpp"
#include "twin/alarms/alarms.hpp"

namespace glassline {
namespace {

Json head(const TwinState& state) {
    Json out = Json::object();
    out["sequence"] = state.sequence;
    out["as_of"] = to_json_value(state.as_of);
    return out;
}

Json age_s(const TwinState& state, Instant since) {
    if (since == no_time) return nullptr;
    return seconds(std::max(state.as_of - since, Duration{0}));
}

Json place_json(const Place& place) {
    Json out = Json::object();
    out["place"] = std::string(std::visit([]<class T>(const T&) { return T::type_name; }, place));
    struct Visitor {
        Json& out;
        void operator()(const AtStation& p) const { out["station"] = p.station.value; }
        void operator()(const OnLink& p) const { out["link"] = Json{{"from", p.from.value}, {"to", p.to.value}}; }
        void operator()(const TakenOut& p) const { out["station"] = p.station.value; }
        void operator()(const LeftLine& p) const { out["from"] = p.from.value; }
    };
    std::visit(Visitor{out}, place);
    return out;
}

Json position_json(const TwinState& state, const PanelState& panel) {
    Json out = place_json(panel.position.place);
    out["certainty"] = std::string(name_of(panel.position.certainty));
    out["since"] = to_json_value(panel.position.since);
    out["age_s"] = age_s(state, panel.position.since);
    return out;
}

std::string barcode_of(const PanelState& panel) {
    const auto& id = panel.identity;
    if (!id.primary_identifier.empty()) return id.primary_identifier;
    return id.top_barcode.empty() ? id.bottom_barcode : id.top_barcode;
}

Json panel_row(const TwinState& state, const PanelState& panel) {
    Json out = Json::object();
    out["id"] = panel.id.value;
    out["barcode"] = barcode_of(panel);
    out["work_order"] = panel.order.value;
    out["batch"] = panel.batch;
    out["units"] = to_json_value(panel.units);
    out["position"] = position_json(state, panel);
    out["rework_loops"] = panel.rework_loops;
    out["scrapped"] = panel.scrapped;
    out["finished_at"] = to_json_value(panel.finished_at);
    return out;
}

Json order_row(const TwinState& state, const OrderState& order) {
    Json out = to_json_value(order.order);
    out["announced"] = order.announced;
    out["started_at"] = to_json_value(order.started_at);
    out["finished_at"] = to_json_value(order.finished_at);
    std::uint64_t good = order.units_archived_good;
    std::uint64_t scrapped = order.units_archived_scrapped;
    std::uint64_t on_line = 0;
    for (const auto& id : order.panels) {
        for (const auto& [line_id, line] : state.lines) {
            const auto panel = line.panels.find(id);
            if (panel == line.panels.end()) continue;
            const auto& p = panel->second;
            for (const auto& unit : p.units) {
                if (p.scrapped || unit.result == UnitResult::scrapped) {
                    ++scrapped;
                } else if (unit.result == UnitResult::missing || unit.result == UnitResult::skipped) {
                    continue;
                } else if (p.finished_at != no_time) {
                    ++good;
                } else {
                    ++on_line;
                }
            }
        }
    }
    out["progress"] = Json{{"units_done", good},
                           {"units_on_line", on_line},
                           {"units_scrapped", scrapped},
                           {"panels", order.panels.size()}};
    out["range"] = order.range.quantiles.empty() ? Json(nullptr) : to_json_value(order.range);
    out["status"] = std::string(name_of(order.status));
    out["status_since"] = to_json_value(order.status_since);
    out["steps"] = to_json_value(order.steps);
    return out;
}

}  // namespace

std::optional<std::string> panel_json(const TwinState& state, const PanelId& id) {
    for (const auto& [line_id, line] : state.lines) {
        const auto found = line.panels.find(id);
        if (found == line.panels.end()) continue;
        Json out = head(state);
        out["line"] = line_id.value;
        const Json row = panel_row(state, found->second);
        for (const auto& [key, value] : row.items()) out[key] = value;
        const Json whole = to_json_value(found->second);
        for (const auto& [key, value] : whole.items()) {
            if (!out.contains(key)) out[key] = value;
        }
        return out.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    return std::nullopt;
}

std::string orders_json(const TwinState& state) {
    Json out = head(state);
    out["orders"] = Json::array();
    std::set<std::string> queued;
    for (const auto& id : state.orders.queue) {
        const auto found = state.orders.orders.find(id);
        if (found == state.orders.orders.end() || !queued.insert(id.value).second) continue;
        out["orders"].push_back(order_row(state, found->second));
    }
    for (const auto& [id, order] : state.orders.orders) {
        if (!queued.contains(id.value)) out["orders"].push_back(order_row(state, order));
    }
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<std::string> order_json(const TwinState& state, const WorkOrderId& id) {
    const auto found = state.orders.orders.find(id);
    if (found == state.orders.orders.end()) return std::nullopt;
    return order_row(state, found->second).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<std::string> order_forecast_json(const TwinState& state, const WorkOrderId& id) {
    const auto found = state.orders.orders.find(id);
    if (found == state.orders.orders.end()) return std::nullopt;
    const auto& order = found->second;
    Json out = head(state);
    out["order"] = id.value;
    out["finished_at"] = to_json_value(order.finished_at);
    out["range"] = order.range.quantiles.empty() ? Json(nullptr) : to_json_value(order.range);
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string alarms_json(const TwinState& state) {
    Json out = head(state);
    out["alarms"] = Json::array();
    for (const auto& [id, line] : state.lines) {
        for (const auto& alarm : alarms_of(state, id)) out["alarms"].push_back(to_json_value(alarm));
    }
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string state_json(const TwinState& state) {
    return to_json_value(state).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace glassline
