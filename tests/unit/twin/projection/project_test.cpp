#include <doctest/doctest.h>

#include <algorithm>

#include "twin/fold.hpp"
#include "twin/projection/customer_view.hpp"

using namespace glassline;

namespace {

Instant at(int s) { return from_micros(1'795'439'400'000'000 + s * 1'000'000LL); }

LineDescription line_of_three() {
    LineDescription line;
    line.id = LineId("L");
    line.site = "Works North";
    const StationKind kinds[] = {StationKind::printer, StationKind::placer, StationKind::unloader};
    const char* ids[] = {"A", "B", "C"};
    const char* steps[] = {"Printed", "Placed", "Finished"};
    for (int i = 0; i < 3; ++i) {
        StationDescription station;
        station.id = StationId(ids[i]);
        station.kind = kinds[i];
        station.customer_step = steps[i];
        station.cycle_time_s = 10;
        station.vendor = "a vendor";
        line.stations.push_back(station);
    }
    return line;
}

struct Story {
    TwinState state;
    Story() {
        tell(LineDescribed{line_of_three()}, 0);
        define("2417", 6);
        define("9999", 50);
    }
    void tell(Event event, int second) {
        EventRecord record;
        record.sequence = state.sequence + 1;
        record.source = SourceId("test");
        record.occurred_at = at(second);
        record.received_at = at(second);
        record.event = std::move(event);
        fold(state, record);
    }
    void define(const char* id, std::uint32_t quantity) {
        WorkOrder order;
        order.id = WorkOrderId(id);
        order.name = std::string("name of ") + id;
        order.product_name = "glacier sensor";
        order.quantity = quantity;
        tell(WorkOrderDefined{order}, 0);
    }
    void arrived(const char* panel, const char* station, int second, const char* order = "2417") {
        UnitsArrived event;
        event.station = StationId(station);
        event.panel.top_barcode = panel;
        event.facts.order = WorkOrderId(order);
        event.facts.order_evidence = OrderEvidence::hermes_board;
        event.facts.units = {Unit{std::string(panel) + "-1", 1}, Unit{std::string(panel) + "-2", 2}};
        tell(event, second);
    }
    void departed(const char* panel, const char* station, int second, Transfer how = Transfer::by_conveyor) {
        UnitsDeparted event;
        event.station = StationId(station);
        event.panel.top_barcode = panel;
        event.transfer = how;
        tell(event, second);
    }
    void inspected(const char* unit, UnitResult result, int second) {
        UnitsInspected event;
        event.station = StationId("B");
        event.units.resize(1);
        event.units[0].identifier = unit;
        event.units[0].result = result;
        tell(event, second);
    }
    CustomerView view() const { return project(state, {WorkOrderId("2417"), {"watch"}, {}}); }
};

}  // namespace

TEST_CASE("before the first board everything is to come and nothing is claimed") {
    const auto view = Story().view();
    CHECK(view.phase == CustomerPhase::not_started);
    CHECK(view.units.each == "......");
    CHECK(view.boards.empty());
    CHECK_FALSE(view.range.known);
    CHECK(view.plant == "Works North");
}

TEST_CASE("own boards are numbered in the order of appearance; foreign ones are nowhere") {
    Story story;
    story.arrived("X1", "A", 1, "9999");
    story.departed("X1", "A", 2);
    story.arrived("P1", "A", 3);
    story.departed("P1", "A", 9);
    story.arrived("X2", "A", 10, "9999");
    story.arrived("P1", "B", 11);
    const auto view = story.view();
    REQUIRE(view.boards.size() == 1);
    CHECK(view.boards[0].number == 1);
    CHECK(view.boards[0].station == 1);
    CHECK(view.boards[0].place == BoardPlace::at_station);
    CHECK(view.units.each == "LL....");
    CHECK(view.steps.at(0).done == 2);
    CHECK(view.steps.at(1).done == 0);
    CHECK(view.phase == CustomerPhase::on_line);
}

TEST_CASE("units: finished, in rework, scrapped, and what an inspection said at first") {
    Story story;
    story.arrived("P1", "A", 1);
    story.departed("P1", "C", 30);
    story.arrived("P2", "B", 31);
    story.inspected("P2-1", UnitResult::failed, 33);
    story.inspected("P2-2", UnitResult::good, 33);
    story.departed("P2", "B", 35, Transfer::by_hand);
    auto view = story.view();
    CHECK(view.units.each == "FFRL..");
    CHECK(view.units.finished == 2);
    CHECK(view.units.first_pass_good == 1);
    CHECK(view.units.inspected == 2);
    REQUIRE(view.boards.size() == 1);
    CHECK(view.boards[0].place == BoardPlace::on_bench);
    CHECK(view.boards[0].first_unit == 3);
    UnitsDisqualified scrap;
    scrap.station = StationId("B");
    scrap.panel.top_barcode = "P2";
    story.tell(scrap, 40);
    view = story.view();
    CHECK(view.units.each == "FFSS....");  // two more have to be made
    CHECK(view.units.to_come == 4);
}

TEST_CASE("waiting is said when a board stands longer than its step takes, and where") {
    Story story;
    story.arrived("P1", "B", 10);
    story.tell(TimePassed{at(20)}, 20);
    CHECK_FALSE(story.view().waiting.waiting);
    story.tell(TimePassed{at(60)}, 60);
    CHECK(story.view().waiting == CustomerWaiting{true, 1});
}

TEST_CASE("the age of the picture is the twin's clock, and stands still when a source is out") {
    Story story;
    story.arrived("P1", "A", 1);
    story.tell(TimePassed{at(5) + Duration{400'000}}, 6);
    CHECK(story.view().as_of == at(5));
    story.arrived("X1", "A", 9, "9999");  // a foreign arrival makes it no newer
    CHECK(story.view().as_of == at(5));
    story.tell(SourceDeclared{"hermes-supervisory", "h:1", StationId("A"), false}, 6);
    story.tell(SourceStatusChanged{LinkStatus::disconnected, "gone"}, 7);
    story.tell(TimePassed{at(30)}, 30);
    CHECK(story.view().as_of == at(7));
    CHECK_FALSE(story.view().connected);
}

TEST_CASE("a range is shown in its display unit only, as twenty dots, and ends with the order") {
    Story story;
    CompletionForecast forecast;
    forecast.order = WorkOrderId("2417");
    for (int i = 1; i <= 19; ++i) forecast.range.quantiles.push_back(at(3600 + 37 * i));
    forecast.range.shown_from = at(3600 + 74);
    forecast.range.shown_to = at(3600 + 37 * 18);
    forecast.range.unit_s = 300;
    story.tell(forecast, 2);
    const auto range = story.view().range;
    CHECK(range.known);
    REQUIRE(range.dots.size() == range_dots);
    for (const auto dot : range.dots) CHECK(micros(dot) % 300'000'000 == 0);
    CHECK(std::is_sorted(range.dots.begin(), range.dots.end()));
    CHECK(micros(range.from) % 300'000'000 == 0);
    CHECK(range.to >= forecast.range.shown_to);
    for (const char* panel : {"P1", "P2", "P3"}) {
        story.arrived(panel, "A", 5);
        story.departed(panel, "C", 50);
    }
    CHECK(story.view().phase == CustomerPhase::finished);
    CHECK_FALSE(story.view().range.known);
}

TEST_CASE("an unknown order gives a view with nothing in it") {
    Story story;
    CHECK(project(story.state, {WorkOrderId("no such"), {}, {}}) == CustomerView{});
}
