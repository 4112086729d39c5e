// How order and link events change the orders.
#pragma once

#include "twin/orders/order_events.hpp"
#include "twin/orders/orders.hpp"

namespace glassline {

void fold_orders(OrdersState& orders, const WorkOrderDefined& event, Instant at);
void fold_orders(OrdersState& orders, const WorkOrderQuantityUpdated& event, Instant at);
void fold_orders(OrdersState& orders, const CompletionForecast& event, Instant at);
void fold_orders(OrdersState& orders, const LinkGranted& event, Instant at);
void fold_orders(OrdersState& orders, const LinkRevoked& event, Instant at);
void fold_orders(OrdersState& orders, const LinkOpened& event, Instant at);
void fold_orders(OrdersState& orders, const WorkOrderStatusUpdated& event, Instant at);
void fold_orders(OrdersState& orders, const WorkOrderScheduled& event, Instant at);
void fold_orders(OrdersState& orders, const WorkOrderUnscheduled& event, Instant at);
void fold_orders(OrdersState& orders, const WorkOrderDeleted& event, Instant at);
void fold_orders(OrdersState& orders, const WorkOrderActionExecuted& event, Instant at);
void fold_orders(OrdersState& orders, const WorkOrderDataTold& event, Instant at);

/// The order of this id, begun where there is none; nullptr, counted, when max_orders others are all running.
[[nodiscard]] OrderState* order_entry(OrdersState& orders, const WorkOrderId& id);

void fold_orders(OrdersState& orders, const WorkOrderStatusChanged& event, Instant at);
void fold_orders(OrdersState& orders, const WorkOrderStepChanged& event, Instant at);

}  // namespace glassline
