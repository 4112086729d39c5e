#include "connectors/wire/cfx/bodies_shared.hpp"

#include <algorithm>
#include <utility>

#include "connectors/wire/cfx/flatten.hpp"
#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

/// UnitStatus [1.5].
UnitResult unit_status(const std::string& text) {
    if (same_ignoring_case(text, "Pass")) return UnitResult::good;
    if (same_ignoring_case(text, "Fail")) return UnitResult::failed;
    if (same_ignoring_case(text, "Scrap")) return UnitResult::scrapped;
    if (same_ignoring_case(text, "Skip")) return UnitResult::skipped;
    return UnitResult::unknown;
}

}  // namespace

void flag(const Surroundings& around, Events& events, std::string reason) {
    events.emplace_back(MessageRefused{std::move(reason), shortened(around.json, max_example)});
}

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

bool names_a_panel(const PanelEvidence& panel) {
    return !panel.primary_identifier.empty() || !panel.hermes_board_id.empty();
}

std::uint32_t lane_of(const Node& body) { return std::max(1U, body["Lane"].count(1)); }

TransactionId transaction_of(const Node& body) { return TransactionId(body["TransactionID"].text()); }

Instant instant_of(const Node& stamp, const Surroundings& around, Instant otherwise) {
    const auto read = parse_iso8601(stamp.text());
    if (!read) return otherwise;
    return read->zone == Zone::missing ? read->instant - std::chrono::minutes(around.zone_minutes) : read->instant;
}

std::string kind_of(const Node& object, const Surroundings&, Events& events) {
    const auto type = object["$type"].text();
    if (type.empty()) return {};
    if (!type.starts_with("CFX.")) {
        for (const auto& event : events) {
            if (std::holds_alternative<ForeignTypeSeen>(event)) return {};  // once a message
        }
        events.emplace_back(ForeignTypeSeen{shortened(type, max_example)});
    }
    const auto name = type.substr(0, type.find(','));
    return name.substr(name.rfind('.') + 1);
}

Fault fault_of(const Node& said, const Surroundings& around, Events& events) {
    Fault fault;
    fault.id = FaultId(said["FaultOccurrenceId"].text());
    // Without an id nothing can clear it by name, but it is told apart from others by the message that brought it.
    if (fault.id.empty()) fault.id = FaultId(std::string(around.unique_id));
    fault.code = said["FaultCode"].text();
    fault.cause = said["Cause"].text();
    fault.description = said["Description"].text();
    const auto severity = said["Severity"].text();
    if (same_ignoring_case(severity, "Information")) fault.severity = FaultSeverity::information;
    if (same_ignoring_case(severity, "Warning")) fault.severity = FaultSeverity::warning;
    if (same_ignoring_case(severity, "Alarm")) fault.severity = FaultSeverity::alarm;
    fault.occurred_at = instant_of(said["OccurredAt"], around, around.occurred_at);
    fault.due_at = instant_of(said["DueDateTime"], around);
    fault.transaction = transaction_of(said);
    fault.lane = said["Lane"].count(0);
    const Node stage = said["Stage"];
    fault.stage = stage["StageName"].text();
    if (fault.stage.empty() && stage.is_object()) fault.stage = "#" + std::to_string(stage["StageSequence"].count());
    const auto kind = kind_of(said, around, events);
    if (!kind.empty() && !same_ignoring_case(kind, "Fault")) fault.details["kind"] = kind;
    const bool complete = flatten(said, fault.details, max_fault_details,
                                  {"FaultOccurrenceId", "FaultCode", "Cause", "Description", "Severity", "OccurredAt",
                                   "DueDateTime", "TransactionID", "Lane", "Stage", "DescriptionTranslations"});
    std::erase_if(fault.details, [](const auto& detail) { return detail.second == "Unknown"; });
    if (!complete) flag(around, events, "Fault: more than 32 details; the first 32 are kept");
    return fault;
}

}  // namespace glassline::cfx
