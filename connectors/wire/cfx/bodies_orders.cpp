// Work orders as office and line controller tell them.
#include "connectors/wire/cfx/bodies_shared.hpp"

#include <array>
#include <utility>

namespace glassline::cfx {
namespace {

void define_orders(const Node& list, const Surroundings& around, Events& events) {
    bool nameless = false;
    list.each([&](const Node& said) {
        WorkOrder order;
        order.id = WorkOrderId(said["WorkOrderIdentifier"]["WorkOrderId"].text());
        if (order.id.empty()) {
            nameless = true;
            return;
        }
        order.name = said["Description"].text();
        order.customer.name = said["Customer"].text();
        order.customer.id = CustomerId(order.customer.name);
        order.product = said["PartNumber"].text();
        order.quantity = said["Quantity"].count();
        order.due = instant_of(said["DateRequired"], around);
        events.emplace_back(WorkOrderDefined{std::move(order)});
    });
    if (nameless) flag(around, events, "WorkOrders: an order has no WorkOrderId");
}

void orders_created(const Node& body, const Surroundings& around, Events& events) {
    define_orders(body["NewOrders"], around, events);
}
void orders_updated(const Node& body, const Surroundings& around, Events& events) {
    define_orders(body["UpdatedOrders"], around, events);
}

void quantity_updated(const Node& body, const Surroundings& around, Events& events) {
    WorkOrderId order(body["WorkOrderIdentifier"]["WorkOrderId"].text());
    if (order.empty()) return flag(around, events, "WorkOrderQuantityUpdated: has no WorkOrderId");
    events.emplace_back(WorkOrderQuantityUpdated{std::move(order), body["NewQuantity"].count()});
}

constexpr std::array<BodyReader, 3> readers{{
    {"CFX.InformationSystem.WorkOrderManagement.WorkOrdersCreated", orders_created, true},
    {"CFX.InformationSystem.WorkOrderManagement.WorkOrdersUpdated", orders_updated, true},
    {"CFX.InformationSystem.WorkOrderManagement.WorkOrderQuantityUpdated", quantity_updated, true},
}};

}  // namespace

std::span<const BodyReader> order_bodies() { return readers; }

}  // namespace glassline::cfx
