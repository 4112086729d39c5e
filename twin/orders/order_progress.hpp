// Where an order stands in the office's and the line controller's words, and when it is planned.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/time.hpp"

namespace glassline {

/// CFX WorkOrderStatus in the twin's words; `unknown` until somebody said it.
enum class OrderStatus {
    unknown,
    awaiting_approval,
    approved,
    scheduled,
    in_process,
    completed,
    closed,
    on_hold,
    cancelled
};
constexpr auto names(OrderStatus) {
    return std::array<std::string_view, 9>{"unknown",   "awaiting_approval", "approved",
                                           "scheduled", "in_process",        "completed",
                                           "closed",    "on_hold",           "cancelled"};
}

inline constexpr std::size_t max_order_slots = 16;
inline constexpr std::size_t max_order_actions = 32;  // the newest of an order

/// Planned for a work area (CFX ScheduledWorkOrder).
struct OrderSlot {
    std::string work_area;
    std::string batch;
    Instant from{};
    Instant to{};
    bool operator==(const OrderSlot&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("work_area", self.work_area);
        v("batch", self.batch);
        v("from", self.from);
        v("to", self.to);
    }
};

/// Work around an order: setup, kitting, quality checks (CFX WorkOrderActionExecuted).
struct OrderAction {
    std::string kind;   // WorkOrderActionType, as sent
    std::string state;  // Started, Aborted, Completed
    std::string batch;
    Instant at{};
    bool operator==(const OrderAction&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("kind", self.kind);
        v("state", self.state);
        v("batch", self.batch);
        v("at", self.at);
    }
};

struct OrderProgress {
    OrderStatus status = OrderStatus::unknown;
    Instant status_at{};
    bool deleted = false;  // the office took it back; what was made of it stays
    Instant defined_at{};
    Instant quantity_at{};
    std::vector<OrderSlot> slots;
    std::vector<OrderAction> actions;  // by their times, the oldest first
    double length_mm = 0;              // of its panels, 0: not said
    double width_mm = 0;
    double thickness_mm = 0;
    std::uint64_t forgotten = 0;  // slots and actions over their bounds
    bool operator==(const OrderProgress&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("status", self.status);
        v("status_at", self.status_at);
        v("deleted", self.deleted);
        v("defined_at", self.defined_at);
        v("quantity_at", self.quantity_at);
        v("slots", self.slots);
        v("actions", self.actions);
        v("length_mm", self.length_mm);
        v("width_mm", self.width_mm);
        v("thickness_mm", self.thickness_mm);
        v("forgotten", self.forgotten);
    }
};

}  // namespace glassline
