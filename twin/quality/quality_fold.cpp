#include "twin/quality/quality_fold.hpp"

#include <algorithm>

#include "twin/flow/identity.hpp"
#include "twin/flow/joining.hpp"

namespace glassline {
namespace {

StationQuality& quality_at(const FlowContext& context, const StationId& station) {
    return context.line.stations[station].quality;
}

/// Bit n for the line's station n; 0 for a station beyond the first 64: its first pass is not told apart.
std::uint64_t bit_of(const LineState& line, const StationId& station) {
    const int index = line.description.index_of(station);
    return index < 0 || index > 63 ? 0 : std::uint64_t{1} << static_cast<unsigned>(index);
}

// A search through the line's panels each: a message of ten thousand strangers must not stop the fold.
constexpr std::size_t max_identifiers_tried = 8;

template <class Units>
PanelState* panel_of(const FlowContext& context, const StationId& station, const TransactionId& transaction,
                     const Units& units) {
    if (auto* panel = panel_of_transaction(context.line, station, transaction)) return panel;
    std::size_t tried = 0;
    for (const auto& unit : units) {
        if (tried++ >= max_identifiers_tried) break;
        if (auto* panel = panel_of_identifier(context.line, unit.identifier)) return panel;
    }
    ++quality_at(context, station).without_panel;
    return nullptr;
}

/// A failure of the first pass turns out to be none: the unit was good all along, where it was judged and in its
/// minute.
void take_back(const FlowContext& context, Unit& unit, std::uint64_t bit) {
    if ((unit.failed_at & bit) == 0) bit = unit.failed_at;  // the second look happens at a desk of its own
    if (bit == 0 || (bit & (bit - 1)) != 0) return;         // whose failure it was can't be told
    unit.failed_at &= ~bit;
    const auto& stations = context.line.description.stations;
    for (std::size_t i = 0; i < stations.size() && i < 64; ++i) {
        if (bit == std::uint64_t{1} << i) ++quality_at(context, stations[i].id).units_first_pass_good;
    }
    if (unit.failed_at != 0) return;
    unit.first_pass_good = true;
    auto& minutes = context.line.minutes;
    const auto short_of = std::find_if(minutes.rbegin(), minutes.rend(), [](const MinuteTotals& minute) {
        return minute.units_first_pass_good < minute.units_inspected;
    });
    if (short_of != minutes.rend()) ++short_of->units_first_pass_good;
}

// A unit that was right at one station and fails at a later one is not right at first pass: the hour's count goes down.
void take_away(LineState& line) {
    auto& minutes = line.minutes;
    const auto newest = std::find_if(minutes.rbegin(), minutes.rend(),
                                     [](const MinuteTotals& minute) { return minute.units_first_pass_good > 0; });
    if (newest != minutes.rend()) --newest->units_first_pass_good;
}

void judge(const FlowContext& context, PanelState& panel, const StationId& station, const InspectedUnit& said) {
    auto& quality = quality_at(context, station);
    const bool failed = said.result == UnitResult::failed;
    ++quality.verdicts;
    quality.verdicts_failed += failed ? 1 : 0;
    quality.false_calls += said.false_calls;
    for (const auto& defect : said.defects) {
        if (panel.defects.size() < max_defects) panel.defects.push_back(defect);
    }
    Unit* unit = find_unit(panel, said.identifier, said.position);
    if (unit == nullptr || unit->result == UnitResult::scrapped || said.result == UnitResult::unknown) return;
    const bool good = said.result == UnitResult::good;
    if (!unit->inspected) {
        auto& minute = minute_of(context.line, context.at);
        ++minute.units_inspected;
        minute.units_first_pass_good += good ? 1 : 0;
    }
    if (failed && unit->inspected && unit->first_pass_good) take_away(context.line);
    unit->inspected = true;
    unit->result = said.result;
    if (failed) unit->first_pass_good = false;
    const auto bit = bit_of(context.line, station);
    if ((unit->judged_at & bit) == 0 && bit != 0) {
        unit->judged_at |= bit;
        ++quality.units_first_judged;
        quality.units_first_pass_good += good ? 1 : 0;
        if (failed) unit->failed_at |= bit;
        if (failed || said.verification != Verification::rejected) return;
    }
    if (good && said.verification == Verification::rejected) take_back(context, *unit, bit);
}

void keep_measurements(const FlowContext& context, const PanelState& panel, const StationId& station,
                       const InspectedUnit& said) {
    if (said.measurements.empty()) return;
    auto& trace = trace_of(context.line.traces, panel.id);
    const auto unit = name_of_unit(said.identifier == panel.id.value ? std::string() : said.identifier, said.position);
    std::erase_if(trace.measurements,
                  [&](const TracedMeasurement& m) { return m.station == station && m.unit == unit; });
    for (const auto& summary : said.measurements) {
        keep(trace, trace.measurements, TracedMeasurement{station, unit, summary}, max_trace_measurements);
    }
}

}  // namespace

void fold_quality(const FlowContext& context, const UnitsInspected& event) {
    auto* panel = panel_of(context, event.station, event.transaction, event.units);
    if (panel == nullptr && !event.panel.empty()) {
        panel = panel_of_identifier(context.line, event.panel.front().identifier);
    }
    if (panel == nullptr) return;
    for (const auto& said : event.units) {
        judge(context, *panel, event.station, said);
        keep_measurements(context, *panel, event.station, said);
    }
    for (const auto& said : event.panel) {
        for (const auto& defect : said.defects) {
            if (panel->defects.size() < max_defects) panel->defects.push_back(defect);
        }
        quality_at(context, event.station).false_calls += said.false_calls;
        keep_measurements(context, *panel, event.station, said);
    }
}

void fold_quality(const FlowContext& context, const UnitsTested& event) {
    std::vector<InspectedUnit> verdicts;
    for (const auto& unit : event.units) verdicts.push_back(unit.verdict);
    auto* panel = panel_of(context, event.station, event.transaction, verdicts);
    if (panel == nullptr) return;
    auto& trace = trace_of(context.line.traces, panel->id);
    for (const auto& said : event.units) {
        judge(context, *panel, event.station, said.verdict);
        keep_measurements(context, *panel, event.station, said.verdict);
        const auto unit = name_of_unit(said.verdict.identifier, said.verdict.position);
        keep(trace, trace.tests,
             TracedTest{event.station, unit, context.at, said.tests, said.tests_failed, said.failed_names},
             max_trace_tests);
    }
}

void fold_quality(const FlowContext& context, const UnitsRepaired& event) {
    auto* panel = panel_of(context, event.station, event.transaction, event.units);
    if (panel == nullptr) return;
    auto& quality = quality_at(context, event.station);
    for (const auto& said : event.units) {
        ++(said.result == UnitResult::good ? quality.units_repaired : quality.units_not_repaired);
        Unit* unit = find_unit(*panel, said.identifier, said.position);
        if (unit == nullptr || unit->result == UnitResult::scrapped || said.result == UnitResult::unknown) continue;
        unit->result = said.result;
    }
    if (event.repairs.empty()) return;
    auto& trace = trace_of(context.line.traces, panel->id);
    for (const auto& repair : event.repairs) keep(trace, trace.repairs, repair, max_trace_repairs);
}

void fold_quality(const FlowContext& context, const UnitsDisqualified& event) {
    auto* panel = find_panel(context.line, event.panel);
    if (panel == nullptr) {
        ++quality_at(context, event.station).without_panel;
        return;
    }
    auto& quality = quality_at(context, event.station);
    if (!event.reason.empty()) trace_of(context.line.traces, panel->id).disqualified_for = event.reason;
    const auto scrap = [&](Unit& unit) {
        quality.units_disqualified += unit.result == UnitResult::scrapped ? 0 : 1;
        unit.result = UnitResult::scrapped;
    };
    if (event.facts.units.empty()) {
        panel->scrapped = true;
        for (auto& unit : panel->units) scrap(unit);
        return;
    }
    for (const auto& said : event.facts.units) {
        if (Unit* unit = find_unit(*panel, said.identifier, said.position)) scrap(*unit);
    }
    panel->scrapped = std::all_of(panel->units.begin(), panel->units.end(),
                                  [](const Unit& u) { return u.result == UnitResult::scrapped; });
}

void fold_quality(const FlowContext& context, const UnitsPersonalized& event) {
    auto* panel = panel_of(context, event.station, event.transaction, event.units);
    if (panel == nullptr) return;
    auto& trace = trace_of(context.line.traces, panel->id);
    for (const auto& unit : event.units) {
        ++quality_at(context, event.station).units_personalized;
        const auto name = name_of_unit(unit.identifier, unit.position);
        for (const auto& [key, value] : unit.characteristics) {
            const auto full = name + "/" + key;
            if (trace.characteristics.size() >= max_characteristics && trace.characteristics.count(full) == 0) {
                ++trace.entries_dropped;
            } else {
                trace.characteristics[full] = value;
            }
        }
    }
}

void fold_quality(const FlowContext& context, const IdentifiersRead& event) {
    ++quality_at(context, event.station).identifiers_read;
    fold_flow(context, UnitsInitialized{event.station, event.panel, event.facts});
}

void fold_quality(const FlowContext& context, const IdentifiersNotRead& event) {
    quality_at(context, event.station).identifiers_not_read += event.positions.size();
}

FirstPass first_pass_of(const TwinState& state, const WorkOrderId& order) {
    FirstPass total;
    const auto found = state.orders.orders.find(order);
    if (found == state.orders.orders.end()) return total;
    total.judged = found->second.units_archived_judged;
    total.good = found->second.units_archived_first_pass_good;
    for (const auto& id : found->second.panels) {
        for (const auto& [name, line] : state.lines) {
            const auto panel = line.panels.find(id);
            if (panel == line.panels.end()) continue;
            for (const auto& unit : panel->second.units) {
                total.judged += unit.inspected ? 1 : 0;
                total.good += unit.inspected && unit.first_pass_good ? 1 : 0;
            }
        }
    }
    return total;
}

}  // namespace glassline
