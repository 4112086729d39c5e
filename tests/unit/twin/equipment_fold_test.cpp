// Stations as equipment: faults and heartbeats that repair them, recipes a lane, setup and care, late messages.
#include <doctest/doctest.h>

#include "tests/support/story.hpp"
#include "twin/equipment/setup_fold.hpp"

using namespace glassline;
using test::Story;

namespace {

const StationId placer("placer");

Fault fault(const char* id, int second = 0) {
    Fault out;
    out.id = FaultId(id);
    out.occurred_at = second == 0 ? no_time : test::at(second);
    return out;
}

StationStateChanged state(std::int32_t code, std::int32_t old_code = 0, int lasted_s = -1) {
    StationStateChanged event;
    event.station = placer;
    event.state = equipment_state_from_code(code);
    event.old_state = equipment_state_from_code(old_code);
    if (lasted_s >= 0) event.old_duration = std::chrono::seconds(lasted_s);
    return event;
}

HeartbeatReceived beat() { return {placer, 60, false, {}, false, {}}; }

RecipeActivated recipe(const char* name, std::uint32_t lane, const char* order) {
    RecipeActivated event;
    event.station = placer;
    event.recipe = name;
    event.lane = lane;
    event.order = WorkOrderId(order);
    return event;
}

}  // namespace

TEST_CASE("a state whose duration does not fit tells of a missed change, with the first example") {
    Story story;
    story.tell(state(1100), 100);
    SUBCASE("it fits") {
        story.tell(state(2202, 1100, 60), 160);
        CHECK(story.station("placer").missed_transitions == 0);
        CHECK(story.source().conduct.empty());
        return;
    }
    SUBCASE("it was in that state for a shorter time") { story.tell(state(2202, 1100, 10), 160); }
    SUBCASE("it was in that state for a longer time") { story.tell(state(2202, 1100, 90), 160); }
    SUBCASE("it was in another state") { story.tell(state(2202, 5000, 60), 160); }
    CHECK(story.station("placer").missed_transitions == 1);
    REQUIRE(story.source().conduct.size() == 1);
    const auto& [what, tally] = *story.source().conduct.begin();
    CHECK(what == "a change of state was missed");
    CHECK(tally.count == 1);
    CHECK(tally.first_example.find("placer at 2026-11-23T13:02:40.000Z: known since") == 0);
    CHECK(tally.first_at == test::at(160));
    story.check_time_travel();
}

TEST_CASE("a fault beside a state becomes active once, and not beside a state that is no stop") {
    Story story;
    auto down = state(5300);
    down.related_fault = {fault("f1")};
    story.tell(down, 10);
    story.tell(FaultOccurred{placer, fault("f1")}, 11);
    CHECK(story.station("placer").faults.size() == 1);
    auto up = state(1100);
    up.related_fault = {fault("f2")};
    story.tell(up, 20);
    CHECK(story.station("placer").faults.size() == 1);
}

TEST_CASE("a fault that comes after its own end does not stay for ever") {
    Story story;
    story.tell(FaultCleared{placer, FaultId("f1")}, 20);
    story.tell(FaultOccurred{placer, fault("f1")}, 10, 21);
    CHECK(story.station("placer").faults.empty());
    story.tell(FaultOccurred{placer, fault("f1")}, 30);  // the same one again, later
    CHECK(story.station("placer").faults.size() == 1);
}

TEST_CASE("a heartbeat repairs what was missed: null says nothing, an empty list says none") {
    Story story;
    story.tell(FaultOccurred{placer, fault("f1", 5)}, 5);
    story.tell(FaultAcknowledged{placer, FaultId("f1"), "BADGE"}, 6);
    story.tell(beat(), 10);
    CHECK(story.station("placer").faults.size() == 1);
    auto both = beat();
    both.faults_known = true;
    both.active_faults = {fault("f1", 5), fault("f2", 12)};
    story.tell(both, 20);
    REQUIRE(story.station("placer").faults.size() == 2);
    CHECK(story.station("placer").faults[0].acknowledged);  // what is known of it stays
    CHECK(story.station("placer").faults_repaired == 1);
    auto none = beat();
    none.faults_known = true;
    story.tell(none, 15, 21);  // an older one changes nothing
    CHECK(story.station("placer").faults.size() == 2);
    story.tell(FaultOccurred{placer, fault("f3", 35)}, 35);
    story.tell(none, 30, 36);  // nor does it know of what came after it
    CHECK(story.station("placer").faults.size() == 1);
    CHECK(story.station("placer").faults[0].id == FaultId("f3"));
    CHECK(story.station("placer").faults_repaired == 3);
    story.check_time_travel();
}

TEST_CASE("recipes are known a lane, a newer one of the whole station wins, a heartbeat repairs them") {
    Story story;
    story.tell(recipe("A", 1, "WO-1"), 1);
    story.tell(recipe("B", 2, "WO-2"), 2);
    CHECK(recipe_of_lane(story.station("placer"), 1)->order == WorkOrderId("WO-1"));
    CHECK(recipe_of_lane(story.station("placer"), 2)->order == WorkOrderId("WO-2"));
    CHECK(recipe_of_lane(story.station("placer"), 3) == nullptr);
    story.tell(recipe("old", 2, "WO-0"), 1);  // late
    CHECK(recipe_of_lane(story.station("placer"), 2)->recipe == "B");
    CHECK(story.station("placer").recipe == "B");
    story.tell(recipe("C", 0, "WO-3"), 5);
    CHECK(recipe_of_lane(story.station("placer"), 1)->recipe == "C");
    auto said = beat();
    said.recipes_known = true;
    said.active_recipes = {{1, "D", "1"}};
    story.tell(said, 9);
    CHECK(recipe_of_lane(story.station("placer"), 1)->recipe == "D");
    CHECK(story.station("placer").recipes_repaired == 1);
    story.tell(RecipeDeactivated{placer, "D", "", 1}, 10);
    CHECK(recipe_of_lane(story.station("placer"), 1)->recipe == "C");
    said.active_recipes.clear();
    story.tell(said, 12);
    CHECK(recipe_of_lane(story.station("placer"), 1) == nullptr);
    CHECK(story.station("placer").recipe.empty());
    story.check_time_travel();
}

TEST_CASE("a late word about the connection does not undo a newer one") {
    Story story;
    story.tell(StationOffline{placer}, 50);
    story.tell(StationOnline{placer}, 40, 51);
    CHECK_FALSE(story.station("placer").online);
    story.tell(beat(), 60);
    CHECK(story.station("placer").online);
}

TEST_CASE("stages: states, pauses, and what is late") {
    Story story;
    StageStateChanged changed;
    changed.station = placer;
    changed.stage = 2;
    changed.state = equipment_state_from_code(1100);
    story.tell(changed, 10);
    changed.state = equipment_state_from_code(5000);
    changed.related_fault = {fault("f1")};
    story.tell(changed, 20);
    changed.state = equipment_state_from_code(2202);
    changed.related_fault.clear();
    story.tell(changed, 15, 21);
    const auto& stage = story.station("placer").setup.stages.at("#2");
    CHECK(stage.state.code == 5000);
    CHECK(story.station("placer").faults.size() == 1);
    story.tell(WorkStagePaused{placer, TransactionId("t"), 2, "", "NozzleMissing"}, 30);
    CHECK(stage.paused_for == "NozzleMissing");
    story.tell(WorkStageResumed{placer, TransactionId("t"), 2, ""}, 25, 31);
    CHECK(stage.paused_for == "NozzleMissing");
    story.tell(WorkStageResumed{placer, TransactionId("t"), 2, ""}, 40);
    CHECK(stage.paused_for.empty());
    CHECK(story.station("placer").setup.late == 2);
    CHECK(story.station("placer").setup.pauses == 1);
}

TEST_CASE("setup and care: tools, parameters, people, lock, service, log") {
    Story story;
    story.tell(ToolsLoaded{placer, {{"N1", "Nozzle", "SMTHeadAndNozzle", 0}}}, 1);
    story.tell(ToolsUsed{placer, TransactionId("t"), {{"N1", "", "", 5}}}, 2);
    story.tell(ToolsCleaned{placer, {{"N1", "", "", 0}}}, 3);
    story.tell(ToolsUsed{placer, TransactionId("t"), {{"N1", "", "", 2}}}, 4);
    story.tell(ToolChanged{placer, {{"N1", "", "", 0}}, "H1", {{"N2", "", "", 0}}, "H2"}, 5);
    const auto& setup = story.station("placer").setup;
    CHECK(setup.tools.at("N1").cycles == 7);
    CHECK(setup.tools.at("N1").cycles_since_clean == 2);
    CHECK_FALSE(setup.tools.at("N1").loaded);
    CHECK(setup.tools.at("N1").holder == "H1");
    CHECK(setup.tools.at("N2").loaded);
    story.tell(StationParametersModified{placer, {{"Speed", "60"}}}, 10);
    story.tell(StationParametersModified{placer, {{"Speed", "50"}, {"Fan", "on"}}}, 9, 11);
    CHECK(setup.parameters.at("Speed").value == "60");
    CHECK(setup.parameters.at("Fan").value == "on");
    story.tell(OperatorActivated{placer, "operator-1"}, 12);
    story.tell(OperatorDeactivated{placer, "operator-1"}, 11, 13);
    CHECK(setup.operators.at("operator-1").present);
    for (int n = 0; n < 20; ++n) {
        story.tell(OperatorActivated{placer, "o" + std::to_string(n)}, 20 + n);
        story.tell(OperatorDeactivated{placer, "o" + std::to_string(n)}, 20 + n);
    }
    CHECK(setup.operators.size() == max_operators);
    CHECK(setup.operators.count("operator-1") == 1);  // who is there is not forgotten for who left
    story.tell(StationLockRequested{placer, true, 0, "QualityIssue"}, 50);
    CHECK(setup.locked);
    story.tell(StationLockRequested{placer, false, 0, ""}, 51);
    CHECK_FALSE(setup.locked);
    story.tell(SleepStateChanged{placer, "Shallow", "Awake", ""}, 52);
    CHECK(setup.sleep_state == "Shallow");
    story.tell(ComponentsPlaced{placer, test::at(1), test::at(60), 875, 45, false}, 60);
    CHECK(setup.components_placed == 875);
    for (int n = 0; n < 100; ++n) {
        story.tell(ServicePerformed{placer, ServiceKind::calibration, "c" + std::to_string(n), "Ok", ""}, 100 + n);
        story.tell(LogEntryRecorded{placer, "", "m" + std::to_string(n), "Information"}, 300 - n, 300 + n);
    }
    CHECK(setup.services.size() == max_services);
    CHECK(setup.services.back().what == "c99");
    CHECK(setup.services_forgotten == 101 - max_services);  // the cleaned nozzle is a service, too
    CHECK(setup.log.size() == max_log_entries);
    CHECK(setup.log.back().message == "m0");  // by the time it happened, not by the order of coming
    story.check_time_travel();
}
