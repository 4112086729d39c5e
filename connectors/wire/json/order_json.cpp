#include "connectors/wire/json/order_json.hpp"

#include <set>

#include "connectors/wire/json/described_json.hpp"
#include "connectors/wire/json/rows.hpp"
#include "twin/alarms/alarms.hpp"

namespace glassline {

std::optional<std::string> panel_json(const TwinState& state, const PanelId& id) {
    for (const auto& [line_id, line] : state.lines) {
        const auto found = line.panels.find(id);
        if (found == line.panels.end()) continue;
        return json_text(to_json_value(
            PanelStory{state.sequence, state.as_of, line_id, panel_row(found->second, state.as_of), found->second}));
    }
    return std::nullopt;
}

std::string orders_json(const TwinState& state) {
    OrdersAnswer out{state.sequence, state.as_of, {}};
    std::set<std::string> queued;
    for (const auto& id : state.orders.queue) {
        const auto found = state.orders.orders.find(id);
        if (found == state.orders.orders.end() || !queued.insert(id.value).second) continue;
        out.orders.push_back(order_row(state, found->second));
    }
    for (const auto& [id, order] : state.orders.orders) {
        if (!queued.contains(id.value)) out.orders.push_back(order_row(state, order));
    }
    return json_text(to_json_value(out));
}

std::optional<std::string> order_json(const TwinState& state, const WorkOrderId& id) {
    const auto found = state.orders.orders.find(id);
    if (found == state.orders.orders.end()) return std::nullopt;
    return json_text(to_json_value(order_row(state, found->second)));
}

std::optional<std::string> order_forecast_json(const TwinState& state, const WorkOrderId& id) {
    const auto found = state.orders.orders.find(id);
    if (found == state.orders.orders.end()) return std::nullopt;
    const auto& order = found->second;
    ForecastAnswer out{state.sequence, state.as_of, id, order.finished_at, std::nullopt};
    if (!order.range.quantiles.empty()) out.range = order.range;
    return json_text(to_json_value(out));
}

std::string alarms_json(const TwinState& state) {
    AlarmsAnswer out{state.sequence, state.as_of, {}};
    for (const auto& [id, line] : state.lines) {
        auto alarms = alarms_of(state, id);
        out.alarms.insert(out.alarms.end(), alarms.begin(), alarms.end());
    }
    return json_text(to_json_value(out));
}

std::string state_json(const TwinState& state) { return json_text(to_json_value(state)); }

}  // namespace glassline
