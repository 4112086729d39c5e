// Work orders as office and line controller tell them.
#include "connectors/wire/cfx/bodies_shared.hpp"

#include <array>
#include <utility>

#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

constexpr std::size_t max_orders_in_message = 2'000;
constexpr std::size_t max_magazine_boards = 500;

/// Calls `read` for each element, for at most max_orders_in_message of them; flags the rest.
template <class F>
void each_order(const Node& list, const Surroundings& around, Events& events, F&& read) {
    std::size_t count = 0;
    list.each([&](const Node& said) {
        if (count++ < max_orders_in_message) read(said);
    });
    if (count > max_orders_in_message) {
        flag(around, events, "WorkOrders: more than 2,000 in one message; the first 2,000 are kept");
    }
}

OrderStatus order_status(const std::string& text) {
    // In the order of the standard's numbers, for senders that write these.
    constexpr std::array<std::string_view, 8> words{"AwaitingApproval", "ApprovedAndPending", "Scheduled",
                                                    "InProcess",        "Completed",          "Closed",
                                                    "OnHold",           "Cancelled"};
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (same_ignoring_case(text, words[i]) || text == std::to_string(i)) return static_cast<OrderStatus>(i + 1);
    }
    return OrderStatus::unknown;
}

WorkOrderId order_id(const Node& said) { return WorkOrderId(said["WorkOrderIdentifier"]["WorkOrderId"].text()); }

void define_orders(const Node& list, const Surroundings& around, Events& events) {
    bool nameless = false;
    each_order(list, around, events, [&](const Node& said) {
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
        const auto id = order.id;
        events.emplace_back(WorkOrderDefined{std::move(order)});
        const auto status = order_status(said["Status"].text());
        if (status != OrderStatus::unknown) events.emplace_back(WorkOrderStatusUpdated{id, status});
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

void status_updated(const Node& body, const Surroundings& around, Events& events) {
    const auto status = order_status(body["NewStatus"].text());
    if (order_id(body).empty()) return flag(around, events, "WorkOrderStatusUpdated: has no WorkOrderId");
    if (status == OrderStatus::unknown) return flag(around, events, "WorkOrderStatusUpdated: NewStatus is no status");
    events.emplace_back(WorkOrderStatusUpdated{order_id(body), status});
}

void orders_deleted(const Node& body, const Surroundings& around, Events& events) {
    each_order(body["WorkOrderIdentifiers"], around, events, [&](const Node& said) {
        const WorkOrderId id(said["WorkOrderId"].text());
        if (!id.empty()) events.emplace_back(WorkOrderDeleted{id});
    });
}

void orders_scheduled(const Node& body, const Surroundings& around, Events& events) {
    each_order(body["ScheduledWorkOrders"], around, events, [&](const Node& said) {
        if (order_id(said).empty()) return;
        OrderSlot slot;
        slot.work_area = said["WorkArea"].text();
        slot.batch = said["WorkOrderIdentifier"]["Batch"].text();
        slot.from = instant_of(said["StartTime"], around);
        slot.to = instant_of(said["EndTime"], around);
        events.emplace_back(WorkOrderScheduled{order_id(said), std::move(slot)});
    });
}

void orders_unscheduled(const Node& body, const Surroundings& around, Events& events) {
    each_order(body["ScheduledWorkOrderIdentifiers"], around, events, [&](const Node& said) {
        if (order_id(said).empty()) return;
        events.emplace_back(WorkOrderUnscheduled{order_id(said), said["WorkArea"].text()});
    });
}

void action_executed(const Node& body, const Surroundings& around, Events& events) {
    if (order_id(body).empty()) return flag(around, events, "WorkOrderActionExecuted: has no WorkOrderId");
    OrderAction action;
    action.kind = body["Type"].text();
    action.state = body["State"].text();
    action.batch = body["WorkOrderIdentifier"]["Batch"].text();
    action.at = instant_of(body["TimeStamp"], around, around.occurred_at);
    events.emplace_back(WorkOrderActionExecuted{order_id(body), std::move(action)});
}

void order_data(const Node& body, const Surroundings&, Events& events) {
    if (order_id(body).empty()) return;  // an answer of "not known"
    events.emplace_back(WorkOrderDataTold{order_id(body), body["ProductTypeId"].text(), body["Length"].number(),
                                          body["Width"].number(), body["Thickness"].number()});
}

/// A magazine's boards come and go by themselves: each is an arrival or departure of its own.
template <class Moved>
void magazine_moved(const Node& body, const Surroundings& around, Events& events) {
    std::size_t count = 0;
    body["MagazineData"]["HermesUnits"].each([&](const Node& said) {
        if (count++ >= max_magazine_boards) return;
        Moved event;
        event.station = around.station;
        event.transfer = Transfer::by_magazine;
        event.panel.hermes_board_id = said["BoardId"].text();
        event.panel.top_barcode = said["TopBarcode"].text();
        event.panel.bottom_barcode = said["BottomBarcode"].text();
        if (event.panel == PanelEvidence{}) return;
        learn_order(said["WorkOrderIdentifier"], OrderEvidence::hermes_board, event.facts);
        event.facts.product = said["ProductTypeId"].text();
        event.facts.length_mm = said["Lenght"].present() ? said["Lenght"].number() : said["Length"].number();
        event.facts.width_mm = said["Width"].number();
        event.facts.failed = said["FailedBoard"].count() == 2;
        events.emplace_back(std::move(event));
    });
    if (count > max_magazine_boards) flag(around, events, "Magazine: more than 500 boards; the first 500 are kept");
}

constexpr std::array<BodyReader, 11> readers{{
    {"CFX.InformationSystem.WorkOrderManagement.WorkOrdersCreated", orders_created, true},
    {"CFX.InformationSystem.WorkOrderManagement.WorkOrdersUpdated", orders_updated, true},
    {"CFX.InformationSystem.WorkOrderManagement.WorkOrderQuantityUpdated", quantity_updated, true},
    {"CFX.InformationSystem.WorkOrderManagement.WorkOrderStatusUpdated", status_updated, true},
    {"CFX.InformationSystem.WorkOrderManagement.WorkOrdersDeleted", orders_deleted, true},
    {"CFX.InformationSystem.ProductionScheduling.WorkOrdersScheduled", orders_scheduled, true},
    {"CFX.InformationSystem.ProductionScheduling.WorkOrdersUnscheduled", orders_unscheduled, true},
    {"CFX.Production.WorkOrderActionExecuted", action_executed, true},
    {"CFX.Production.Hermes.GetWorkOrderDataResponse", order_data, true},
    {"CFX.Production.Hermes.MagazineArrived", magazine_moved<UnitsArrived>},
    {"CFX.Production.Hermes.MagazineDeparted", magazine_moved<UnitsDeparted>},
}};

}  // namespace

std::span<const BodyReader> order_bodies() { return readers; }

}  // namespace glassline::cfx
