// A panel, orders and alarms as the JSON texts that the operator API answers (lines are in line_json.hpp). Ages count
// from the state's own as_of, so that the same state gives the same bytes for ever.
#pragma once

#include <optional>
#include <string>

#include "twin/base/ids.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

/// A panel's whole story: identity, units, position, visits, defects; nothing: no line knows it.
[[nodiscard]] std::optional<std::string> panel_json(const TwinState& state, const PanelId& panel);
/// `{sequence, as_of, orders: [...]}`, those in the queue first.
[[nodiscard]] std::string orders_json(const TwinState& state);
/// One order with its progress; nothing: unknown.
[[nodiscard]] std::optional<std::string> order_json(const TwinState& state, const WorkOrderId& order);
/// `{order, range}`; the range is null until there is a forecast.
[[nodiscard]] std::optional<std::string> order_forecast_json(const TwinState& state, const WorkOrderId& order);
/// `{sequence, as_of, alarms: [...]}` of all lines, the most urgent first in each.
[[nodiscard]] std::string alarms_json(const TwinState& state);
/// The whole state, as the feed's snapshot carries it.
[[nodiscard]] std::string state_json(const TwinState& state);

}  // namespace glassline
