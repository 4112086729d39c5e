#include <doctest/doctest.h>

#include "story.hpp"
#include "viewer/viewmodel/line_model.hpp"

using namespace glassline;
using test::Story;

namespace {

Story stopped_line() {
    Story story;
    LineDescription line;
    line.id = LineId("L");
    line.name = "Line 2";
    line.simulated = true;
    for (const char* id : {"A", "B", "C"}) {
        StationDescription station;
        station.id = StationId(id);
        station.name = std::string("Station ") + id;
        station.short_name = id;
        line.stations.push_back(station);
    }
    story.tell(LineDescribed{line}, 0);
    story.enters("B", 5300, 60);
    Fault fault;
    fault.id = FaultId("f1");
    fault.description = "feeder 14 empty";
    fault.cause = "MissingComponent";
    story.tell(FaultOccurred{StationId("B"), fault}, 60);
    story.enters("A", 2201, 70);
    story.enters("C", 2202, 80);
    story.tell(TimePassed{story.start + std::chrono::seconds(180)}, 180);
    return story;
}

}  // namespace

TEST_CASE("a stopped station is one first-out alarm; its neighbours are its cascade, not alarms of their own") {
    const auto story = stopped_line();
    const auto model = viewmodel::line_model(story.state, LineId("L"));
    CHECK(model.alarms == 1);
    REQUIRE(model.callout.has_value());
    CHECK(model.callout->cause == "Station B: feeder 14 empty");
    CHECK(model.callout->station == 1);
    CHECK(model.callout->unacknowledged);
    CHECK(model.header.condition == "stopped 2 min");
    CHECK(model.callout->cause_short == "B: feeder 14 empty");
    CHECK(model.callout->urgency == "Dry behind it");  // two minutes after a conveyor of one minute
    CHECK(model.callout->urgency_short == "Dry");
    CHECK(model.header.simulated);
    REQUIRE(model.cascades.size() == 2);
    CHECK(model.cascades[0].text == "blocked, suppressed");
    CHECK(model.cascades[0].first == 0);
    CHECK(model.cascades[1].text == "starved, suppressed");
    CHECK(model.stations[0].tone == viewmodel::StationTone::waiting);
    CHECK(model.stations[1].tone == viewmodel::StationTone::alarm);
}

TEST_CASE("a cleared fault leaves no callout, and the line runs again") {
    auto story = stopped_line();
    story.tell(FaultCleared{StationId("B"), FaultId("f1")}, 200);
    story.enters("B", 1100, 200);
    const auto model = viewmodel::line_model(story.state, LineId("L"));
    CHECK_FALSE(model.callout.has_value());
    CHECK(model.cascades.empty());
    CHECK(model.header.condition == "running");
}

TEST_CASE("lanes show the window's share of each state and no more") {
    const auto story = stopped_line();
    const auto model = viewmodel::line_model(story.state, LineId("L"), 100);
    REQUIRE(model.lanes.size() == 3);
    const auto& bars = model.lanes[1].bars;
    REQUIRE(bars.size() == 1);
    CHECK(bars[0].from_s == doctest::Approx(-100));
    CHECK(bars[0].to_s == doctest::Approx(0));
    CHECK(bars[0].alarm == AlarmPriority::a);
    CHECK(model.lanes[1].news);
}

TEST_CASE("a fault that only informs is no alarm and gives its lane no alarm's colour") {
    auto story = stopped_line();
    for (auto& fault : story.state.lines.at(LineId("L")).stations.at(StationId("B")).faults)
        fault.severity = FaultSeverity::information;
    const auto model = viewmodel::line_model(story.state, LineId("L"), 100);
    CHECK(model.alarms == 0);
    REQUIRE(model.lanes[1].bars.size() == 1);
    CHECK_FALSE(model.lanes[1].bars[0].alarm.has_value());
}

TEST_CASE("numbers and ages in the words of the wall") {
    CHECK(viewmodel::age_text(std::chrono::seconds(48)) == "48 s");
    CHECK(viewmodel::age_text(std::chrono::minutes(6)) == "6 min");
    CHECK(viewmodel::age_text(std::chrono::hours(3)) == "3 h");
    CHECK(viewmodel::number_text(98.64) == "98.6");
    CHECK(viewmodel::number_text(29.0) == "29");
    CHECK(viewmodel::clock_text(from_micros(1'795'500'000'000'000), "+01:00", false) == "07:00");
}
