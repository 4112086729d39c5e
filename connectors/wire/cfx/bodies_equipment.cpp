// Stations as equipment: states, faults, recipes, signs of life.
#include "connectors/wire/cfx/bodies_shared.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "connectors/wire/cfx/values.hpp"
#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

void recipe_activated(const Node& body, const Surroundings& around, Events& events) {
    RecipeActivated event;
    event.station = around.station;
    event.recipe = body["RecipeName"].text();
    event.revision = body["Revision"].text();
    event.expected_cycle_s = std::max(0.0, body["ExpectedCycleTime"].number());
    event.order = WorkOrderId(body["WorkOrderIdentifier"]["WorkOrderId"].text());
    events.emplace_back(std::move(event));
}

void station_state_changed(const Node& body, const Surroundings& around, Events& events) {
    const auto state = state_code(body["NewState"].text());
    if (!state) return flag(around, events, "StationStateChanged: NewState is no state code");
    StationStateChanged event;
    event.station = around.station;
    event.state = equipment_state_from_code(*state);
    if (const auto old_state = state_code(body["OldState"].text())) {
        event.old_state = equipment_state_from_code(*old_state);
    }
    if (const auto duration = parse_time_span(body["OldStateDuration"].text())) event.old_duration = *duration;
    events.emplace_back(std::move(event));
}

void station_online(const Node&, const Surroundings& around, Events& events) {
    events.emplace_back(StationOnline{around.station});
}
void station_offline(const Node&, const Surroundings& around, Events& events) {
    events.emplace_back(StationOffline{around.station});
}

void fault_occurred(const Node& body, const Surroundings& around, Events& events) {
    const Node said = body["Fault"];
    if (!said.is_object()) return flag(around, events, "FaultOccurred: has no Fault");
    FaultOccurred event;
    event.station = around.station;
    event.fault.id = FaultId(said["FaultOccurrenceId"].text());
    // Without an id nothing can clear it by name, but it is told apart from others by the message that brought it.
    if (event.fault.id.empty()) event.fault.id = FaultId(std::string(around.unique_id));
    event.fault.code = said["FaultCode"].text();
    event.fault.cause = said["Cause"].text();
    event.fault.description = said["Description"].text();
    const auto severity = said["Severity"].text();
    if (same_ignoring_case(severity, "Information")) event.fault.severity = FaultSeverity::information;
    if (same_ignoring_case(severity, "Warning")) event.fault.severity = FaultSeverity::warning;
    if (same_ignoring_case(severity, "Alarm")) event.fault.severity = FaultSeverity::alarm;
    event.fault.occurred_at = instant_of(said["OccurredAt"], around, around.occurred_at);
    events.emplace_back(std::move(event));
}

void fault_cleared(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(FaultCleared{around.station, FaultId(body["FaultOccurrenceId"].text())});
}

void fault_acknowledged(const Node& body, const Surroundings& around, Events& events) {
    const Node who = body["Operator"];
    auto by = who["OperatorIdentifier"].text();
    if (by.empty()) by = who["LoginName"].text();
    events.emplace_back(FaultAcknowledged{around.station, FaultId(body["FaultOccurrenceId"].text()), std::move(by)});
}

void heartbeat(const Node& body, const Surroundings& around, Events& events) {
    HeartbeatReceived event;
    event.station = around.station;
    if (const auto period = parse_time_span(body["HeartbeatFrequency"].text())) {
        event.period_s = std::max(0.0, seconds(*period));
    }
    events.emplace_back(std::move(event));
}

constexpr std::array<BodyReader, 10> readers{{
    {"CFX.Production.RecipeActivated", recipe_activated},
    {"CFX.ResourcePerformance.StationStateChanged", station_state_changed},
    {"CFX.ResourcePerformance.StationOnline", station_online},
    {"CFX.ResourcePerformance.StationOffline", station_offline},
    // The endpoint's own life says the same of what can be heard from the station.
    {"CFX.EndpointConnected", station_online},
    {"CFX.EndpointShuttingDown", station_offline},
    {"CFX.ResourcePerformance.FaultOccurred", fault_occurred},
    {"CFX.ResourcePerformance.FaultCleared", fault_cleared},
    {"CFX.ResourcePerformance.FaultAcknowledged", fault_acknowledged},
    {"CFX.Heartbeat", heartbeat},
}};

}  // namespace

std::span<const BodyReader> equipment_bodies() { return readers; }

}  // namespace glassline::cfx
