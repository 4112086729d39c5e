#include "connectors/wire/cfx/bodies.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "connectors/wire/cfx/values.hpp"
#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

using Events = std::vector<Event>;
using Handler = void (*)(const Node&, const Surroundings&, Events&);

void flag(const Surroundings& around, Events& events, std::string reason) {
    events.emplace_back(MessageRefused{std::move(reason), std::string(around.json.substr(0, max_example))});
}

/// UnitStatus [1.5].
UnitResult unit_status(const std::string& text) {
    if (same_ignoring_case(text, "Pass")) return UnitResult::good;
    if (same_ignoring_case(text, "Fail")) return UnitResult::failed;
    if (same_ignoring_case(text, "Scrap")) return UnitResult::scrapped;
    if (same_ignoring_case(text, "Skip")) return UnitResult::skipped;
    return UnitResult::unknown;
}

struct PanelSaid {
    PanelEvidence evidence;
    PanelFacts facts;
};

PanelSaid panel_of(const Node& body, const Surroundings& around, Events& events) {
    PanelSaid said;
    said.evidence.primary_identifier = body["PrimaryIdentifier"].text();
    if (said.evidence.primary_identifier.empty()) {
        said.evidence.primary_identifier = body["UniqueIdentifier"].text();  // UnitsLoaded, UnitsUnloaded: the carrier
    }
    said.evidence.hermes_board_id = body["HermesIdentifier"].text();
    std::size_t cut = 0;
    auto& units = said.facts.units;
    body["Units"].each([&](const Node& position) {
        if (units.size() >= max_units) {
            ++cut;
            return;
        }
        Unit unit;
        unit.identifier = position["UnitIdentifier"].text();
        unit.position = position["PositionNumber"].count();
        unit.x_mm = position["X"].number();
        unit.y_mm = position["Y"].number();
        unit.rotation_deg = position["Rotation"].number();
        unit.result = unit_status(position["Status"].text());
        units.push_back(std::move(unit));
    });
    if (cut > 0) flag(around, events, "Units: more than 10,000 in one message; the first 10,000 are kept");
    // Senders that leave PrimaryIdentifier out name the panel in its units.
    if (said.evidence.primary_identifier.empty() && !units.empty()) {
        said.evidence.primary_identifier = units.front().identifier;
    }
    // A unit is known by its own identifier only where that differs from the panel's; else by its position.
    for (auto& unit : units) {
        if (unit.identifier == said.evidence.primary_identifier) unit.identifier.clear();
    }
    return said;
}

void learn_order(const Node& identifier, OrderEvidence evidence, PanelFacts& facts) {
    facts.order = WorkOrderId(identifier["WorkOrderId"].text());
    facts.batch = identifier["Batch"].text();
    facts.order_evidence = facts.order.empty() ? OrderEvidence::none : evidence;
}

std::uint32_t lane_of(const Node& body) { return std::max(1U, body["Lane"].count(1)); }

bool names_a_panel(const PanelEvidence& panel) {
    return !panel.primary_identifier.empty() || !panel.hermes_board_id.empty();
}

template <class Moved>
void moved(const Node& body, const Surroundings& around, Events& events, Transfer transfer) {
    auto said = panel_of(body, around, events);
    if (!names_a_panel(said.evidence)) return flag(around, events, std::string(Moved::type_name) + ": names no panel");
    Moved event;
    event.station = around.station;
    event.panel = std::move(said.evidence);
    event.facts = std::move(said.facts);
    event.lane = lane_of(body);
    event.transfer = transfer;
    events.emplace_back(std::move(event));
}

void units_arrived(const Node& body, const Surroundings& around, Events& events) {
    moved<UnitsArrived>(body, around, events, Transfer::by_conveyor);
}
void units_departed(const Node& body, const Surroundings& around, Events& events) {
    moved<UnitsDeparted>(body, around, events, Transfer::by_conveyor);
}
void units_loaded(const Node& body, const Surroundings& around, Events& events) {
    moved<UnitsArrived>(body, around, events, Transfer::by_magazine);
}
void units_unloaded(const Node& body, const Surroundings& around, Events& events) {
    moved<UnitsDeparted>(body, around, events, Transfer::by_magazine);
}

WorkResult work_result(const std::string& text) {
    if (same_ignoring_case(text, "Failed")) return WorkResult::failed;
    if (same_ignoring_case(text, "Aborted")) return WorkResult::aborted;
    if (same_ignoring_case(text, "Skipped")) return WorkResult::skipped;
    return WorkResult::completed;
}

// TransactionID or TransactionId: Node looks members up in any case.
TransactionId transaction_of(const Node& body) { return TransactionId(body["TransactionID"].text()); }

void work_started(const Node& body, const Surroundings& around, Events& events) {
    auto said = panel_of(body, around, events);
    WorkStarted event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    learn_order(body["WorkOrderIdentifier"], OrderEvidence::work_started, said.facts);
    event.panel = std::move(said.evidence);
    event.facts = std::move(said.facts);
    event.lane = lane_of(body);
    events.emplace_back(std::move(event));
}

void work_completed(const Node& body, const Surroundings& around, Events& events) {
    auto said = panel_of(body, around, events);
    WorkCompleted event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    event.panel = std::move(said.evidence);
    event.facts = std::move(said.facts);
    event.result = work_result(body["Result"].text());
    events.emplace_back(std::move(event));
}

void stage_started(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(WorkStageStarted{around.station, transaction_of(body), body["Stage"]["StageSequence"].count(),
                                         body["Stage"]["StageName"].text()});
}

void stage_completed(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(WorkStageCompleted{around.station, transaction_of(body), body["Stage"]["StageSequence"].count(),
                                           body["Stage"]["StageName"].text(), work_result(body["Result"].text())});
}

void initialized(const Node& body, const Surroundings& around, Events& events) {
    auto said = panel_of(body, around, events);
    if (!names_a_panel(said.evidence)) return flag(around, events, std::string(around.name) + ": names no panel");
    learn_order(body["WorkOrderIdentifier"], OrderEvidence::units_initialized, said.facts);
    events.emplace_back(UnitsInitialized{around.station, std::move(said.evidence), std::move(said.facts)});
}

void disqualified(const Node& body, const Surroundings& around, Events& events) {
    auto said = panel_of(body, around, events);
    if (!names_a_panel(said.evidence)) return flag(around, events, "UnitsDisqualified: names no panel");
    events.emplace_back(
        UnitsDisqualified{around.station, std::move(said.evidence), std::move(said.facts), body["Reason"].text()});
}

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
    event.fault.occurred_at = around.occurred_at;
    if (const auto at = parse_iso8601(said["OccurredAt"].text())) {
        event.fault.occurred_at = at->instant;
        if (at->zone == Zone::missing) event.fault.occurred_at -= std::chrono::minutes(around.zone_minutes);
    }
    events.emplace_back(std::move(event));
}

void fault_cleared(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(FaultCleared{around.station, FaultId(body["FaultOccurrenceId"].text())});
}

void fault_acknowledged(const Node& body, const Surroundings& around, Events& events) {
    const Node who = body["Operator"];
    auto by = who["OperatorIdentifier"].text();
    if (by.empty()) by = who["LoginName"].text();
    events.emplace_back(
        FaultAcknowledged{around.station, FaultId(body["FaultOccurrenceId"].text()), std::move(by), {}});
}

void heartbeat(const Node& body, const Surroundings& around, Events& events) {
    HeartbeatReceived event;
    event.station = around.station;
    if (const auto period = parse_time_span(body["HeartbeatFrequency"].text())) {
        event.period_s = std::max(0.0, seconds(*period));
    }
    events.emplace_back(std::move(event));
}

bool is_rejected(const Node& judged) {
    return same_ignoring_case(judged["Verification"].text(), "DefectRejected");  // a false call
}

std::vector<Defect> defects_of(const Node& unit, const InspectedUnit& inspected, const Surroundings& around) {
    std::vector<Defect> defects;
    unit["Inspections"].each([&](const Node& inspection) {
        if (is_rejected(inspection)) return;
        inspection["DefectsFound"].each([&](const Node& found) {
            if (is_rejected(found) || defects.size() >= max_defects) return;
            Defect defect;
            defect.unit =
                inspected.identifier.empty() ? "#" + std::to_string(inspected.position) : inspected.identifier;
            defect.code = found["DefectCode"].text();
            defect.designator = found["ComponentOfInterest"]["ReferenceDesignator"].text();
            defect.station = around.station;
            defect.found_at = around.occurred_at;
            defects.push_back(std::move(defect));
        });
    });
    return defects;
}

/// TestResult; a repair's result is "RepairSuccessful" or a failure.
UnitResult verdict(const std::string& text) {
    for (const auto* word : {"Passed", "RepairSuccessful", "Success", "Succeeded"}) {
        if (same_ignoring_case(text, word)) return UnitResult::good;
    }
    if (same_ignoring_case(text, "Skipped")) return UnitResult::skipped;
    if (text.empty() || same_ignoring_case(text, "Aborted")) return UnitResult::unknown;
    return UnitResult::failed;
}

std::vector<InspectedUnit> judged_units(const Node& list, const Surroundings& around, Events& events) {
    std::vector<InspectedUnit> units;
    bool cut = false;
    list.each([&](const Node& said) {
        if (units.size() >= max_units) {
            cut = true;
            return;
        }
        InspectedUnit unit;
        unit.identifier = said["UnitIdentifier"].text();
        unit.position = said["UnitPositionNumber"].count();
        unit.result = verdict(said["OverallResult"].text());
        if (unit.result == UnitResult::failed && is_rejected(said)) unit.result = UnitResult::good;
        unit.defects = defects_of(said, unit, around);
        units.push_back(std::move(unit));
    });
    if (cut) flag(around, events, "Units: more than 10,000 in one message; the first 10,000 are kept");
    return units;
}

void units_inspected(const Node& body, const Surroundings& around, Events& events) {
    UnitsInspected event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    event.method = body["InspectionMethod"].text();
    event.units = judged_units(body["InspectedUnits"], around, events);
    events.emplace_back(std::move(event));
}

void units_repaired(const Node& body, const Surroundings& around, Events& events) {
    UnitsRepaired event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    event.units = judged_units(body["RepairedUnits"], around, events);
    events.emplace_back(std::move(event));
}

void define_orders(const Node& list, const Surroundings& around, Events& events) {
    bool nameless = false;
    list.each([&](const Node& said) {
        WorkOrder order;
        order.id = WorkOrderId(said["WorkOrderIdentifier"]["WorkOrderId"].text());
        if (order.id.empty()) {
            nameless = true;
            return;
        }
        order.name = said["Description"].text();
        order.customer.name = said["Customer"].text();
        order.customer.id = CustomerId(order.customer.name);
        order.product = said["PartNumber"].text();
        order.quantity = said["Quantity"].count();
        if (const auto due = parse_iso8601(said["DateRequired"].text())) {
            order.due = due->instant;
            if (due->zone == Zone::missing) order.due -= std::chrono::minutes(around.zone_minutes);
        }
        events.emplace_back(WorkOrderDefined{std::move(order)});
    });
    if (nameless) flag(around, events, "WorkOrders: an order has no WorkOrderId");
}

void orders_created(const Node& body, const Surroundings& around, Events& events) {
    define_orders(body["NewOrders"], around, events);
}
void orders_updated(const Node& body, const Surroundings& around, Events& events) {
    define_orders(body["UpdatedOrders"], around, events);
}

void quantity_updated(const Node& body, const Surroundings& around, Events& events) {
    WorkOrderId order(body["WorkOrderIdentifier"]["WorkOrderId"].text());
    if (order.empty()) return flag(around, events, "WorkOrderQuantityUpdated: has no WorkOrderId");
    events.emplace_back(WorkOrderQuantityUpdated{std::move(order), body["NewQuantity"].count()});
}

constexpr std::array<std::pair<std::string_view, Handler>, 25> handlers{{
    {"CFX.Production.UnitsArrived", units_arrived},
    {"CFX.Production.UnitsDeparted", units_departed},
    {"CFX.Production.LoadingAndUnloading.UnitsLoaded", units_loaded},
    {"CFX.Production.LoadingAndUnloading.UnitsUnloaded", units_unloaded},
    {"CFX.Production.WorkStarted", work_started},
    {"CFX.Production.WorkCompleted", work_completed},
    {"CFX.Production.WorkStageStarted", stage_started},
    {"CFX.Production.WorkStageCompleted", stage_completed},
    {"CFX.Production.UnitsInitialized", initialized},
    {"CFX.Sensor.Identification.IdentifiersRead", initialized},
    {"CFX.Production.UnitsDisqualified", disqualified},
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
    {"CFX.Production.TestAndInspection.UnitsInspected", units_inspected},
    {"CFX.Production.ReworkAndRepair.UnitsRepaired", units_repaired},
    {"CFX.InformationSystem.WorkOrderManagement.WorkOrdersCreated", orders_created},
    {"CFX.InformationSystem.WorkOrderManagement.WorkOrdersUpdated", orders_updated},
}};

// Speaks of an order, not of a station: folded whoever says it.
bool is_about_orders(std::string_view name) { return name.find("WorkOrderManagement") != std::string_view::npos; }

}  // namespace

bool body_to_events(const Node& body, const Surroundings& around, std::vector<Event>& events) {
    if (around.station.empty() && !is_about_orders(around.name)) return false;
    Handler handler = nullptr;
    if (around.name == "CFX.InformationSystem.WorkOrderManagement.WorkOrderQuantityUpdated") handler = quantity_updated;
    for (const auto& [name, candidate] : handlers) {
        if (name == around.name) handler = candidate;
    }
    if (handler == nullptr) return false;
    handler(body, around, events);
    return !events.empty();
}

}  // namespace glassline::cfx
