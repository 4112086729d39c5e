#include "twin/simulation/line_simulation.hpp"

#include <array>
#include <utility>

namespace glassline {
namespace {

constexpr std::uint64_t names_stream = 0x51ed270b9f3c7a15ULL;

// SEMI E10 and E58 as CFX numbers them.
EquipmentState state_of(Condition condition) {
    switch (condition) {
        case Condition::starved:
            return equipment_state_from_code(2202);
        case Condition::blocked:
            return equipment_state_from_code(2201);
        case Condition::working:
            return equipment_state_from_code(1100);
        case Condition::setup:
            return equipment_state_from_code(4500);
        case Condition::held:
            return equipment_state_from_code(2100);
        case Condition::down:
            return equipment_state_from_code(5100);
        case Condition::in_repair:
            return equipment_state_from_code(5300);
        case Condition::off:
            return equipment_state_from_code(6100);
    }
    return {};
}

Transfer transfer_of(std::uint32_t detail) {
    return detail == 1 ? Transfer::by_magazine : detail == 2 ? Transfer::by_hand : Transfer::by_conveyor;
}

struct Finding {
    const char* code;
    const char* designator;
};
constexpr std::array<Finding, 6> findings{{{"SOLDER-BRIDGE", "U"},
                                           {"TOMBSTONE", "R"},
                                           {"MISSING-PART", "C"},
                                           {"SHIFTED-PART", "C"},
                                           {"OPEN-JOINT", "U"},
                                           {"WRONG-POLARITY", "D"}}};

}  // namespace

LineSimulation::LineSimulation(LineDescription line, std::vector<WorkOrder> orders, std::uint64_t seed, Instant start,
                               const SimulationTuning& tuning, const Chaos& chaos)
    : line_(std::move(line)),
      orders_(std::move(orders)),
      start_(start),
      names_(seed ^ names_stream),
      model_(std::make_shared<const ModelPlan>(make_plan(line_, orders_, tuning, chaos))),
      stages_(line_),
      voices_(line_.stations.size()),
      setup_for_(line_.stations.size(), 0) {
    for (const auto& entry : chaos) {
        if (entry.kind == ChaosKind::recipe_misstated) misstated_.push_back(entry);
    }
    for (const auto& one : line_.stations) tell(micros(start), StationOnline{one.id});
    model_.listen(this);
    model_.reset(seed, start);
}

std::vector<SimulatedEvent> LineSimulation::advance_to(Instant t) {
    model_.advance_to(t);
    tell_stages(micros(t));
    return std::exchange(told_, {});
}

std::vector<SimulatedTruth> LineSimulation::take_truths() { return std::exchange(truths_, {}); }

void LineSimulation::note(const Moment& moment, const char* kind, std::string detail) {
    if (truths_.size() >= max_untaken_truths) {
        ++truths_dropped_;
        return;
    }
    truths_.push_back({from_micros(moment.at), kind, station(moment).id,
                       moment.panel < panels_.size() ? panels_[moment.panel].identity.top_barcode : std::string(),
                       std::move(detail)});
}

void LineSimulation::tell_stages(std::int64_t until) {
    StageTurn turn;
    while (stages_.take(until, turn)) {
        const auto& at = line_.stations[turn.station];
        const auto& transaction = panels_[turn.panel].transaction;
        if (turn.over > 0) {
            tell(turn.at, WorkStageCompleted{at.id, transaction, turn.over, at.stages[turn.over - 1].name,
                                             WorkResult::completed});
        }
        if (turn.begun > 0) {
            tell(turn.at, WorkStageStarted{at.id, transaction, turn.begun, at.stages[turn.begun - 1].name});
        }
    }
}

void LineSimulation::on_moment(const Moment& moment) {
    tell_stages(moment.at);
    auto& voice = voices_[moment.station];
    switch (moment.kind) {
        case MomentKind::released:
        case MomentKind::repair_began:
        case MomentKind::pause_began:
        case MomentKind::pause_ended:
            break;
        case MomentKind::setup_began:
            setup_for_[moment.station] = moment.detail;
            break;
        case MomentKind::setup_ended:
            tell_recipe(moment);
            break;
        case MomentKind::entered:
            tell_entry(moment);
            break;
        case MomentKind::work_began: {
            auto& panel = panels_[moment.panel];
            panel.transaction = TransactionId(random_guid(names_));
            WorkStarted started;
            started.station = station(moment).id;
            started.transaction = panel.transaction;
            started.panel = panel.identity;
            tell(moment.at, std::move(started));
            stages_.begin(moment.station, moment.panel, moment.at, moment.detail);
            tell_stages(moment.at);
            break;
        }
        case MomentKind::calls_found:
            if (model_.panel(moment.panel).called != 0) note(moment, "false_call");
            break;
        case MomentKind::work_done:
            tell_work_done(moment);
            break;
        case MomentKind::left: {
            const auto& panel = panels_[moment.panel];
            UnitsDeparted departed;
            departed.station = station(moment).id;
            departed.panel = panel.identity;
            departed.facts = panel.facts;
            departed.transfer = transfer_of(moment.detail);
            tell(moment.at, std::move(departed));
            break;
        }
        case MomentKind::reworked:
            tell_rework(moment);
            break;
        case MomentKind::stopped:
            stages_.stop(moment.station, moment.at);
            tell_stop(moment);
            break;
        case MomentKind::repaired:
            clear_fault(moment, voice.faults[moment.panel]);
            if (voice.faults[0].empty() && voice.faults[1].empty() && voice.faults[2].empty()) {
                stages_.resume(moment.station, moment.at);
            }
            break;
        case MomentKind::feeder_low:
            voice.feeder = 1 + static_cast<std::uint32_t>(names_.below(48));
            voice.low_feeder = tell_fault(moment, feeder_low(station(moment), voice.feeder));
            break;
        case MomentKind::feeder_spliced:
            clear_fault(moment, voice.low_feeder);
            note({moment.at, moment.kind, moment.station, ~0U, 0}, "splice", "feeder " + std::to_string(voice.feeder));
            break;
        case MomentKind::operators_away:
            note({moment.at, moment.kind, 0, ~0U, 0}, "operators_away", std::to_string(moment.detail));
            if (!truths_.empty()) truths_.back().station = StationId();  // of the whole line
            break;
    }
}

void LineSimulation::on_settled(std::int64_t at, const std::vector<std::uint32_t>& touched) {
    for (const auto i : touched) {
        auto& voice = voices_[i];
        const auto state = state_of(model_.condition(i));
        if (state == voice.state) continue;
        StationStateChanged changed;
        changed.station = line_.stations[i].id;
        changed.state = state;
        changed.old_state = voice.state;
        if (voice.state_since != no_time) changed.old_duration = from_micros(at) - voice.state_since;
        tell(at, std::move(changed));
        voice.state = state;
        voice.state_since = from_micros(at);
    }
}

void LineSimulation::tell_recipe(const Moment& moment) {
    const auto& order = orders_[setup_for_[moment.station]];
    const auto& here = station(moment);
    RecipeActivated recipe;
    recipe.station = here.id;
    recipe.recipe = order.product + "-" + here.short_name;
    recipe.revision = "1";
    recipe.expected_cycle_s = here.cycle_time_s;
    recipe.order = order.id;
    const double since_start = seconds(from_micros(moment.at) - start_);
    for (const auto& entry : misstated_) {
        if (entry.station == here.id && since_start >= entry.at_s && since_start < entry.at_s + entry.duration_s) {
            recipe.expected_cycle_s *= entry.factor;
        }
    }
    tell(moment.at, std::move(recipe));
}

void LineSimulation::tell_entry(const Moment& moment) {
    while (panels_.size() <= moment.panel) {
        const auto number = static_cast<std::uint32_t>(panels_.size());
        panels_.push_back(panel_story(line_, orders_[model_.panel(number).order], number + 1, names_));
        if (number == moment.panel) note(moment, "panel_released");
    }
    const auto& panel = panels_[moment.panel];
    UnitsArrived arrived;
    arrived.station = station(moment).id;
    arrived.panel = panel.identity;
    arrived.facts = panel.facts;
    arrived.transfer = transfer_of(moment.detail);
    tell(moment.at, std::move(arrived));
}

void LineSimulation::tell_work_done(const Moment& moment) {
    stages_.finish(moment.station, moment.panel, moment.at);
    tell_stages(moment.at);
    const auto& here = station(moment);
    const auto& panel = panels_[moment.panel];
    if (model_.plan().stations[moment.station].inspects) tell_inspection(moment);
    if (here.kind == StationKind::laser_marker) {
        UnitsInitialized marked{here.id, panel.identity, panel.facts};
        marked.facts.order_evidence = OrderEvidence::units_initialized;
        tell(moment.at, std::move(marked));
    }
    WorkCompleted completed;
    completed.station = here.id;
    completed.transaction = panel.transaction;
    completed.panel = panel.identity;
    tell(moment.at, std::move(completed));
}

void LineSimulation::tell_inspection(const Moment& moment) {
    const auto& here = station(moment);
    const auto& truth = model_.panel(moment.panel);
    auto& panel = panels_[moment.panel];
    const bool fails = here.kind == StationKind::optical_inspection;
    UnitsInspected inspected;
    inspected.station = here.id;
    inspected.transaction = panel.transaction;
    inspected.method = fails ? "AOI" : "SPI";
    for (std::size_t u = 0; u < panel.facts.units.size(); ++u) {
        auto& known = panel.facts.units[u];
        const auto bit = u < 64 ? std::uint64_t{1} << u : 0;
        InspectedUnit unit;
        unit.identifier = known.identifier;
        unit.position = known.position;
        unit.verification = Verification::not_verified_yet;
        // A false call was rejected by the operator before the machine reports: the unit is good.
        if (fails && (truth.failed & bit) != 0) {
            unit.result = UnitResult::failed;
            unit.verification = Verification::confirmed;
            const auto& finding = findings[names_.below(findings.size())];
            Defect defect;
            defect.unit = unit.identifier;
            defect.code = finding.code;
            defect.designator = finding.designator + std::to_string(1 + names_.below(80));
            defect.station = here.id;
            defect.found_at = from_micros(moment.at);
            unit.defects.push_back(std::move(defect));
        }
        if ((truth.scrapped & bit) != 0) unit.result = UnitResult::skipped;
        if (fails && known.result != UnitResult::scrapped) known.result = unit.result;
        inspected.units.push_back(std::move(unit));
    }
    tell(moment.at, std::move(inspected));
}

void LineSimulation::tell_rework(const Moment& moment) {
    const auto& here = station(moment);
    const auto& truth = model_.panel(moment.panel);
    auto& panel = panels_[moment.panel];
    UnitsRepaired repaired;
    repaired.station = here.id;
    repaired.transaction = TransactionId(random_guid(names_));
    UnitsDisqualified lost;
    lost.station = here.id;
    lost.panel = panel.identity;
    lost.reason = "DefectiveRepairNotPossible";
    for (std::size_t u = 0; u < panel.facts.units.size() && u < 64; ++u) {
        const auto bit = std::uint64_t{1} << u;
        if ((truth.failed & bit) == 0) continue;
        auto& known = panel.facts.units[u];
        const bool saved = (truth.scrapped & bit) == 0;
        known.result = saved ? UnitResult::good : UnitResult::scrapped;
        InspectedUnit unit;
        unit.identifier = known.identifier;
        unit.position = known.position;
        unit.result = saved ? UnitResult::good : UnitResult::failed;
        repaired.units.push_back(std::move(unit));
        if (!saved) lost.facts.units.push_back(known);
    }
    tell(moment.at, std::move(repaired));
    if (lost.facts.units.empty()) return;
    for (const auto& unit : lost.facts.units) note(moment, "unit_scrapped", unit.identifier);
    tell(moment.at, std::move(lost));
}

FaultId LineSimulation::tell_fault(const Moment& moment, DescribedFault described) {
    described.fault.id = FaultId(random_guid(names_));
    described.fault.occurred_at = from_micros(moment.at);
    described.fault.stage = described.place.stage_name;
    for (const auto& [what, value] :
         {std::pair("AccessType", described.place.access), std::pair("SideLocation", described.place.side)}) {
        if (!value.empty() && value != "Unknown") described.fault.details[what] = value;
    }
    FaultId id = described.fault.id;
    told_.push_back({from_micros(moment.at), FaultOccurred{station(moment).id, std::move(described.fault)},
                     std::move(described.place)});
    return id;
}

void LineSimulation::tell_stop(const Moment& moment) {
    auto& voice = voices_[moment.station];
    const auto& here = station(moment);
    switch (static_cast<StopSource>(moment.panel)) {
        case StopSource::trouble:
            voice.faults[moment.panel] = tell_fault(moment, trouble_of(here, moment.detail));
            break;
        case StopSource::feeder_empty:
            if (voice.feeder == 0) voice.feeder = 1 + static_cast<std::uint32_t>(names_.below(48));
            voice.faults[moment.panel] = tell_fault(moment, feeder_empty(here, voice.feeder));
            break;
        case StopSource::chaos:
            voice.faults[moment.panel] =
                tell_fault(moment, ordered_stop(here, model_.plan().chaos[moment.detail].description));
            note({moment.at, moment.kind, moment.station, ~0U, 0}, "chaos_stop",
                 model_.plan().chaos[moment.detail].description);
            break;
    }
}

void LineSimulation::clear_fault(const Moment& moment, FaultId& fault) {
    if (fault.empty()) return;
    tell(moment.at, FaultCleared{station(moment).id, fault});
    fault = FaultId();
}

}  // namespace glassline
