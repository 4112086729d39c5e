// CFX messages about stations as equipment: what the twin's events say of them.
#include <doctest/doctest.h>

#include "tests/support/cfx.hpp"

using namespace glassline;
using test::received;
using test::said;

TEST_CASE("CFX: a placer's fault keeps what its kind adds") {
    const auto event = said<FaultOccurred>(received("fault_of_a_placer"));
    REQUIRE(event);
    const auto& fault = event->fault;
    CHECK(fault.code == "E 39");
    CHECK(fault.transaction == TransactionId("P1@placer"));
    CHECK(fault.lane == 1);
    CHECK(fault.stage == "STAGE2");
    CHECK(to_iso8601(fault.due_at) == "2026-11-23T14:10:00.000Z");
    CHECK(fault.details.at("kind") == "SMTPlacementFault");
    CHECK(fault.details.at("PlacementFaultType") == "PickupError");
    CHECK(fault.details.at("Designator.ReferenceDesignator") == "R31");
    CHECK(fault.details.at("HeadAndNozzle.HeadNozzleNumber") == "3");
    CHECK(fault.details.at("SideLocation") == "Right");
    CHECK(fault.details.count("AccessType") == 0);  // Unknown says nothing

    const auto changed = said<StationStateChanged>(received("state_with_fault"));
    REQUIRE(changed);
    REQUIRE(changed->related_fault.size() == 1);
    CHECK(changed->related_fault[0].id == fault.id);
    CHECK(changed->old_duration == std::chrono::seconds(85));
}

TEST_CASE("CFX: a heartbeat tells none from not known") {
    const auto full = said<HeartbeatReceived>(received("heartbeat_with_faults"));
    REQUIRE(full);
    CHECK(full->period_s == 30);
    REQUIRE(full->active_faults.size() == 1);
    CHECK(full->active_faults[0].code == "E 39");
    REQUIRE(full->active_recipes.size() == 1);
    CHECK(full->active_recipes[0] == ActiveRecipe{2, "REC", "B"});
    const auto beat = [](const char* members) {
        return *said<HeartbeatReceived>(
            test::placer_says("CFX.Heartbeat", std::string(R"({"HeartbeatFrequency":"00:01:00")") + members + "}"));
    };
    CHECK_FALSE(beat("").faults_known);
    CHECK_FALSE(beat(R"(,"ActiveFaults":null,"ActiveRecipes":null)").faults_known);
    CHECK(beat(R"(,"ActiveFaults":[],"ActiveRecipes":[])").faults_known);
    CHECK(beat(R"(,"ActiveFaults":[],"ActiveRecipes":[])").recipes_known);
}

TEST_CASE("CFX: stages and recipes") {
    const auto stage = said<StageStateChanged>(received("stage_state_changed"));
    REQUIRE(stage);
    CHECK(stage->stage == 2);
    CHECK(stage->stage_name == "STAGE2");
    CHECK(stage->state.blocked());  // 22A0 of an old sender
    CHECK(stage->old_state.code == 2200);
    CHECK(said<WorkStagePaused>(received("stage_paused"))->reason == "NozzleMissing");
    CHECK(said<WorkStageResumed>(received("stage_resumed"))->stage == 2);
    const auto recipe = said<RecipeActivated>(received("recipe_on_lane"));
    REQUIRE(recipe);
    CHECK(recipe->lane == 2);
    CHECK(recipe->batch == "B1");
    CHECK(said<RecipeDeactivated>(received("recipe_deactivated"))->lane == 2);
    CHECK(said<RecipeModified>(received("recipe_modified"))->reason == "PositionalCorrection");
    CHECK(said<LocalRecipeChanged>(received("local_recipe_changed"))->changes.at(0) == "PositionCorrection: Applied");
}

TEST_CASE("CFX: a request to lock is about the station it is addressed to") {
    const auto lock = said<StationLockRequested>(received("lock_station_request"));
    REQUIRE(lock);
    CHECK(lock->station == StationId("placer"));
    CHECK(lock->lock);
    CHECK(lock->reason == "QualityIssue");
    CHECK_FALSE(said<StationLockRequested>(received("unlock_station_request"))->lock);
}

TEST_CASE("CFX: of people only a pseudonym is kept") {
    const auto came = said<OperatorActivated>(received("operator_activated"));
    const auto left = said<OperatorDeactivated>(received("operator_deactivated"));
    REQUIRE(came);
    REQUIRE(left);
    CHECK(came->who == left->who);
    CHECK(came->who.starts_with("operator-"));
    CHECK(came->who.size() == 17);
    for (const char* word : {"BADGE", "77", "Doe", "Jane"}) CHECK(came->who.find(word) == std::string::npos);
}

TEST_CASE("CFX: tools, service, parameters, log, counts") {
    const auto loaded = said<ToolsLoaded>(received("tools_loaded"));
    REQUIRE(loaded);
    CHECK(loaded->tools.at(1) == ToolNamed{"NOZ-2", "Nozzle 2", "SMTHeadAndNozzle", 0});
    CHECK(said<ToolsUnloaded>(received("tools_unloaded"))->tools.size() == 1);
    const auto used = said<ToolsUsed>(received("tools_used"));
    REQUIRE(used);
    REQUIRE(used->tools.size() == 1);  // named once a unit
    CHECK(used->tools[0].cycles == 7);
    CHECK(said<ToolsCleaned>(received("tools_cleaned"))->tools.size() == 1);
    const auto changed = said<ToolChanged>(received("tool_changed"));
    REQUIRE(changed);
    CHECK(changed->returned_to == "H2");
    CHECK(changed->new_tool.at(0).id == "NOZ-3");
    const auto service = [](const char* file) { return *said<ServicePerformed>(received(file)); };
    CHECK(service("calibration_performed").what == "UnitPosition FID1");
    CHECK(service("calibration_performed").result == "Ok");
    CHECK(service("maintenance_performed").what == "M-1 LUBE");
    CHECK(service("stencil_cleaned").tool == "ST-1");
    CHECK(service("stencil_cleaned").result == "V, 2 cycles, after 35 prints");
    CHECK(service("squeegee_cleaned").kind == ServiceKind::squeegee_cleaned);
    CHECK(service("activities_executed").what == "LoadRecipe");
    CHECK(said<SleepStateChanged>(received("sleep_state_changed"))->state == "Shallow");
    const auto parameters = received("parameters_modified");
    REQUIRE(said<StationParametersModified>(parameters));
    const std::map<std::string, std::string> expected{{"Torque1", "35.6"}, {"ConveyorWidth", "120.5"}, {"Fan", "true"}};
    CHECK(said<StationParametersModified>(parameters)->parameters == expected);
    CHECK(said<ForeignTypeSeen>(parameters)->type == "Vendor.Own.OvenParameter, Vendor");
    CHECK(said<LogEntryRecorded>(received("log_entry_recorded"))->message == "Beam 1 homed");
    CHECK(said<ComponentsPlaced>(received("components_placed"))->not_placed == 45);
    CHECK(said<ComponentsPlaced>(received("components_inserted"))->inserted);
}

TEST_CASE("CFX: a message of too many parameters is cut and flagged") {
    std::string list;
    for (int i = 0; i < 400; ++i) {
        list += std::string(i == 0 ? "" : ",") + R"({"Name":"P)" + std::to_string(i) + R"(","Value":"1"})";
    }
    const auto meaning = test::placer_says("CFX.ResourcePerformance.StationParametersModified",
                                           R"({"ModifiedParameters":[)" + list + "]}");
    CHECK(said<StationParametersModified>(meaning)->parameters.size() == max_parameters_in_message);
    CHECK(said<MessageRefused>(meaning).has_value());
}

TEST_CASE("CFX: the standard's examples about equipment are all folded") {
    for (const char* name : {"CFX.Production.WorkStagePaused",
                             "CFX.Production.WorkStageResumed",
                             "CFX.ResourcePerformance.StageStateChanged",
                             "CFX.Production.RecipeDeactivated",
                             "CFX.Production.RecipeModified",
                             "CFX.Production.UnlockStationRequest",
                             "CFX.Production.OperatorActivated",
                             "CFX.Production.OperatorDeactivated",
                             "CFX.Production.ToolsLoaded",
                             "CFX.Production.ToolsUnloaded",
                             "CFX.Production.ToolsUsed",
                             "CFX.Production.ToolsCleaned",
                             "CFX.ResourcePerformance.CalibrationPerformed",
                             "CFX.ResourcePerformance.SolderPastePrinting.StencilCleaned",
                             "CFX.ResourcePerformance.SolderPastePrinting.SqueegeeCleaned",
                             "CFX.Production.ActivitiesExecuted",
                             "CFX.ResourcePerformance.SleepStateChanged",
                             "CFX.ResourcePerformance.StationParametersModified",
                             "CFX.ResourcePerformance.LogEntryRecorded",
                             "CFX.ResourcePerformance.SMTPlacement.ComponentsPlaced",
                             "CFX.ResourcePerformance.THTInsertion.ComponentsInserted"}) {
        CAPTURE(name);
        const auto meaning = test::example(name, name);
        if (!meaning) continue;
        CHECK_FALSE(said<MessageUnmapped>(*meaning).has_value());
        CHECK_FALSE(said<MessageRefused>(*meaning).has_value());
    }
}
