// CFX messages about work orders: what the twin's events say of them.
#include <doctest/doctest.h>

#include "tests/support/cfx.hpp"

using namespace glassline;
using test::received;
using test::said;

TEST_CASE("CFX: orders and their status are folded whoever says them") {
    const auto created = received("orders_created");
    REQUIRE(said<WorkOrderDefined>(created));
    CHECK(said<WorkOrderDefined>(created)->order.quantity == 40);
    CHECK(to_iso8601(said<WorkOrderDefined>(created)->order.due) == "2026-11-30T11:00:00.000Z");
    REQUIRE(said<WorkOrderStatusUpdated>(created));
    CHECK(said<WorkOrderStatusUpdated>(created)->status == OrderStatus::on_hold);
    CHECK(said<WorkOrderStatusUpdated>(received("order_status_updated"))->status == OrderStatus::in_process);
    const auto deleted = received("orders_deleted");
    CHECK(deleted.events.size() == 2);
    CHECK(said<WorkOrderDeleted>(deleted)->order == WorkOrderId("WO-1"));
    const auto scheduled = said<WorkOrderScheduled>(received("orders_scheduled"));
    REQUIRE(scheduled);
    CHECK(scheduled->slot.work_area == "SMT Line 1");
    CHECK(to_iso8601(scheduled->slot.from) == "2026-11-23T09:00:00.000Z");  // no zone: the line's
    CHECK(said<WorkOrderUnscheduled>(received("orders_unscheduled"))->work_area == "SMT Line 1");
    const auto action = said<WorkOrderActionExecuted>(received("order_action_executed"));
    REQUIRE(action);
    CHECK(action->action.kind == "PreProductionOperations_MaterialSetup");
    CHECK(action->action.state == "Completed");
    const auto told = said<WorkOrderDataTold>(received("order_data"));
    REQUIRE(told);
    CHECK(told->length_mm == 180);
}

TEST_CASE("CFX: a status in words of any case, as a number, or none") {
    const auto status = [](const std::string& value) {
        return said<WorkOrderStatusUpdated>(
            test::placer_says("CFX.InformationSystem.WorkOrderManagement.WorkOrderStatusUpdated",
                              R"({"WorkOrderIdentifier":{"WorkOrderId":"W"},"NewStatus":)" + value + "}"));
    };
    CHECK(status("\"cancelled\"")->status == OrderStatus::cancelled);
    CHECK(status("0")->status == OrderStatus::awaiting_approval);
    CHECK(status("\"7\"")->status == OrderStatus::cancelled);
    CHECK_FALSE(status("\"Lost\""));
    CHECK_FALSE(status("null"));
}

TEST_CASE("CFX: a magazine's boards come and go one by one, each with its order") {
    const auto arrived = received("magazine_arrived");
    REQUIRE(arrived.events.size() == 2);
    const auto& board = std::get<UnitsArrived>(arrived.events[1]);
    CHECK(board.transfer == Transfer::by_magazine);
    CHECK(board.panel.top_barcode == "P2");
    CHECK(board.facts.order == WorkOrderId("WO-1"));
    CHECK(board.facts.order_evidence == OrderEvidence::hermes_board);
    CHECK(board.facts.length_mm == 160);  // the wire's own spelling, "Lenght"
    CHECK(said<UnitsDeparted>(received("magazine_departed"))->panel.top_barcode == "P1");
}

TEST_CASE("CFX: a list of too many orders is cut and flagged") {
    std::string list;
    for (int i = 0; i < 2'500; ++i) {
        list += std::string(i == 0 ? "" : ",") + R"({"WorkOrderId":"W)" + std::to_string(i) + "\"}";
    }
    const auto meaning = test::placer_says("CFX.InformationSystem.WorkOrderManagement.WorkOrdersDeleted",
                                           R"({"WorkOrderIdentifiers":[)" + list + "]}");
    CHECK(meaning.events.size() == 2'001);
    CHECK(said<MessageRefused>(meaning));
}

TEST_CASE("CFX: the standard's examples about orders are all folded") {
    for (const char* name : {"CFX.InformationSystem.ProductionScheduling.WorkOrdersScheduled",
                             "CFX.InformationSystem.ProductionScheduling.WorkOrdersUnscheduled",
                             "CFX.InformationSystem.WorkOrderManagement.WorkOrdersCreated",
                             "CFX.InformationSystem.WorkOrderManagement.WorkOrderQuantityUpdated",
                             "CFX.Production.Hermes.MagazineArrived", "CFX.Production.Hermes.MagazineDeparted"}) {
        CAPTURE(name);
        if (const auto meaning = test::example(name, name)) CHECK_FALSE(said<MessageUnmapped>(*meaning).has_value());
    }
}
