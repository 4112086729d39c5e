// Events about work orders as office and line controller tell them; the nouns are in order_progress, the fold in
// orders_fold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"
#include "twin/orders/order_progress.hpp"

namespace glassline {

// ---- events (tags 160 to 169) ----

struct WorkOrderStatusUpdated {
    static constexpr std::string_view type_name = "WorkOrderStatusUpdated";
    static constexpr std::uint16_t tag = 160;
    WorkOrderId order;
    OrderStatus status = OrderStatus::unknown;
    bool operator==(const WorkOrderStatusUpdated&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
        v("status", self.status);
    }
};

struct WorkOrderScheduled {
    static constexpr std::string_view type_name = "WorkOrderScheduled";
    static constexpr std::uint16_t tag = 161;
    WorkOrderId order;
    OrderSlot slot;
    bool operator==(const WorkOrderScheduled&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
        v("slot", self.slot);
    }
};

struct WorkOrderUnscheduled {
    static constexpr std::string_view type_name = "WorkOrderUnscheduled";
    static constexpr std::uint16_t tag = 162;
    WorkOrderId order;
    std::string work_area;  // empty: all of them
    bool operator==(const WorkOrderUnscheduled&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
        v("work_area", self.work_area);
    }
};

struct WorkOrderDeleted {
    static constexpr std::string_view type_name = "WorkOrderDeleted";
    static constexpr std::uint16_t tag = 163;
    WorkOrderId order;
    bool operator==(const WorkOrderDeleted&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
    }
};

struct WorkOrderActionExecuted {
    static constexpr std::string_view type_name = "WorkOrderActionExecuted";
    static constexpr std::uint16_t tag = 164;
    WorkOrderId order;
    OrderAction action;
    bool operator==(const WorkOrderActionExecuted&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
        v("action", self.action);
    }
};

/// CFX GetWorkOrderDataResponse: what a line controller knows of an order; the office knows better.
struct WorkOrderDataTold {
    static constexpr std::string_view type_name = "WorkOrderDataTold";
    static constexpr std::uint16_t tag = 165;
    WorkOrderId order;
    std::string product;
    double length_mm = 0;  // 0: not said
    double width_mm = 0;
    double thickness_mm = 0;
    bool operator==(const WorkOrderDataTold&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
        v("product", self.product);
        v("length_mm", self.length_mm);
        v("width_mm", self.width_mm);
        v("thickness_mm", self.thickness_mm);
    }
};

}  // namespace glassline
