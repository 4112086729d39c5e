// Orders in the office's words, and from where a panel's order is known.
#include "twin/orders/orders_fold.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/story.hpp"

using namespace glassline;
using test::Story;

namespace {

const WorkOrderId one("WO-1");

WorkOrderDefined define(const WorkOrderId& id, std::uint32_t quantity = 40) {
    WorkOrder order;
    order.id = id;
    order.quantity = quantity;
    return WorkOrderDefined{order};
}

const OrderState& order(const Story& story, const WorkOrderId& id = one) { return story.state().orders.orders.at(id); }

bool queued(const Story& story, const WorkOrderId& id = one) {
    const auto& queue = story.state().orders.queue;
    return std::count(queue.begin(), queue.end(), id) == 1;
}

RecipeActivated recipe(std::uint32_t lane, const char* order_id) {
    RecipeActivated event;
    event.station = StationId("placer");
    event.recipe = "R";
    event.lane = lane;
    event.order = WorkOrderId(order_id);
    event.batch = "B7";
    return event;
}

UnitsArrived arrival(const char* panel, std::uint32_t lane) {
    UnitsArrived event;
    event.station = StationId("placer");
    event.panel.primary_identifier = panel;
    event.lane = lane;
    return event;
}

}  // namespace

TEST_CASE("an order's status, plan and deletion; a late message does not undo a newer one") {
    Story story;
    story.tell(define(one), 1);
    story.tell(WorkOrderStatusUpdated{one, OrderStatus::on_hold}, 10);
    story.tell(WorkOrderStatusUpdated{one, OrderStatus::in_process}, 5, 11);
    CHECK(order(story).progress.status == OrderStatus::on_hold);
    CHECK(queued(story));
    story.tell(WorkOrderStatusUpdated{one, OrderStatus::cancelled}, 20);
    CHECK_FALSE(queued(story));
    story.tell(WorkOrderStatusUpdated{one, OrderStatus::approved}, 21);
    CHECK(queued(story));
    story.tell(WorkOrderScheduled{one, {"SMT 1", "", test::at(100), test::at(200)}}, 22);
    story.tell(WorkOrderScheduled{one, {"SMT 1", "", test::at(150), test::at(250)}}, 23);
    story.tell(WorkOrderScheduled{one, {"SMT 2", "", test::at(150), test::at(250)}}, 24);
    REQUIRE(order(story).progress.slots.size() == 2);
    CHECK(order(story).progress.slots[0].from == test::at(150));
    story.tell(WorkOrderUnscheduled{one, "SMT 1"}, 25);
    CHECK(order(story).progress.slots.size() == 1);
    story.tell(WorkOrderQuantityUpdated{one, 50}, 30);
    story.tell(define(one, 45), 29, 31);
    CHECK(order(story).order.quantity == 50);  // newer than the first definition, older than the quantity
    story.tell(WorkOrderQuantityUpdated{one, 60}, 2, 32);
    CHECK(order(story).order.quantity == 50);
    CHECK(story.state().orders.late == 2);
    story.tell(WorkOrderDataTold{one, "PN-1", 180, 0, 1.6}, 33);
    CHECK(order(story).order.product == "PN-1");
    CHECK(order(story).progress.length_mm == 180);
    for (int n = 0; n < 40; ++n) story.tell(WorkOrderActionExecuted{one, {"Setup", "Started", "", test::at(n)}}, 40);
    CHECK(order(story).progress.actions.size() == max_order_actions);
    CHECK(order(story).progress.forgotten == 40 - max_order_actions);
    story.tell(WorkOrderDeleted{one}, 50);
    CHECK(order(story).progress.deleted);
    CHECK_FALSE(queued(story));
    story.check_time_travel();
}

TEST_CASE("orders are bounded: those that are over go, a new one is refused only when all others run") {
    OrdersState orders;
    for (std::size_t n = 0; n < max_orders; ++n) {
        fold_orders(orders, define(WorkOrderId("W" + std::to_string(n))), test::at(1));
    }
    fold_orders(orders, define(one), test::at(2));
    CHECK(orders.orders.count(one) == 0);
    CHECK(orders.orders_dropped == 1);
    fold_orders(orders, WorkOrderStatusUpdated{WorkOrderId("W7"), OrderStatus::closed}, test::at(3));
    fold_orders(orders, define(one), test::at(4));
    CHECK(orders.orders.count(one) == 1);
    CHECK(orders.orders.count(WorkOrderId("W7")) == 0);
    CHECK(orders.orders.size() == max_orders);
    CHECK(orders.queue.size() == max_orders);
}

TEST_CASE("a panel's order: by the lane's recipe, until something stronger says it") {
    Story story;
    story.tell(recipe(1, "WO-1"), 10);
    story.tell(recipe(2, "WO-2"), 11);
    story.tell(arrival("P1", 1), 20);
    story.tell(arrival("P2", 2), 21);
    story.tell(arrival("P3", 1), 5, 22);  // before the recipe: not of its order
    CHECK(story.panel("P1").order == WorkOrderId("WO-1"));
    CHECK(story.panel("P1").batch == "B7");
    CHECK(story.panel("P1").order_evidence == OrderEvidence::recipe_activated);
    CHECK(story.panel("P2").order == WorkOrderId("WO-2"));
    CHECK(story.panel("P3").order.empty());
    UnitsInitialized named;
    named.station = StationId("placer");
    named.panel.primary_identifier = "P1";
    named.facts.order = WorkOrderId("WO-3");
    named.facts.order_evidence = OrderEvidence::units_initialized;
    story.tell(named, 30);
    CHECK(story.panel("P1").order == WorkOrderId("WO-3"));
    WorkStarted started;
    started.station = StationId("placer");
    started.panel.primary_identifier = "P1";
    started.facts.order = WorkOrderId("WO-4");
    started.facts.order_evidence = OrderEvidence::work_started;
    story.tell(started, 31);
    CHECK(story.panel("P1").order == WorkOrderId("WO-4"));
    CHECK(story.panel("P1").order_evidence == OrderEvidence::work_started);
    story.tell(named, 32);  // weaker, though later
    CHECK(story.panel("P1").order == WorkOrderId("WO-4"));
    CHECK(story.state().orders.orders.at(WorkOrderId("WO-1")).panels.empty());
    story.check_time_travel();
}
