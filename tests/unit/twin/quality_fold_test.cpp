// First-pass yield, second looks, tests, repairs: what the fold makes of them.
#include <doctest/doctest.h>

#include "tests/support/story.hpp"
#include "twin/quality/quality_fold.hpp"

using namespace glassline;
using test::Story;

namespace {

UnitsInspected verdict(const char* panel, const char* station, std::uint32_t position, UnitResult result,
                       Verification verification = Verification::none) {
    UnitsInspected event;
    event.station = StationId(station);
    event.transaction = Story::transaction(panel, station);
    InspectedUnit unit;
    unit.position = position;
    unit.result = result;
    unit.verification = verification;
    unit.false_calls = verification == Verification::rejected ? 1 : 0;
    event.units.push_back(unit);
    return event;
}

}  // namespace

TEST_CASE("first-pass yield counts each unit once a station; a good second try does not repair it") {
    Story story;
    story.work("P1", "placer", 1);
    story.tell(verdict("P1", "placer", 1, UnitResult::failed), 2);
    story.tell(verdict("P1", "placer", 2, UnitResult::good), 2);
    story.tell(verdict("P1", "placer", 1, UnitResult::good), 9);  // reworked
    CHECK(story.station("placer").quality.units_first_judged == 2);
    CHECK(story.station("placer").quality.units_first_pass_good == 1);
    CHECK(story.station("placer").quality.verdicts == 3);
    story.work("P1", "aoi", 20, 0);
    story.tell(verdict("P1", "aoi", 1, UnitResult::good), 21);
    CHECK(story.station("aoi").quality.units_first_judged == 1);
    CHECK(story.station("aoi").quality.units_first_pass_good == 1);
    // Of the line each unit counts once.
    REQUIRE(story.line().minutes.size() == 1);
    CHECK(story.line().minutes[0].units_inspected == 2);
    CHECK(story.line().minutes[0].units_first_pass_good == 1);
    CHECK_FALSE(story.panel("P1").units[0].first_pass_good);
    story.check_time_travel();
}

TEST_CASE("a unit that is right at one station and fails at a later one is not right at first pass of the line") {
    Story story;
    story.work("P1", "placer", 1);
    story.tell(verdict("P1", "placer", 1, UnitResult::good), 2);
    CHECK(story.line().minutes.back().units_first_pass_good == 1);
    story.work("P1", "aoi", 20, 0);
    story.tell(verdict("P1", "aoi", 1, UnitResult::failed), 21);
    CHECK(story.line().minutes.back().units_inspected == 1);
    CHECK(story.line().minutes.back().units_first_pass_good == 0);
    story.tell(verdict("P1", "aoi", 1, UnitResult::failed), 30);  // once, however often it fails
    CHECK(story.line().minutes.back().units_first_pass_good == 0);
    CHECK(story.station("placer").quality.units_first_pass_good == 1);
    story.check_time_travel();
}

TEST_CASE("a false call that is found out later gives the first pass back, where it failed") {
    Story story;
    story.work("P1", "placer", 1);
    story.tell(verdict("P1", "placer", 1, UnitResult::failed, Verification::not_verified_yet), 2);
    SUBCASE("at the machine itself") {
        story.tell(verdict("P1", "placer", 1, UnitResult::good, Verification::rejected), 40);
    }
    SUBCASE("at a desk of its own") {
        story.work("P1", "aoi", 30, 0);
        story.tell(verdict("P1", "aoi", 1, UnitResult::good, Verification::rejected), 90);
    }
    CHECK(story.panel("P1").units[0].first_pass_good);
    CHECK(story.panel("P1").units[0].failed_at == 0);
    CHECK(story.station("placer").quality.units_first_pass_good == 1);
    CHECK(story.line().minutes.front().units_first_pass_good == 1);
    CHECK(story.station("placer").quality.false_calls + story.station("aoi").quality.false_calls == 1);
    story.check_time_travel();
}

TEST_CASE("a confirmed defect stays a failed first pass, also when the unit is repaired") {
    Story story;
    story.work("P1", "placer", 1);
    story.tell(verdict("P1", "placer", 1, UnitResult::failed, Verification::confirmed), 2);
    story.tell(verdict("P1", "placer", 1, UnitResult::good, Verification::repaired), 9);
    CHECK(story.panel("P1").units[0].result == UnitResult::good);
    CHECK_FALSE(story.panel("P1").units[0].first_pass_good);
    CHECK(story.station("placer").quality.units_first_pass_good == 0);
}

TEST_CASE("an order's first pass is over all its panels, whichever order they were tied to first") {
    Story story;
    UnitsInitialized named;
    named.station = StationId("placer");
    named.panel.primary_identifier = "P1";
    named.facts.order = WorkOrderId("WO-1");
    named.facts.order_evidence = OrderEvidence::units_initialized;
    story.work("P1", "placer", 1);
    story.tell(verdict("P1", "placer", 1, UnitResult::failed), 2);
    story.tell(verdict("P1", "placer", 2, UnitResult::good), 2);
    story.tell(named, 3);
    CHECK(first_pass_of(story.state(), WorkOrderId("WO-1")).judged == 2);
    CHECK(first_pass_of(story.state(), WorkOrderId("WO-1")).good == 1);
    CHECK(first_pass_of(story.state(), WorkOrderId("WO-2")).judged == 0);
}

TEST_CASE("tests, repairs, personalisation and measurements are in the panel's trace") {
    Story story;
    story.work("P1", "placer", 1);
    UnitsTested tested;
    tested.station = StationId("placer");
    tested.transaction = Story::transaction("P1", "placer");
    TestedUnit unit;
    unit.verdict.position = 2;
    unit.verdict.result = UnitResult::failed;
    unit.tests = 3;
    unit.tests_failed = 1;
    unit.failed_names = {"HOT"};
    MeasurementSummary volts;
    volts.kind = "VCC";
    volts.add(3.3, true);
    unit.verdict.measurements = {volts};
    tested.units = {unit};
    story.tell(tested, 5);
    CHECK(story.panel("P1").units[1].result == UnitResult::failed);
    CHECK(story.station("placer").quality.units_first_judged == 1);
    REQUIRE(story.trace("P1").tests.size() == 1);
    CHECK(story.trace("P1").tests[0].unit == "#2");
    CHECK(story.trace("P1").tests[0].failed_names == std::vector<std::string>{"HOT"});
    story.tell(tested, 6);  // measured anew: the newest stands, it is not added up
    CHECK(story.trace("P1").measurements.size() == 1);

    UnitsRepaired repaired;
    repaired.station = StationId("placer");
    repaired.transaction = tested.transaction;
    InspectedUnit good;
    good.position = 2;
    repaired.units = {good};
    repaired.repairs = {Repair{"#2", "Joint", "U3", "RepairSuccessful", test::at(7)}};
    story.tell(repaired, 8);
    CHECK(story.panel("P1").units[1].result == UnitResult::good);
    CHECK(story.station("placer").quality.units_repaired == 1);
    CHECK(story.trace("P1").repairs.at(0).designator == "U3");

    UnitsPersonalized personal{StationId("placer"), tested.transaction, {{"", 1, {{"MAC", "00:11"}}}}};
    story.tell(personal, 9);
    CHECK(story.trace("P1").characteristics.at("#1/MAC") == "00:11");

    story.tell(UnitsDisqualified{StationId("placer"), {"P1", "", "", ""}, {}, "DefectiveMaterials"}, 10);
    CHECK(story.panel("P1").scrapped);
    CHECK(story.station("placer").quality.units_disqualified == 2);
    CHECK(story.trace("P1").disqualified_for == "DefectiveMaterials");
    story.check_time_travel();
}

TEST_CASE("scanners: a reading shows the panel, a miss is counted, a result of nobody, too") {
    Story story;
    IdentifiersRead read;
    read.station = StationId("placer");
    read.panel.primary_identifier = "P1";
    story.tell(read, 1);
    CHECK(story.panel("P1").visits.at(0).station == StationId("placer"));
    story.tell(IdentifiersNotRead{StationId("placer"), {1, 2}}, 2);
    story.tell(verdict("nobody", "placer", 1, UnitResult::good), 3);
    const auto& quality = story.station("placer").quality;
    CHECK(quality.identifiers_read == 1);
    CHECK(quality.identifiers_not_read == 2);
    CHECK(quality.without_panel == 1);
}

TEST_CASE("traces are bounded: the oldest goes and is counted") {
    Story story;
    const int panels = static_cast<int>(max_traced_panels) + 3;
    for (int n = 0; n < panels; ++n) {
        const auto name = "P" + std::to_string(n);
        story.work(name.c_str(), "placer", n);
        story.tell(UnitsPersonalized{StationId("placer"),
                                     Story::transaction(name.c_str(), "placer"),
                                     {{"", 1, {{"MAC", std::to_string(n)}}}}},
                   n);
    }
    CHECK(story.line().traces.traces.size() == max_traced_panels);
    CHECK(story.line().traces.forgotten == 3);
    CHECK(story.line().traces.traces.count(PanelId("P2")) == 0);
    CHECK(story.trace("P3").characteristics.at("#1/MAC") == "3");
}
