// The rows that several answers share.
#pragma once

#include "connectors/wire/json/answers.hpp"

namespace glassline {

/// Ages count from `as_of`.
[[nodiscard]] PanelAnswer panel_row(const PanelState& panel, Instant as_of);
[[nodiscard]] OrderAnswer order_row(const TwinState& state, const OrderState& order);

}  // namespace glassline
