// Inspections, tests, repairs, personalisation, scanners.
#include <array>
#include <utility>

#include "connectors/wire/cfx/bodies_shared.hpp"
#include "connectors/wire/cfx/measurements.hpp"
#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

constexpr std::size_t max_positions_not_read = 1'000;
constexpr std::size_t max_text = 128;  // bytes of a name or value that are kept

Verification verification_of(const Node& judged) {
    constexpr std::array<std::pair<std::string_view, Verification>, 6> words{{
        {"NotVerifiedYet", Verification::not_verified_yet},
        {"DefectConfirmed", Verification::confirmed},
        {"DefectRejected", Verification::rejected},
        {"DefectAccepted", Verification::accepted},
        {"DefectRepaired", Verification::repaired},
        {"DefectClosed", Verification::closed},
    }};
    const auto text = judged["Verification"].text();
    for (const auto& [word, meaning] : words) {
        if (same_ignoring_case(text, word)) return meaning;
    }
    return Verification::none;
}

/// TestResult; a repair's result is "RepairSuccessful", "Scrap" or a failure.
UnitResult verdict(const std::string& text) {
    for (const auto* word : {"Passed", "RepairSuccessful", "Success", "Succeeded"}) {
        if (same_ignoring_case(text, word)) return UnitResult::good;
    }
    if (same_ignoring_case(text, "Skipped")) return UnitResult::skipped;
    if (same_ignoring_case(text, "Scrap")) return UnitResult::scrapped;
    if (text.empty() || same_ignoring_case(text, "Aborted")) return UnitResult::unknown;
    return UnitResult::failed;
}

void learn_defects(const Node& list, InspectedUnit& unit, const Surroundings& around) {
    list.each([&](const Node& found) {
        if (verification_of(found) == Verification::rejected) {
            ++unit.false_calls;
            return;
        }
        if (unit.defects.size() >= max_defects) return;
        Defect defect;
        defect.unit = unit.identifier.empty() ? "#" + std::to_string(unit.position) : unit.identifier;
        defect.code = found["DefectCode"].text();
        defect.designator = found["ComponentOfInterest"]["ReferenceDesignator"].text();
        defect.station = around.station;
        defect.found_at = around.occurred_at;
        unit.defects.push_back(std::move(defect));
    });
}

InspectedUnit judged_unit(const Node& said, const Surroundings& around, Events& events) {
    InspectedUnit unit;
    unit.identifier = said["UnitIdentifier"].text();
    unit.position = said["UnitPositionNumber"].count();
    unit.result = verdict(said["OverallResult"].text());
    unit.verification = verification_of(said);
    Measurements measurements(around, events);
    said["Inspections"].each([&](const Node& inspection) {
        measurements.add(inspection["Measurements"]);
        if (verification_of(inspection) == Verification::rejected) {
            std::uint32_t rejected = 0;
            inspection["DefectsFound"].each([&](const Node&) { ++rejected; });
            unit.false_calls += std::max(1U, rejected);
            return;
        }
        learn_defects(inspection["DefectsFound"], unit, around);
    });
    unit.measurements = measurements.take();
    if (unit.result == UnitResult::failed) {
        // A defect that a second look rejected, accepted or repaired lets the unit go on.
        if (unit.verification == Verification::rejected || unit.verification == Verification::accepted ||
            unit.verification == Verification::repaired) {
            unit.result = UnitResult::good;
        }
        if (unit.verification == Verification::rejected) unit.false_calls = std::max(1U, unit.false_calls);
    }
    return unit;
}

/// Calls `read` for each element, for at most max_units of them; flags the rest.
template <class F>
void each_unit(const Node& list, const Surroundings& around, Events& events, F&& read) {
    std::size_t count = 0;
    list.each([&](const Node& said) {
        if (count++ < max_units) read(said);
    });
    if (count > max_units) flag(around, events, "Units: more than 10,000 in one message; the first 10,000 are kept");
}

void units_inspected(const Node& body, const Surroundings& around, Events& events) {
    UnitsInspected event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    event.method = body["InspectionMethod"].text();
    each_unit(body["InspectedUnits"], around, events,
              [&](const Node& said) { event.units.push_back(judged_unit(said, around, events)); });
    const Node panel = body["InspectedPanel"];
    if (panel.is_object()) event.panel.push_back(judged_unit(panel, around, events));
    events.emplace_back(std::move(event));
}

void units_tested(const Node& body, const Surroundings& around, Events& events) {
    UnitsTested event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    event.method = body["TestMethod"].text();
    each_unit(body["TestedUnits"], around, events, [&](const Node& said) {
        TestedUnit unit;
        unit.verdict.identifier = said["UnitIdentifier"].text();
        unit.verdict.position = said["UnitPositionNumber"].count();
        unit.verdict.result = verdict(said["OverallResult"].text());
        Measurements measurements(around, events);
        said["Tests"].each([&](const Node& test) {
            ++unit.tests;
            measurements.add(test["Measurements"]);
            learn_defects(test["DefectsFound"], unit.verdict, around);
            if (verdict(test["Result"].text()) != UnitResult::failed) return;
            ++unit.tests_failed;
            if (unit.failed_names.size() < max_failed_test_names) {
                unit.failed_names.push_back(test["TestName"].text(max_text));
            }
        });
        unit.verdict.measurements = measurements.take();
        event.units.push_back(std::move(unit));
    });
    events.emplace_back(std::move(event));
}

void units_repaired(const Node& body, const Surroundings& around, Events& events) {
    UnitsRepaired event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    each_unit(body["RepairedUnits"], around, events, [&](const Node& said) {
        event.units.push_back(judged_unit(said, around, events));
        const auto& unit = event.units.back();
        said["Repairs"].each([&](const Node& done) {
            if (event.repairs.size() >= max_trace_repairs) return;
            Repair repair;
            repair.unit = unit.identifier.empty() ? "#" + std::to_string(unit.position) : unit.identifier;
            repair.name = done["RepairName"].text(max_text);
            repair.designator = done["ComponentOfInterest"]["ReferenceDesignator"].text(max_text);
            repair.result = done["Result"].text(max_text);
            repair.at = instant_of(done["RepairEndTime"], around, around.occurred_at);
            event.repairs.push_back(std::move(repair));
        });
    });
    events.emplace_back(std::move(event));
}

void units_personalized(const Node& body, const Surroundings& around, Events& events) {
    UnitsPersonalized event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    each_unit(body["PersonalizedUnits"], around, events, [&](const Node& said) {
        PersonalizedUnit unit;
        unit.identifier = said["UnitIdentifier"].text();
        unit.position = said["UnitPositionNumber"].count();
        said["Characteristics"].each([&](const Node& one) {
            const auto name = one["Name"].text(max_text);
            if (unit.characteristics.size() >= max_characteristics && unit.characteristics.count(name) == 0) return;
            unit.characteristics[name] = one["Value"].text(max_text);
        });
        event.units.push_back(std::move(unit));
    });
    events.emplace_back(std::move(event));
}

void identifiers_not_read(const Node& body, const Surroundings& around, Events& events) {
    IdentifiersNotRead event;
    event.station = around.station;
    body["PositionsNotRead"].each([&](const Node& position) {
        if (event.positions.size() < max_positions_not_read) event.positions.push_back(position.count());
    });
    events.emplace_back(std::move(event));
}

constexpr std::array<BodyReader, 5> readers{{
    {"CFX.Production.TestAndInspection.UnitsInspected", units_inspected},
    {"CFX.Production.TestAndInspection.UnitsTested", units_tested},
    {"CFX.Production.ReworkAndRepair.UnitsRepaired", units_repaired},
    {"CFX.Production.Assembly.UnitsPersonalized", units_personalized},
    {"CFX.Sensor.Identification.IdentifiersNotRead", identifiers_not_read},
}};

}  // namespace

std::span<const BodyReader> quality_bodies() { return readers; }

}  // namespace glassline::cfx
