// Inspections, tests, repairs.
#include "connectors/wire/cfx/bodies_shared.hpp"

#include <array>
#include <utility>

#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

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

constexpr std::array<BodyReader, 2> readers{{
    {"CFX.Production.TestAndInspection.UnitsInspected", units_inspected},
    {"CFX.Production.ReworkAndRepair.UnitsRepaired", units_repaired},
}};

}  // namespace

std::span<const BodyReader> quality_bodies() { return readers; }

}  // namespace glassline::cfx
