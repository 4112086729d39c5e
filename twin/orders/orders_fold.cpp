#include "twin/orders/orders_fold.hpp"

#include <algorithm>

namespace glassline {
namespace {

// Finished orders go first, oldest first; an order that runs is never forgotten.
void forget_old_orders(OrdersState& orders) {
    while (orders.orders.size() > max_orders) {
        auto oldest = orders.orders.end();
        for (auto at = orders.orders.begin(); at != orders.orders.end(); ++at) {
            if (at->second.finished_at == no_time) continue;
            if (oldest == orders.orders.end() || at->second.finished_at < oldest->second.finished_at) oldest = at;
        }
        if (oldest == orders.orders.end()) return;
        std::erase(orders.queue, oldest->first);
        orders.orders.erase(oldest);
    }
}

void forget_old_links(OrdersState& orders, Instant at) {
    if (orders.links.size() <= max_links) return;
    std::erase_if(orders.links, [&](const auto& entry) { return entry.second.expires_at <= at; });
}

}  // namespace

void fold_orders(OrdersState& orders, const WorkOrderDefined& event, Instant) {
    auto& state = orders.orders[event.order.id];
    state.order = event.order;
    state.announced = true;
    state.units_to_go_at_least = {};
    if (std::find(orders.queue.begin(), orders.queue.end(), event.order.id) == orders.queue.end()) {
        orders.queue.push_back(event.order.id);
    }
    forget_old_orders(orders);
}

void fold_orders(OrdersState& orders, const WorkOrderQuantityUpdated& event, Instant) {
    auto& state = orders.orders[event.order];
    state.order.id = event.order;
    state.order.quantity = event.quantity;
    state.units_to_go_at_least = {};
}

void fold_orders(OrdersState& orders, const CompletionForecast& event, Instant) {
    const auto order = orders.orders.find(event.order);
    // A forecast says nothing about an order that is gone or done.
    if (order == orders.orders.end() || order->second.finished_at != no_time) return;
    order->second.range = event.range;
}

void fold_orders(OrdersState& orders, const LinkGranted& event, Instant at) {
    orders.links[event.link.id] = event.link;
    forget_old_links(orders, at);
}

void fold_orders(OrdersState& orders, const LinkRevoked& event, Instant at) {
    const auto link = orders.links.find(event.link);
    if (link != orders.links.end() && link->second.revoked_at == no_time) link->second.revoked_at = at;
}

void fold_orders(OrdersState& orders, const LinkOpened& event, Instant at) {
    const auto link = orders.links.find(event.link);
    if (link == orders.links.end()) return;
    link->second.last_opened_at = std::max(link->second.last_opened_at, at);
    ++link->second.opened;
}

}  // namespace glassline
