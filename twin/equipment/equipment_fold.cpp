#include "twin/equipment/equipment_fold.hpp"

#include <algorithm>

namespace glassline {

EquipmentState equipment_state_from_code(std::int32_t code) {
    const std::int32_t thousands = code / 1000;
    EquipmentState state;
    state.code = code;
    if (code >= 1000 && thousands <= 6) state.e10 = static_cast<EquipmentClass>(thousands);
    return state;
}

std::string describe(const EquipmentState& state) {
    if (state.blocked()) return "standby, blocked";
    if (state.starved()) return "standby, starved";
    switch (state.e10) {
        case EquipmentClass::unknown:
            return "unknown";
        case EquipmentClass::productive:
            return "productive";
        case EquipmentClass::standby:
            return "standby";
        case EquipmentClass::engineering:
            return "engineering";
        case EquipmentClass::scheduled_down:
            return "scheduled down";
        case EquipmentClass::unscheduled_down:
            return "unscheduled down";
        case EquipmentClass::non_scheduled:
            return "non-scheduled";
    }
    return "unknown";
}

void fold_equipment(StationState& station, const StationStateChanged& event, Instant at) {
    auto& history = station.history;
    // A late message belongs into the past: it must not overwrite a newer state.
    if (!history.empty() && at < station.since) {
        const auto after =
            std::find_if(history.begin(), history.end(), [&](const StateInterval& i) { return i.since > at; });
        if (after != history.end() && (after == history.begin() || std::prev(after)->since != at)) {
            const Instant until = after->since;
            if (after != history.begin()) std::prev(after)->until = at;
            history.insert(after, StateInterval{event.state, at, until});
        }
    } else if (!history.empty() && at == station.since && station.state == event.state) {
        return;  // said twice
    } else {
        // The sender tells what it was in and for how long; what doesn't fit was missed.
        const bool said_other =
            event.old_state.code != 0 && station.state.code != 0 && event.old_state != station.state;
        const Duration known = at - station.since;
        const Duration slack{std::max<std::int64_t>(2'000'000, known.count() / 20)};
        const bool said_shorter =
            event.old_duration.count() >= 0 && station.state.code != 0 && event.old_duration + slack < known;
        if (said_other || said_shorter) ++station.missed_transitions;
        if (!history.empty()) history.back().until = at;
        history.push_back(StateInterval{event.state, at, no_time});
        station.state = event.state;
        station.since = at;
    }
    if (history.size() > max_state_intervals) history.erase(history.begin());
}

void fold_equipment(StationState& station, const FaultOccurred& event, Instant at) {
    const auto same = std::find_if(station.faults.begin(), station.faults.end(),
                                   [&](const Fault& f) { return f.id == event.fault.id; });
    if (same != station.faults.end()) return;
    if (station.faults.size() >= max_active_faults) {
        ++station.faults_dropped;
        return;
    }
    Fault fault = event.fault;
    if (fault.occurred_at == no_time) fault.occurred_at = at;
    station.faults.push_back(std::move(fault));
}

void fold_equipment(StationState& station, const FaultCleared& event, Instant) {
    std::erase_if(station.faults, [&](const Fault& f) { return f.id == event.fault; });
}

void fold_equipment(StationState& station, const FaultAcknowledged& event, Instant) {
    for (auto& fault : station.faults) {
        if (fault.id != event.fault) continue;
        fault.acknowledged = true;
        fault.acknowledged_by = event.by;
        fault.acknowledged_why = event.why;
    }
}

void fold_equipment(StationState& station, const RecipeActivated& event, Instant) {
    station.recipe = event.recipe;
    station.recipe_order = event.order;
    if (event.expected_cycle_s > 0) station.recipe_cycle_s = event.expected_cycle_s;
}

void fold_equipment(StationState& station, const StationOnline&, Instant) { station.online = true; }

void fold_equipment(StationState& station, const StationOffline&, Instant) { station.online = false; }

void fold_equipment(StationState& station, const HeartbeatReceived& event, Instant) {
    station.online = true;
    station.heartbeat_s = event.period_s;
}

}  // namespace glassline
