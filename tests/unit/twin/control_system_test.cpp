// What a plant's own control system tells: orders with their steps, lines without a fixed route, wrong clocks.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "twin/alarms/alarms.hpp"
#include "twin/fold.hpp"

using namespace glassline;

namespace {

const Instant noon = parse_iso8601("2026-11-23T12:00:00Z")->instant;

struct Told {
    double after_s;
    Event event;
};

TwinState folded(const std::vector<Told>& told, bool free_route = true) {
    TwinState state;
    LineDescription line;
    line.id = LineId("l");
    line.free_route = free_route;
    for (const auto* id : {"vehicle", "store", "drill", "mill", "out"}) {
        StationDescription station;
        station.id = StationId(id);
        line.stations.push_back(station);
    }
    std::uint64_t sequence = 0;
    const auto add = [&](Instant at, Event event) {
        fold(state, EventRecord{++sequence, SourceId("plant"), at, noon + std::chrono::hours(1), std::move(event)});
    };
    add(noon, LineDescribed{line});
    for (const auto& t : told) add(noon + from_seconds(t.after_s), t.event);
    CHECK(broken_invariant(state) == "");
    return state;
}

UnitsArrived arrived(const char* station) {
    UnitsArrived event;
    event.station = StationId(station);
    event.panel.primary_identifier = "p";
    return event;
}

WorkOrderStatusChanged status(ExecutionStatus s) { return {WorkOrderId("o"), s, ""}; }
WorkOrderStepChanged step(const char* id, std::uint32_t place, StepStatus s) {
    return {WorkOrderId("o"), id, place, "", {}, s};
}

}  // namespace

TEST_CASE("an order's status is the newest by the time it speaks of, in whichever order it is told") {
    std::vector<Told> told{{0, status(ExecutionStatus::requested)},     {10, status(ExecutionStatus::active)},
                           {20, status(ExecutionStatus::failed)},       {1, step("a", 1, StepStatus::active)},
                           {5, step("a", 1, StepStatus::finished)}, {6, step("b", 2, StepStatus::active)},
                           {20, step("b", 2, StepStatus::failed)},  {20, step("c", 3, StepStatus::cancelled)}};
    std::mt19937 random(7);
    for (int i = 0; i < 50; ++i) {
        const auto state = folded(told);
        const auto& order = state.orders.orders.at(WorkOrderId("o"));
        CHECK(order.status == ExecutionStatus::failed);
        CHECK(order.status_since == noon + std::chrono::seconds(20));
        CHECK(order.started_at == noon + std::chrono::seconds(10));
        CHECK(order.finished_at == no_time);
        REQUIRE(order.steps.size() == 3);
        CHECK(order.steps[0].status == StepStatus::finished);
        CHECK(order.steps[0].started_at == noon + std::chrono::seconds(1));
        CHECK(order.steps[0].ended_at == noon + std::chrono::seconds(5));
        CHECK(order.steps[1].status == StepStatus::failed);
        CHECK(order.steps[2].status == StepStatus::cancelled);
        std::shuffle(told.begin(), told.end(), random);
    }
}

TEST_CASE("a step that is put in moves those behind it; steps over the bound are counted") {
    const auto moved = folded({{1, step("a", 1, StepStatus::waiting)},
                               {1, step("b", 2, StepStatus::waiting)},
                               {2, step("new", 2, StepStatus::active)},
                               {3, step("b", 3, StepStatus::active)}});
    const auto& steps = moved.orders.orders.at(WorkOrderId("o")).steps;
    REQUIRE(steps.size() == 3);
    CHECK(steps[1].id == "new");
    CHECK(steps[2].id == "b");
    std::vector<Told> many;
    for (std::uint32_t i = 0; i < max_order_steps + 5; ++i) {
        many.push_back({0, step(("s" + std::to_string(i)).c_str(), i + 1, StepStatus::waiting)});
    }
    const auto full = folded(many);
    CHECK(full.orders.orders.at(WorkOrderId("o")).steps.size() == max_order_steps);
    CHECK(full.orders.orders.at(WorkOrderId("o")).steps_cut == 5);
}

TEST_CASE("on a line without a fixed route no station is passed unless it is reported") {
    const std::vector<Told> told{{0, arrived("store")}, {10, arrived("vehicle")}, {20, arrived("mill")}};
    CHECK(folded(told).lines.at(LineId("l")).panels.at(PanelId("p")).visits.size() == 3);
    // With a fixed one it seems to have come by the vehicle first and by the drill later.
    CHECK(folded(told, false).lines.at(LineId("l")).panels.at(PanelId("p")).visits.size() == 5);
}

TEST_CASE("a departure that was only concluded gives way to a stay that comes to light later") {
    const auto state = folded({{0, arrived("store")}, {30, arrived("mill")}, {10, arrived("vehicle")}});
    const auto& visits = state.lines.at(LineId("l")).panels.at(PanelId("p")).visits;
    REQUIRE(visits.size() == 3);
    CHECK(visits[0].departed_at == noon + std::chrono::seconds(10));
    CHECK(visits[1].departed_at == noon + std::chrono::seconds(30));
    CHECK(visits[2].departed_at == no_time);
}

TEST_CASE("a wrong clock is an alarm of the twin's own senses until it is right again") {
    const ClockSkewFound found{"sensor/flame", std::chrono::hours(40), 5};
    const auto wrong = folded({{0, found}, {0, ClockSkewFound{"sensor/gas", std::chrono::seconds(-90), 5}}});
    const auto alarms = alarms_of(wrong, LineId("l"));
    REQUIRE(alarms.size() == 1);
    CHECK(alarms[0].priority == AlarmPriority::d);
    CHECK(alarms[0].cause == "sensor/flame: clock is 1.7 days behind (and 1 more)");
    const auto right = folded({{0, found}, {1, ClockSkewFound{"sensor/flame", Duration{0}, 50}}});
    CHECK(alarms_of(right, LineId("l")).empty());
}
