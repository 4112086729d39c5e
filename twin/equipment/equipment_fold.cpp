#include "twin/equipment/equipment_fold.hpp"

#include <algorithm>
#include <utility>

#include "twin/equipment/setup_fold.hpp"

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

bool missed_transition(const EquipmentState& known, Instant since, const EquipmentState& old_state,
                       Duration old_duration, Instant at) {
    if (known.code == 0) return false;
    if (old_state.code != 0 && old_state != known) return true;
    if (old_duration.count() < 0) return false;
    const Duration lasted = at - since;
    const Duration slack{std::max<std::int64_t>(2'000'000, lasted.count() / 20)};
    return old_duration + slack < lasted || old_duration > lasted + slack;
}

void fold_equipment(StationState& station, const StationStateChanged& event, Instant at) {
    if (event.state.down()) learn_related_fault(station, event.related_fault, at);
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
        if (missed_transition(station.state, station.since, event.old_state, event.old_duration, at)) {
            ++station.missed_transitions;
        }
        if (!history.empty()) history.back().until = at;
        history.push_back(StateInterval{event.state, at, no_time});
        station.state = event.state;
        station.since = at;
    }
    if (history.size() > max_state_intervals) history.erase(history.begin());
}

void fold_equipment(StationState& station, const FaultOccurred& event, Instant at) {
    const auto same = [&](const auto& other) { return other.id == event.fault.id; };
    if (std::any_of(station.faults.begin(), station.faults.end(), same)) return;
    const auto cleared = std::find_if(station.cleared.begin(), station.cleared.end(), same);
    if (cleared != station.cleared.end() && at < cleared->at) return;  // it came after its own end
    if (station.faults.size() >= max_active_faults) {
        ++station.faults_dropped;
        return;
    }
    Fault fault = event.fault;
    if (fault.occurred_at == no_time) fault.occurred_at = at;
    station.faults.push_back(std::move(fault));
}

void fold_equipment(StationState& station, const FaultCleared& event, Instant at) {
    std::erase_if(station.faults, [&](const Fault& f) { return f.id == event.fault; });
    if (event.fault.empty()) return;
    station.cleared.push_back({event.fault, at});
    if (station.cleared.size() > max_cleared_faults) station.cleared.erase(station.cleared.begin());
}

void fold_equipment(StationState& station, const FaultAcknowledged& event, Instant) {
    for (auto& fault : station.faults) {
        if (fault.id != event.fault) continue;
        fault.acknowledged = true;
        fault.acknowledged_by = event.by;
        fault.acknowledged_why = event.why;
    }
}

void fold_equipment(StationState& station, const RecipeActivated& event, Instant at) {
    auto& lanes = station.setup.lanes;
    const auto key = event.lane == 0 ? std::string() : std::to_string(event.lane);
    if (lanes.count(key) == 0 && lanes.size() >= max_lanes) {
        ++station.setup.dropped;
    } else if (auto& lane = lanes[key]; at < lane.since) {
        ++station.setup.late;
    } else {
        lane = {event.recipe, event.revision, event.order, event.batch, at};
    }
    if (at < station.recipe_since) return;
    station.recipe = event.recipe;
    station.recipe_order = event.order;
    station.recipe_since = at;
    if (event.expected_cycle_s > 0) station.recipe_cycle_s = event.expected_cycle_s;
}

void fold_equipment(StationState& station, const StationOnline&, Instant at) {
    if (at < station.online_since) return;
    station.online = true;
    station.online_since = at;
}

void fold_equipment(StationState& station, const StationOffline&, Instant at) {
    if (at < station.online_since) return;
    station.online = false;
    station.online_since = at;
}

namespace {

void repair_faults(StationState& station, const std::vector<Fault>& active, Instant at) {
    const auto named = [&](const Fault& known) {
        return std::any_of(active.begin(), active.end(), [&](const Fault& f) { return f.id == known.id; });
    };
    station.faults_repaired += static_cast<std::uint64_t>(
        std::erase_if(station.faults, [&](const Fault& known) { return known.occurred_at <= at && !named(known); }));
    for (const auto& fault : active) {
        const auto before = station.faults.size();
        fold_equipment(station, FaultOccurred{{}, fault}, at);
        station.faults_repaired += station.faults.size() - before;
    }
}

void repair_recipes(StationState& station, const std::vector<ActiveRecipe>& active, Instant at) {
    for (const auto& said : active) {
        const auto* known = recipe_of_lane(station, said.lane);
        if (known != nullptr && (known->recipe == said.recipe || known->since > at)) continue;
        ++station.recipes_repaired;
        RecipeActivated event;
        event.recipe = said.recipe;
        event.revision = said.revision;
        event.lane = said.lane;
        fold_equipment(station, event, at);
    }
    if (!active.empty()) return;
    for (const auto& [key, lane] : station.setup.lanes) station.recipes_repaired += lane.since <= at ? 1 : 0;
    fold_equipment(station, RecipeDeactivated{}, at);
}

constexpr double longest_heartbeat_s = 86'400;  // CFX allows five minutes; who announces more is watched daily

}  // namespace

void fold_equipment(StationState& station, const HeartbeatReceived& event, Instant at) {
    if (at < station.heartbeat_at) return;
    station.heartbeat_at = at;
    fold_equipment(station, StationOnline{}, at);
    station.heartbeat_s = std::min(event.period_s, longest_heartbeat_s);
    if (event.faults_known) repair_faults(station, event.active_faults, at);
    if (event.recipes_known) repair_recipes(station, event.active_recipes, at);
}

void watch_heartbeat(StationState& station, Instant now) {
    if (station.heartbeat_s <= 0 || station.silent_since != no_time || station.last_heard_at == no_time) return;
    const Instant due = station.last_heard_at + from_seconds(silent_after_heartbeats * station.heartbeat_s);
    if (now <= due) return;
    station.silent_since = due;
    ++station.silences;
}

void fold_equipment(StationState& station, const PartsCounted& event, Instant at) {
    auto& counters = station.part_counters;
    auto counter =
        std::find_if(counters.begin(), counters.end(), [&](const PartCounter& c) { return c.name == event.counter; });
    if (counter == counters.end()) {
        if (counters.size() >= max_part_counters) return;
        PartCounter fresh;
        fresh.name = event.counter;
        counter = counters.insert(counters.end(), std::move(fresh));
    } else if (at < counter->at) {
        return;  // a late word on a counter that has gone on
    }
    counter->at = at;
    counter->known = event.known;
    if (!event.known) return;
    if (std::exchange(counter->begun, true)) {  // the first count is where we begin: nobody here saw those parts done
        if (event.count > counter->count && event.reset.empty()) {
            counter->done += static_cast<std::uint64_t>(event.count) - static_cast<std::uint64_t>(counter->count);
        } else if (event.count < counter->count || !event.reset.empty()) {
            ++counter->resets;  // how much of the new count was done since the reset nobody says
        }
    }
    counter->count = event.count;
}

void fold_equipment(StationState& station, const FaultsCleared& event, Instant) {
    std::erase_if(station.faults,
                  [&](const Fault& f) { return f.id.value.compare(0, event.prefix.size(), event.prefix) == 0; });
}

}  // namespace glassline
