// How far an order is and which steps it has, as a system that runs orders says it: a plant's control system over MQTT.
// The office's own word (CFX WorkOrderStatus) is in order_progress.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"

namespace glassline {

/// How far an order is, as a system that runs orders says it. `unknown`: nobody said; panels tell instead.
enum class ExecutionStatus { unknown, requested, active, finished, failed, cancelled };
constexpr auto names(ExecutionStatus) {
    return std::array<std::string_view, 6>{"unknown", "requested", "active", "finished", "failed", "cancelled"};
}

enum class StepStatus { waiting, active, finished, failed, cancelled };
constexpr auto names(StepStatus) {
    return std::array<std::string_view, 5>{"waiting", "active", "finished", "failed", "cancelled"};
}

/// One operation of an order's own route, where a system names them (a transport counts as one, too).
struct OrderStep {
    std::string id;           // unique within the order
    std::uint32_t place = 0;  // 1..n in the order of the route
    std::string name;         // "MILL", "HBW to MILL"
    StationId station;        // empty: not at a station
    StepStatus status = StepStatus::waiting;
    Instant started_at{};
    Instant ended_at{};
    bool operator==(const OrderStep&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("place", self.place);
        v("name", self.name);
        v("station", self.station);
        v("status", self.status);
        v("started_at", self.started_at);
        v("ended_at", self.ended_at);
    }
};

inline constexpr std::size_t max_order_steps = 256;  // of one order; further ones are counted

/// The system that runs the orders says how far one is (CFX WorkOrderActionExecuted has the same sense).
struct WorkOrderStatusChanged {
    static constexpr std::string_view type_name = "WorkOrderStatusChanged";
    static constexpr std::uint16_t tag = 400;
    WorkOrderId order;
    ExecutionStatus status = ExecutionStatus::unknown;
    std::string reason;
    bool operator==(const WorkOrderStatusChanged&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
        v("status", self.status);
        v("reason", self.reason);
    }
};

/// One step of an order began, ended, failed or was given up. The record's time is when it did.
struct WorkOrderStepChanged {
    static constexpr std::string_view type_name = "WorkOrderStepChanged";
    static constexpr std::uint16_t tag = 401;
    WorkOrderId order;
    std::string step;
    std::uint32_t place = 0;
    std::string name;
    StationId at;  // not "station": a step concerns the order, also one at no station
    StepStatus status = StepStatus::waiting;
    bool operator==(const WorkOrderStepChanged&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("order", self.order);
        v("step", self.step);
        v("place", self.place);
        v("name", self.name);
        v("at", self.at);
        v("status", self.status);
    }
};

}  // namespace glassline
