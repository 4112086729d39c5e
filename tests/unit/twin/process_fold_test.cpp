// Reflow profiles, readings and energy: what the fold makes of process values.
#include <doctest/doctest.h>

#include "tests/support/story.hpp"

using namespace glassline;
using test::Story;

namespace {

const StationId oven("placer");

UnitsProcessed cycle(const char* panel, double reading, int second = 0) {
    UnitsProcessed event;
    event.station = oven;
    event.transaction = Story::transaction(panel, "placer");
    event.result = "Succeeded";
    event.data.kind = "ReflowProcessData";
    event.data.at = second == 0 ? no_time : test::at(second);
    event.data.zones = {{"Zone1", "PreHeat", "Top", "Temperature", 220.0, reading}};
    return event;
}

EnergyConsumed window(int from, int to, double energy) {
    EnergyConsumed event;
    event.station = oven;
    event.window = {test::at(from), test::at(to), energy, 0, 0, 0};
    event.subsystems = {{"Heater", energy / 2}};
    return event;
}

}  // namespace

TEST_CASE("an oven's values find their panel by the transaction, also after the work has ended") {
    Story story;
    story.work("P1", "placer", 1);
    story.work("P2", "placer", 30);
    WorkCompleted completed;
    completed.station = oven;
    completed.transaction = Story::transaction("P1", "placer");
    story.tell(completed, 60);
    story.tell(cycle("P1", 221), 61);
    REQUIRE(story.trace("P1").profiles.size() == 1);
    CHECK(story.trace("P1").profiles[0].data.zones[0].reading == 221.0);
    CHECK(story.line().traces.traces.count(PanelId("P2")) == 0);
    CHECK(story.station("placer").process.newest.zones[0].reading == 221.0);
    story.tell(cycle("P1", 230), 70);
    story.tell(cycle("P1", 100, 50), 71);  // late: history, not the present
    CHECK(story.trace("P1").profiles.size() == 1);
    CHECK(story.trace("P1").profiles[0].data.zones[0].reading == 230.0);
    CHECK(story.station("placer").process.newest.zones[0].reading == 230.0);
    CHECK(story.station("placer").process.late == 1);
    story.tell(cycle("nobody", 1), 80);
    CHECK(story.station("placer").quality.without_panel == 1);
    story.check_time_travel();
}

TEST_CASE("readings: the newest of each, failures counted, the panel's own kept with it") {
    Story story;
    story.work("P1", "placer", 1);
    const auto transaction = Story::transaction("P1", "placer");
    story.tell(ReadingsRecorded{oven, transaction, {{"TORQUE", "#1", "1.2", "Nm", "Failed", test::at(5)}}}, 5);
    story.tell(ReadingsRecorded{oven, transaction, {{"TORQUE", "#1", "0.9", "Nm", "Passed", test::at(3)}}}, 6);
    const auto& process = story.station("placer").process;
    CHECK(process.readings.at("TORQUE").value == "1.2");
    CHECK(process.readings_failed == 1);
    CHECK(process.late == 1);
    CHECK(story.trace("P1").readings.size() == 2);
    ReadingsRecorded many{oven, {}, {}};
    for (int n = 0; n < 200; ++n) many.readings.push_back({"R" + std::to_string(n), "", "1", "", "Passed", no_time});
    story.tell(many, 10);
    CHECK(process.readings.size() == max_readings);
    CHECK(process.dropped == 201 - max_readings);
    story.check_time_travel();
}

TEST_CASE("energy: windows, totals, and the share of one panel's work") {
    Story story;
    story.tell(window(0, 100, 10), 100);
    story.tell(window(100, 200, 30), 200);
    story.tell(window(100, 200, 30), 201);  // said twice
    const auto& process = story.station("placer").process;
    CHECK(process.energy.size() == 2);
    CHECK(process.energy_total == 40);
    CHECK(process.energy_of.at("Heater") == 20);
    CHECK(energy_between(process, test::at(50), test::at(150)) == doctest::Approx(5 + 15));
    CHECK(energy_between(process, test::at(300), test::at(400)) == 0);
    story.tell(window(-50, 0, 1), 210);  // late: in its place
    CHECK(process.energy.front().energy == 1);
    for (int n = 2; n < 200; ++n) story.tell(window(100 * n, 100 * n + 100, 1), 100 * n + 100);
    CHECK(process.energy.size() == max_energy_windows);
    CHECK(process.energy_forgotten == 201 - max_energy_windows);
    CHECK(process.energy_total == 40 + 199);
    story.check_time_travel();
}
