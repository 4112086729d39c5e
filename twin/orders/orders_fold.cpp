#include "twin/orders/orders_fold.hpp"

#include <algorithm>

namespace glassline {
namespace {

bool ended(ExecutionStatus status) {
    return status == ExecutionStatus::finished || status == ExecutionStatus::failed ||
           status == ExecutionStatus::cancelled;
}

bool ended(StepStatus status) {
    return status == StepStatus::finished || status == StepStatus::failed || status == StepStatus::cancelled;
}

bool is_over(const OrderState& state) {
    const auto status = state.progress.status;
    return state.finished_at != no_time || state.progress.deleted || status == OrderStatus::cancelled ||
           status == OrderStatus::closed || ended(state.status);
}

Instant end_of(const OrderState& state) {
    return std::max({state.finished_at, state.progress.status_at, state.status_since});
}

// Orders that are over go first, oldest first, then those of which nobody said or made anything; one that runs is
// never forgotten.
void forget_old_orders(OrdersState& orders) {
    while (orders.orders.size() > max_orders) {
        auto oldest = orders.orders.end();
        auto idle = orders.orders.end();
        for (auto at = orders.orders.begin(); at != orders.orders.end(); ++at) {
            const auto& state = at->second;
            if (idle == orders.orders.end() && !state.announced && state.panels.empty()) idle = at;
            if (!is_over(state)) continue;
            if (oldest == orders.orders.end() || end_of(state) < end_of(oldest->second)) oldest = at;
        }
        if (oldest == orders.orders.end()) oldest = idle;
        if (oldest == orders.orders.end()) return;
        std::erase(orders.queue, oldest->first);
        orders.orders.erase(oldest);
    }
}

void queue_or_not(OrdersState& orders, const OrderState& state) {
    const auto place = std::find(orders.queue.begin(), orders.queue.end(), state.order.id);
    const auto status = state.progress.status;
    const bool wanted =
        state.announced && !state.progress.deleted && status != OrderStatus::cancelled && status != OrderStatus::closed;
    if (wanted && place == orders.queue.end()) orders.queue.push_back(state.order.id);
    if (!wanted && place != orders.queue.end()) orders.queue.erase(place);
}

void forget_old_links(OrdersState& orders, Instant at) {
    if (orders.links.size() <= max_links) return;
    std::erase_if(orders.links, [&](const auto& entry) { return entry.second.expires_at <= at; });
}

}  // namespace

OrderState* order_entry(OrdersState& orders, const WorkOrderId& id) {
    const auto known = orders.orders.find(id);
    if (known != orders.orders.end()) return &known->second;
    if (orders.orders.size() >= max_orders) {
        orders.orders[id].announced = true;  // not the one to be forgotten
        forget_old_orders(orders);
        if (orders.orders.size() > max_orders) {
            orders.orders.erase(id);
            ++orders.orders_dropped;
            return nullptr;
        }
        orders.orders[id].announced = false;
    }
    auto& fresh = orders.orders[id];
    fresh.order.id = id;
    return &fresh;
}

void fold_orders(OrdersState& orders, const WorkOrderDefined& event, Instant at) {
    auto* state = order_entry(orders, event.order.id);
    if (state == nullptr) return;
    if (at < state->progress.defined_at) {
        ++orders.late;
        return;
    }
    const auto quantity = state->order.quantity;
    state->order = event.order;
    if (at < state->progress.quantity_at) state->order.quantity = quantity;  // told by a newer message
    state->announced = true;
    state->units_to_go_at_least = {};
    state->progress.defined_at = at;
    state->progress.quantity_at = std::max(state->progress.quantity_at, at);
    state->progress.deleted = false;
    queue_or_not(orders, *state);
}

void fold_orders(OrdersState& orders, const WorkOrderQuantityUpdated& event, Instant at) {
    auto* state = order_entry(orders, event.order);
    if (state == nullptr) return;
    if (at < state->progress.quantity_at) {
        ++orders.late;
        return;
    }
    state->order.quantity = event.quantity;
    state->units_to_go_at_least = {};
    state->progress.quantity_at = at;
}

void fold_orders(OrdersState& orders, const WorkOrderStatusUpdated& event, Instant at) {
    auto* state = order_entry(orders, event.order);
    if (state == nullptr) return;
    if (at < state->progress.status_at) {
        ++orders.late;
        return;
    }
    state->progress.status = event.status;
    state->progress.status_at = at;
    queue_or_not(orders, *state);
}

void fold_orders(OrdersState& orders, const WorkOrderScheduled& event, Instant) {
    auto* state = order_entry(orders, event.order);
    if (state == nullptr) return;
    auto& slots = state->progress.slots;
    // An area plans an order, or a batch of it, once: planned anew is moved.
    const auto known = std::find_if(slots.begin(), slots.end(), [&](const OrderSlot& slot) {
        return slot.work_area == event.slot.work_area && slot.batch == event.slot.batch;
    });
    if (known != slots.end()) {
        *known = event.slot;
    } else if (slots.size() >= max_order_slots) {
        ++state->progress.forgotten;
    } else {
        slots.push_back(event.slot);
    }
}

void fold_orders(OrdersState& orders, const WorkOrderUnscheduled& event, Instant) {
    const auto state = orders.orders.find(event.order);
    if (state == orders.orders.end()) return;
    std::erase_if(state->second.progress.slots,
                  [&](const OrderSlot& slot) { return event.work_area.empty() || slot.work_area == event.work_area; });
}

void fold_orders(OrdersState& orders, const WorkOrderDeleted& event, Instant at) {
    const auto found = orders.orders.find(event.order);
    if (found == orders.orders.end()) return;
    auto& state = found->second;
    if (at < state.progress.defined_at) {
        ++orders.late;
        return;
    }
    state.progress.deleted = true;
    queue_or_not(orders, state);
}

void fold_orders(OrdersState& orders, const WorkOrderActionExecuted& event, Instant) {
    auto* state = order_entry(orders, event.order);
    if (state == nullptr) return;
    auto& actions = state->progress.actions;
    const auto place = std::upper_bound(actions.begin(), actions.end(), event.action.at,
                                        [](Instant t, const OrderAction& other) { return t < other.at; });
    actions.insert(place, event.action);
    if (actions.size() <= max_order_actions) return;
    actions.erase(actions.begin());
    ++state->progress.forgotten;
}

void fold_orders(OrdersState& orders, const WorkOrderDataTold& event, Instant) {
    auto* state = order_entry(orders, event.order);
    if (state == nullptr) return;
    if (state->order.product.empty()) state->order.product = event.product;
    const auto learn = [](double& known, double said) { known = said > 0 ? said : known; };
    learn(state->progress.length_mm, event.length_mm);
    learn(state->progress.width_mm, event.width_mm);
    learn(state->progress.thickness_mm, event.thickness_mm);
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
    auto* entry = order_entry(orders, event.order);
    if (entry == nullptr) return;
    auto& state = *entry;
    // A late word belongs into the past, and a running order can't follow its own end.
    const bool older = at < state.status_since;
    if (!older && !(ended(state.status) && !ended(event.status) && at == state.status_since)) {
        state.status = event.status;
        state.status_since = at;
    }
    const bool begun = event.status == ExecutionStatus::active;
    if (begun && (state.started_at == no_time || at < state.started_at)) state.started_at = at;
    if (event.status == ExecutionStatus::finished && state.finished_at == no_time) state.finished_at = at;
    forget_old_orders(orders);
}

void fold_orders(OrdersState& orders, const WorkOrderStepChanged& event, Instant at) {
    auto* entry = order_entry(orders, event.order);
    if (entry == nullptr) return;
    auto& state = *entry;
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
