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
    event.batch = body["WorkOrderIdentifier"]["Batch"].text();
    event.lane = body["Lane"].count(0);
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
    if (body["RelatedFault"].is_object()) event.related_fault.push_back(fault_of(body["RelatedFault"], around, events));
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
    event.fault = fault_of(said, around, events);
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
    // null: not known; an empty list: none.
    const Node faults = body["ActiveFaults"];
    event.faults_known = faults.is_array();
    faults.each([&](const Node& said) {
        if (event.active_faults.size() < max_active_faults)
            event.active_faults.push_back(fault_of(said, around, events));
    });
    const Node recipes = body["ActiveRecipes"];
    event.recipes_known = recipes.is_array();
    recipes.each([&](const Node& said) {
        const Node name = said["RecipeIdentifier"].is_object() ? said["RecipeIdentifier"] : said["Recipe"];
        if (event.active_recipes.size() >= max_lanes) return;
        event.active_recipes.push_back({said["Lane"].count(0), name["RecipeName"].text(), name["Revision"].text()});
    });
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
