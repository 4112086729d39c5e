// How a station is set up and looked after: stages, recipes, tools, parameters, people, service.
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/wire/cfx/bodies_shared.hpp"
#include "connectors/wire/cfx/flatten.hpp"
#include "connectors/wire/cfx/values.hpp"
#include "connectors/wire/cfx/vocabulary.hpp"
#include "twin/base/hash.hpp"

namespace glassline::cfx {
namespace {

constexpr std::size_t max_text = 128;     // bytes of a name that are kept
constexpr std::size_t max_message = 512;  // of a log entry
constexpr std::size_t max_activities = 64;

std::uint32_t said_lane(const Node& body) { return body["Lane"].count(0); }

/// Tells two people apart and names none: the identifier itself stays in the raw message, whose keeping has an end.
std::string pseudonym(const Node& person) {
    auto id = person["OperatorIdentifier"].text();
    if (id.empty()) id = person["LoginName"].text();
    if (id.empty()) return "operator";
    return "operator-" + to_hex(hash64(id)).substr(0, 8);
}

void stage_paused(const Node& body, const Surroundings& around, Events& events) {
    const Node stage = body["Stage"];
    events.emplace_back(WorkStagePaused{around.station, transaction_of(body), stage["StageSequence"].count(),
                                        stage["StageName"].text(), body["PauseReason"].text()});
}

void stage_resumed(const Node& body, const Surroundings& around, Events& events) {
    const Node stage = body["Stage"];
    events.emplace_back(WorkStageResumed{around.station, transaction_of(body), stage["StageSequence"].count(),
                                         stage["StageName"].text()});
}

void stage_state_changed(const Node& body, const Surroundings& around, Events& events) {
    const auto state = state_code(body["NewState"].text());
    if (!state) return flag(around, events, "StageStateChanged: NewState is no state code");
    StageStateChanged event;
    event.station = around.station;
    event.stage = body["Stage"]["StageSequence"].count();
    event.stage_name = body["Stage"]["StageName"].text();
    event.lane = said_lane(body);
    event.state = equipment_state_from_code(*state);
    if (const auto old_state = state_code(body["OldState"].text())) {
        event.old_state = equipment_state_from_code(*old_state);
    }
    if (const auto duration = parse_time_span(body["OldStateDuration"].text())) event.old_duration = *duration;
    if (body["RelatedFault"].is_object()) event.related_fault.push_back(fault_of(body["RelatedFault"], around, events));
    events.emplace_back(std::move(event));
}

void recipe_deactivated(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(
        RecipeDeactivated{around.station, body["RecipeName"].text(), body["Revision"].text(), said_lane(body)});
}

void recipe_modified(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(
        RecipeModified{around.station, body["RecipeName"].text(), body["Revision"].text(), body["Reason"].text()});
}

void local_recipe_changed(const Node& body, const Surroundings& around, Events& events) {
    LocalRecipeChanged event;
    event.station = around.station;
    event.lane = said_lane(body);
    body["LocalRecipeChanges"].each([&](const Node& change) {
        if (event.changes.size() >= max_activities) return;
        event.changes.push_back(change["Type"].text(max_text) + ": " + change["State"].text(max_text));
    });
    events.emplace_back(std::move(event));
}

/// Station of the request: the one it is addressed to. From a station itself (a copy, a hand-made sender) its own.
void lock_requested(const Node& body, const Surroundings& around, Events& events, bool lock) {
    const auto& station = around.target.empty() ? around.station : around.target;
    if (station.empty()) return;
    events.emplace_back(StationLockRequested{station, lock, said_lane(body), body["Reason"].text()});
}
void lock_station(const Node& body, const Surroundings& around, Events& events) {
    lock_requested(body, around, events, true);
}
void unlock_station(const Node& body, const Surroundings& around, Events& events) {
    lock_requested(body, around, events, false);
}

void operator_activated(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(OperatorActivated{around.station, pseudonym(body["Operator"])});
}
void operator_deactivated(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(OperatorDeactivated{around.station, pseudonym(body["Operator"])});
}

ToolNamed tool_of(const Node& said, const Surroundings& around, Events& events) {
    ToolNamed tool;
    tool.id = said["UniqueIdentifier"].text(max_text);
    tool.name = said["Name"].text(max_text);
    tool.kind = kind_of(said, around, events);
    return tool;
}

template <class E>
void tools(const Node& body, const Surroundings& around, Events& events) {
    E event;
    event.station = around.station;
    body["Tools"].each([&](const Node& said) {
        if (event.tools.size() < max_tools_in_message) event.tools.push_back(tool_of(said, around, events));
    });
    events.emplace_back(std::move(event));
}

void tools_used(const Node& body, const Surroundings& around, Events& events) {
    ToolsUsed event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    body["UsedTools"].each([&](const Node& said) {
        auto tool = tool_of(said["Tool"], around, events);
        tool.cycles = said["UsageCycles"].count();
        const auto known = std::find_if(event.tools.begin(), event.tools.end(), [&](const ToolNamed& other) {
            return other.id == tool.id && other.name == tool.name;
        });
        if (known != event.tools.end()) {
            known->cycles += tool.cycles;  // named once a unit
        } else if (event.tools.size() < max_tools_in_message) {
            event.tools.push_back(std::move(tool));
        }
    });
    events.emplace_back(std::move(event));
}

void tool_changed(const Node& body, const Surroundings& around, Events& events) {
    const auto holder = [](const Node& said) {
        auto name = said["LocationUniqueIdentifier"].text();
        if (name.empty()) name = said["LocationName"].text();
        return shortened(name, max_text);
    };
    ToolChanged event;
    event.station = around.station;
    if (body["OldTool"].is_object()) event.old_tool.push_back(tool_of(body["OldTool"], around, events));
    if (body["NewTool"].is_object()) event.new_tool.push_back(tool_of(body["NewTool"], around, events));
    event.returned_to = holder(body["ReturnedToHolder"]);
    event.taken_from = holder(body["LoadedFromHolder"]);
    events.emplace_back(std::move(event));
}

void served(const Surroundings& around, Events& events, ServiceKind kind, const std::string& what,
            const std::string& result, const std::string& tool = {}) {
    events.emplace_back(ServicePerformed{around.station, kind, shortened(what, max_text), shortened(result, max_text),
                                         shortened(tool, max_text)});
}

void calibration(const Node& body, const Surroundings& around, Events& events) {
    const Node said = body["Calibration"];
    const auto type = said["CalibrationType"].text();
    const auto code = said["CalibrationCode"].text();
    served(around, events, ServiceKind::calibration, code.empty() ? type : type + " " + code, said["Status"].text());
}

void maintenance(const Node& body, const Surroundings& around, Events& events) {
    const auto job = body["MaintenanceJobCode"].text();
    const auto order = body["MaintenanceOrderNumber"].text();
    served(around, events, ServiceKind::maintenance, order.empty() ? job : order + " " + job,
           body["MaintenanceType"].text());
}

void cleaned(const Node& body, const Surroundings& around, Events& events, ServiceKind kind, const Node& tool,
             std::string_view mode, std::string_view cycles) {
    auto id = tool["UniqueIdentifier"].text();
    if (id.empty()) id = tool["Name"].text();
    const auto name = tool["Name"].text();
    const auto passed = body["CyclesSinceLastClean"].count();
    served(around, events, kind, name.empty() ? id : name,
           body[mode].text() + ", " + std::to_string(body[cycles].count()) + " cycles, after " +
               std::to_string(passed) + " prints",
           id);
}
void stencil_cleaned(const Node& body, const Surroundings& around, Events& events) {
    cleaned(body, around, events, ServiceKind::stencil_cleaned, body["Stencil"], "StencilCleanMode",
            "StencilCleanCycles");
}
void squeegee_cleaned(const Node& body, const Surroundings& around, Events& events) {
    cleaned(body, around, events, ServiceKind::squeegee_cleaned, body["Squeegee"], "SqueegeeCleanType",
            "SqueegeeCleanCycles");
}

void activities(const Node& body, const Surroundings& around, Events& events) {
    std::size_t count = 0;
    body["Activities"].each([&](const Node& said) {
        if (count++ >= max_activities) return;
        served(around, events, ServiceKind::activity, said["ActivityName"].text(), said["ActivityState"].text());
    });
    if (count > max_activities) flag(around, events, "Activities: more than 64 in one message; the first 64 are kept");
}

void sleep_changed(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(SleepStateChanged{around.station, body["NewSleepState"].text(), body["OldSleepState"].text(),
                                          body["Stage"]["StageName"].text()});
}

void parameters_modified(const Node& body, const Surroundings& around, Events& events) {
    StationParametersModified event;
    event.station = around.station;
    bool complete = true;
    body["ModifiedParameters"].each([&](const Node& said) {
        (void)kind_of(said, around, events);
        complete = flatten(said, event.parameters, max_parameters_in_message) && complete;
    });
    if (!complete) flag(around, events, "Parameters: more than 256 in one message; the first 256 are kept");
    events.emplace_back(std::move(event));
}

void log_entry(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(LogEntryRecorded{around.station, body["InformationId"].text(max_text),
                                         body["Message"].text(max_message), body["Importance"].text()});
}

void components(const Node& body, const Surroundings& around, Events& events, std::string_view done,
                std::string_view not_done, bool inserted) {
    events.emplace_back(ComponentsPlaced{around.station, instant_of(body["StartTime"], around),
                                         instant_of(body["EndTime"], around), body[done].count(),
                                         body[not_done].count(), inserted});
}
void components_placed(const Node& body, const Surroundings& around, Events& events) {
    components(body, around, events, "TotalComponentsPlaced", "TotalComponentsNotPlaced", false);
}
void components_inserted(const Node& body, const Surroundings& around, Events& events) {
    components(body, around, events, "TotalComponentsInserted", "TotalComponentsNotInserted", true);
}

constexpr std::array<BodyReader, 25> readers{{
    {"CFX.Production.WorkStagePaused", stage_paused},
    {"CFX.Production.WorkStageResumed", stage_resumed},
    {"CFX.ResourcePerformance.StageStateChanged", stage_state_changed},
    {"CFX.Production.RecipeDeactivated", recipe_deactivated},
    {"CFX.Production.RecipeModified", recipe_modified},
    {"CFX.Production.LocalRecipeChanged", local_recipe_changed},
    {"CFX.Production.LockStationRequest", lock_station, true},
    {"CFX.Production.UnlockStationRequest", unlock_station, true},
    {"CFX.Production.OperatorActivated", operator_activated},
    {"CFX.Production.OperatorDeactivated", operator_deactivated},
    {"CFX.Production.ToolsLoaded", tools<ToolsLoaded>},
    {"CFX.Production.ToolsUnloaded", tools<ToolsUnloaded>},
    {"CFX.Production.ToolsUsed", tools_used},
    {"CFX.Production.ToolsCleaned", tools<ToolsCleaned>},
    {"CFX.ResourcePerformance.ToolChanged", tool_changed},
    {"CFX.ResourcePerformance.CalibrationPerformed", calibration},
    {"CFX.ResourcePerformance.MaintenancePerformed", maintenance},
    {"CFX.ResourcePerformance.SolderPastePrinting.StencilCleaned", stencil_cleaned},
    {"CFX.ResourcePerformance.SolderPastePrinting.SqueegeeCleaned", squeegee_cleaned},
    {"CFX.Production.ActivitiesExecuted", activities},
    {"CFX.ResourcePerformance.SleepStateChanged", sleep_changed},
    {"CFX.ResourcePerformance.StationParametersModified", parameters_modified},
    {"CFX.ResourcePerformance.LogEntryRecorded", log_entry},
    {"CFX.ResourcePerformance.SMTPlacement.ComponentsPlaced", components_placed},
    {"CFX.ResourcePerformance.THTInsertion.ComponentsInserted", components_inserted},
}};

}  // namespace

std::span<const BodyReader> setup_bodies() { return readers; }

}  // namespace glassline::cfx
