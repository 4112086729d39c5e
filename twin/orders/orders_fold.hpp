// How order and link events change the orders.
#pragma once

#include "twin/orders/orders.hpp"

namespace glassline {

void fold_orders(OrdersState& orders, const WorkOrderDefined& event, Instant at);
void fold_orders(OrdersState& orders, const WorkOrderQuantityUpdated& event, Instant at);
void fold_orders(OrdersState& orders, const CompletionForecast& event, Instant at);
void fold_orders(OrdersState& orders, const LinkGranted& event, Instant at);
void fold_orders(OrdersState& orders, const LinkRevoked& event, Instant at);
void fold_orders(OrdersState& orders, const LinkOpened& event, Instant at);

void fold_orders(OrdersState& orders, const WorkOrderStatusChanged& event, Instant at);
void fold_orders(OrdersState& orders, const WorkOrderStepChanged& event, Instant at);

}  // namespace glassline
