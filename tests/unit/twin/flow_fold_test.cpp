#include <doctest/doctest.h>

#include "twin/fold.hpp"
#include "twin/timeline.hpp"

using namespace glassline;

namespace {

Instant at(int s) { return from_micros(1'795'439'400'000'000 + s * 1'000'000LL); }

LineDescription three_stations() {
    LineDescription line;
    line.id = LineId("L");
    for (const char* name : {"A", "B", "C"}) {
        StationDescription station;
        station.id = StationId(name);
        station.cycle_time_s = 10;
        line.stations.push_back(station);
    }
    return line;
}

struct Story {
    Timeline timeline{3};
    Story() { tell(LineDescribed{three_stations()}, 0); }
    void tell(Event event, int second) {
        EventRecord record;
        record.sequence = timeline.records().size() + 1;
        record.source = SourceId("test");
        record.occurred_at = at(second);
        record.received_at = at(second);
        record.event = std::move(event);
        timeline.append(record);
        CHECK(broken_invariant(timeline.newest()) == "");
    }
    void arrived(const char* panel, const char* station, int second, Transfer transfer = Transfer::by_conveyor) {
        UnitsArrived event;
        event.station = StationId(station);
        event.panel.top_barcode = panel;
        event.transfer = transfer;
        tell(event, second);
    }
    void departed(const char* panel, const char* station, int second, Transfer transfer = Transfer::by_conveyor) {
        UnitsDeparted event;
        event.station = StationId(station);
        event.panel.top_barcode = panel;
        event.transfer = transfer;
        tell(event, second);
    }
    const PanelState& panel(const char* id) const {
        return timeline.newest().lines.at(LineId("L")).panels.at(PanelId(id));
    }
    std::string route(const char* id) const {
        std::string out;
        for (const auto& visit : panel(id).visits)
            out += visit.station.value + (visit.arrival == Certainty::inferred ? "?" : "");
        return out;
    }
};

}  // namespace

TEST_CASE("a panel is observed at stations and inferred between them") {
    Story story;
    story.arrived("P1", "A", 1);
    CHECK(story.panel("P1").position == Position{AtStation{StationId("A")}, Certainty::observed, at(1)});
    story.departed("P1", "A", 5);
    CHECK(story.panel("P1").position == Position{OnLink{StationId("A"), StationId("B")}, Certainty::inferred, at(5)});
    story.arrived("P1", "B", 6);
    CHECK(story.panel("P1").position == Position{AtStation{StationId("B")}, Certainty::observed, at(6)});
}

TEST_CASE("an arrival that is reported before the departure that led to it wins") {
    Story story;
    story.arrived("P1", "A", 1);
    story.arrived("P1", "B", 5);
    story.departed("P1", "A", 5);
    CHECK(story.panel("P1").position == Position{AtStation{StationId("B")}, Certainty::observed, at(5)});
    CHECK(story.panel("P1").visits.at(0).departed_at == at(5));
    CHECK(story.panel("P1").visits.at(0).departure == Certainty::observed);
}

TEST_CASE("a departure without an arrival infers the visit and says so") {
    Story story;
    story.departed("P1", "A", 4);
    CHECK(story.route("P1") == "A?");
    story.arrived("P1", "C", 9);
    CHECK(story.route("P1") == "A?B?C");
    CHECK(story.timeline.newest().lines.at(LineId("L")).inferred_visits == 2);
}

TEST_CASE("an arrival first seen down the line: the stations before it are inferred, a late report replaces that") {
    Story story;
    story.arrived("P1", "B", 5);
    CHECK(story.route("P1") == "A?B");
    story.arrived("P1", "A", 2);
    CHECK(story.route("P1") == "AB");
    CHECK(story.panel("P1").visits.at(0).arrived_at == at(2));
    CHECK(story.panel("P1").position == Position{AtStation{StationId("B")}, Certainty::observed, at(5)});
}

TEST_CASE("the same arrival from two sources is one visit") {
    Story story;
    story.arrived("P1", "A", 1);
    story.arrived("P1", "A", 2);
    CHECK(story.panel("P1").visits.size() == 1);
    CHECK(story.timeline.newest().lines.at(LineId("L")).stations.at(StationId("A")).panels_in == 1);
}

TEST_CASE("rework: taken out, brought back, a second visit") {
    Story story;
    story.arrived("P1", "B", 5);
    story.departed("P1", "B", 9, Transfer::by_hand);
    CHECK(std::holds_alternative<TakenOut>(story.panel("P1").position.place));
    story.arrived("P1", "B", 30, Transfer::by_hand);
    CHECK(story.route("P1") == "A?BB");
    CHECK(story.panel("P1").rework_loops == 1);
}

TEST_CASE("nothing comes for three times the cycle: the position is stale, never live") {
    Story story;
    story.arrived("P1", "A", 1);
    story.tell(TimePassed{at(40)}, 40);
    CHECK(story.panel("P1").position.certainty == Certainty::observed);
    story.tell(TimePassed{at(70)}, 70);
    CHECK(story.panel("P1").position.certainty == Certainty::stale);
    story.departed("P1", "A", 71);
    CHECK(story.panel("P1").position.certainty == Certainty::inferred);
}

TEST_CASE("state_at(n) equals the fold of the first n, for all n, and state_at_time leaves out what came later") {
    Story story;
    story.arrived("P1", "A", 1);
    story.departed("P1", "A", 5);
    story.arrived("P2", "A", 6);
    story.arrived("P1", "B", 6);
    story.departed("P1", "B", 9);
    story.arrived("P1", "C", 10);
    story.departed("P1", "C", 14);
    TwinState folded;
    CHECK(story.timeline.state_at(0) == folded);
    for (const auto& record : story.timeline.records()) {
        fold(folded, record);
        CHECK(digest(story.timeline.state_at(record.sequence)) == digest(folded));
    }
    CHECK(std::holds_alternative<LeftLine>(story.panel("P1").position.place));
    const auto past = state_at_time(story.timeline.records(), at(7));
    CHECK(past.lines.at(LineId("L")).panels.at(PanelId("P1")).position.place == Place{AtStation{StationId("B")}});
    CHECK(past.as_of == at(7));
}

TEST_CASE("an order gathers its panels and ends when the promised number has left good") {
    Story story;
    WorkOrder order;
    order.id = WorkOrderId("2417");
    order.quantity = 2;
    story.tell(WorkOrderDefined{order}, 0);
    UnitsArrived event;
    event.station = StationId("A");
    event.panel.top_barcode = "P1";
    event.facts.order = order.id;
    event.facts.order_evidence = OrderEvidence::hermes_board;
    event.facts.units = {Unit{"P1-1", 1}, Unit{"P1-2", 2}};
    story.tell(event, 1);
    CHECK(story.timeline.newest().orders.orders.at(order.id).panels.size() == 1);
    story.departed("P1", "A", 2);
    story.departed("P1", "C", 20);
    CHECK(story.timeline.newest().orders.orders.at(order.id).finished_at == at(20));
}

TEST_CASE("a barcode whose panel was renamed and forgotten names one new panel, not one a message") {
    TwinState state;
    const auto tell = [&](Event event, int second) {
        EventRecord record;
        record.sequence = state.sequence + 1;
        record.occurred_at = record.received_at = at(second);
        record.event = std::move(event);
        fold(state, record);
    };
    const auto arrived = [&](const std::string& board, const std::string& barcode, int second) {
        UnitsArrived event;
        event.station = StationId("A");
        event.panel.hermes_board_id = board;
        event.panel.top_barcode = barcode;
        tell(event, second);
    };
    tell(LineDescribed{three_stations()}, 0);
    arrived("g", "CARRIER", 1);
    arrived("g", "RENAMED", 2);
    for (int i = 0; i < static_cast<int>(max_panels); ++i) arrived("", "P" + std::to_string(i), 10 + i);
    auto& panels = state.lines.at(LineId("L")).panels;
    REQUIRE(panels.count(PanelId("CARRIER")) == 0);  // silent for longest: forgotten
    for (int i = 0; i < 3; ++i) arrived("", "CARRIER", 10'000 + i);
    CHECK(panels.count(PanelId("CARRIER")) == 1);
    CHECK(panels.count(PanelId("CARRIER~2")) == 0);
    CHECK(broken_invariant(state) == "");
}
