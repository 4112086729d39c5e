#include "twin/orders/orders_fold.hpp"

#include <algorithm>

namespace glassline {
namespace {

bool ended(OrderStatus status) {
    return status == OrderStatus::finished || status == OrderStatus::failed || status == OrderStatus::cancelled;
}

bool ended(StepStatus status) {
    return status == StepStatus::finished || status == StepStatus::failed || status == StepStatus::cancelled;
}

Instant end_of(const OrderState& order) {
    if (order.finished_at != no_time) return order.finished_at;
    return ended(order.status) ? order.status_since : no_time;
}

// Orders that ended go first, oldest first; an order that runs is never forgotten.
void forget_old_orders(OrdersState& orders) {
    while (orders.orders.size() > max_orders) {
        auto oldest = orders.orders.end();
        for (auto at = orders.orders.begin(); at != orders.orders.end(); ++at) {
            const auto end = end_of(at->second);
            if (end == no_time) continue;
            if (oldest == orders.orders.end() || end < end_of(oldest->second)) oldest = at;
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
    if (std::find(orders.queue.begin(), orders.queue.end(), event.order.id) == orders.queue.end()) {
        orders.queue.push_back(event.order.id);
    }
    forget_old_orders(orders);
}

void fold_orders(OrdersState& orders, const WorkOrderQuantityUpdated& event, Instant) {
    auto& state = orders.orders[event.order];
    state.order.id = event.order;
    state.order.quantity = event.quantity;
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

void fold_orders(OrdersState& orders, const WorkOrderStatusChanged& event, Instant at) {
    auto& state = orders.orders[event.order];
    state.order.id = event.order;
    // A late word belongs into the past, and a running order can't follow its own end.
    const bool older = at < state.status_since;
    if (!older && !(ended(state.status) && !ended(event.status) && at == state.status_since)) {
        state.status = event.status;
        state.status_since = at;
    }
    const bool begun = event.status == OrderStatus::active;
    if (begun && (state.started_at == no_time || at < state.started_at)) state.started_at = at;
    if (event.status == OrderStatus::finished && state.finished_at == no_time) state.finished_at = at;
    forget_old_orders(orders);
}

void fold_orders(OrdersState& orders, const WorkOrderStepChanged& event, Instant at) {
    auto& state = orders.orders[event.order];
    state.order.id = event.order;
    auto step = std::find_if(state.steps.begin(), state.steps.end(),
                             [&](const OrderStep& known) { return known.id == event.step; });
    if (step == state.steps.end()) {
        if (state.steps.size() >= max_order_steps) {
            ++state.steps_cut;
            return;
        }
        OrderStep fresh;
        fresh.id = event.step;
        fresh.place = event.place;
        step = state.steps.insert(
            std::upper_bound(state.steps.begin(), state.steps.end(), event.place,
                             [](std::uint32_t place, const OrderStep& known) { return place < known.place; }),
            std::move(fresh));
    }
    if (!event.name.empty()) step->name = event.name;
    const bool moved = event.place != 0 && event.place != step->place;  // steps were put in before it
    if (event.place != 0) step->place = event.place;
    if (!event.at.empty()) step->station = event.at;
    if (event.status == StepStatus::active && (step->started_at == no_time || at < step->started_at)) {
        step->started_at = at;
    }
    if (ended(event.status)) step->ended_at = at;
    // Begun is less than ended, in whichever order the two come to light.
    if (!ended(step->status) || ended(event.status)) step->status = std::max(step->status, event.status);
    if (moved) {
        std::stable_sort(state.steps.begin(), state.steps.end(),
                         [](const OrderStep& a, const OrderStep& b) { return a.place < b.place; });
    }
}

}  // namespace glassline
