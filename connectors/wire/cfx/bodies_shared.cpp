#include "connectors/wire/cfx/bodies_shared.hpp"

#include <algorithm>
#include <utility>

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
    events.emplace_back(MessageRefused{std::move(reason), std::string(around.json.substr(0, max_example))});
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

}  // namespace glassline::cfx
