#include "twin/equipment/setup_fold.hpp"

#include <algorithm>

#include "twin/equipment/equipment_fold.hpp"

namespace glassline {
namespace {

/// The entry of this key; nullptr, counted, when the map is full.
template <class T>
T* entry_of(StationSetup& setup, std::map<std::string, T>& entries, const std::string& key, std::size_t bound) {
    const auto known = entries.find(key);
    if (known != entries.end()) return &known->second;
    if (entries.size() >= bound) {
        ++setup.dropped;
        return nullptr;
    }
    return &entries[key];
}

std::string lane_key(std::uint32_t lane) { return lane == 0 ? std::string() : std::to_string(lane); }

StageState* stage_of(StationSetup& setup, std::uint32_t stage, const std::string& name) {
    return entry_of(setup, setup.stages, name.empty() ? "#" + std::to_string(stage) : name, max_stages);
}

ToolState* tool_of(StationSetup& setup, const ToolNamed& said) {
    const auto& key = said.id.empty() ? said.name : said.id;
    if (key.empty()) return nullptr;
    ToolState* tool = entry_of(setup, setup.tools, key, max_tools);
    if (tool == nullptr) return nullptr;
    if (!said.name.empty()) tool->name = said.name;
    if (!said.kind.empty()) tool->kind = said.kind;
    return tool;
}

void move_tool(StationSetup& setup, const ToolNamed& said, bool loaded, const std::string& holder, Instant at) {
    ToolState* tool = tool_of(setup, said);
    if (tool == nullptr) return;
    if (at < tool->changed_at) {
        ++setup.late;
        return;
    }
    tool->loaded = loaded;
    tool->holder = holder;
    tool->changed_at = at;
}

void clean_tool(StationSetup& setup, const ToolNamed& said, Instant at) {
    ToolState* tool = tool_of(setup, said);
    if (tool == nullptr || at < tool->cleaned_at) return;
    tool->cleaned_at = at;
    tool->cycles_since_clean = 0;
}

/// Keeps the newest `bound` by the time they happened, whatever the order they came in.
template <class T>
void remember(std::vector<T>& list, T item, std::size_t bound, std::uint64_t& forgotten) {
    const auto place =
        std::upper_bound(list.begin(), list.end(), item.at, [](Instant t, const T& other) { return t < other.at; });
    list.insert(place, std::move(item));
    if (list.size() <= bound) return;
    list.erase(list.begin());
    ++forgotten;
}

void note_presence(StationSetup& setup, const std::string& who, bool present, Instant at) {
    auto& operators = setup.operators;
    if (operators.size() >= max_operators && operators.count(who) == 0) {
        // Whoever left makes room, the one who left first.
        auto gone = operators.end();
        for (auto one = operators.begin(); one != operators.end(); ++one) {
            if (!one->second.present && (gone == operators.end() || one->second.at < gone->second.at)) gone = one;
        }
        if (gone != operators.end()) operators.erase(gone);
    }
    Presence* presence = entry_of(setup, operators, who, max_operators);
    if (presence == nullptr) return;
    if (at < presence->at) {
        ++setup.late;
        return;
    }
    *presence = {present, at};
}

void serve(StationSetup& setup, Service service) {
    remember(setup.services, std::move(service), max_services, setup.services_forgotten);
}

}  // namespace

void learn_related_fault(StationState& station, const std::vector<Fault>& related, Instant at) {
    for (const auto& fault : related) fold_equipment(station, FaultOccurred{{}, fault}, at);
}

const LaneRecipe* recipe_of_lane(const StationState& station, std::uint32_t lane) {
    const auto& lanes = station.setup.lanes;
    const auto own = lanes.find(lane_key(lane));
    const auto whole = lanes.find(std::string());
    if (own == lanes.end()) return whole == lanes.end() ? nullptr : &whole->second;
    return whole != lanes.end() && whole->second.since > own->second.since ? &whole->second : &own->second;
}

void fold_equipment(StationState& station, const WorkStagePaused& event, Instant at) {
    StageState* stage = stage_of(station.setup, event.stage, event.stage_name);
    ++station.setup.pauses;
    if (stage == nullptr) return;
    if (at < stage->paused_since) {
        ++station.setup.late;
        return;
    }
    stage->paused_for = event.reason.empty() ? "Unknown" : event.reason;
    stage->paused_since = at;
}

void fold_equipment(StationState& station, const WorkStageResumed& event, Instant at) {
    StageState* stage = stage_of(station.setup, event.stage, event.stage_name);
    if (stage == nullptr) return;
    if (at < stage->paused_since) {
        ++station.setup.late;
        return;
    }
    stage->paused_for.clear();
    stage->paused_since = at;
}

void fold_equipment(StationState& station, const StageStateChanged& event, Instant at) {
    StageState* stage = stage_of(station.setup, event.stage, event.stage_name);
    if (event.state.down()) learn_related_fault(station, event.related_fault, at);
    if (stage == nullptr) return;
    if (at < stage->since) {
        ++station.setup.late;
        return;
    }
    if (missed_transition(stage->state, stage->since, event.old_state, event.old_duration, at)) {
        ++station.missed_transitions;
    }
    stage->state = event.state;
    stage->since = at;
}

void fold_equipment(StationState& station, const RecipeDeactivated& event, Instant at) {
    auto& lanes = station.setup.lanes;
    for (auto lane = lanes.begin(); lane != lanes.end();) {
        const bool named = event.lane == 0 || lane->first == lane_key(event.lane);
        const bool same = event.recipe.empty() || lane->second.recipe == event.recipe;
        if (named && same && at < lane->second.since) ++station.setup.late;
        lane = named && same && at >= lane->second.since ? lanes.erase(lane) : std::next(lane);
    }
    if (event.recipe.empty() || station.recipe == event.recipe) {
        if (at < station.recipe_since) return;
        station.recipe.clear();
        station.recipe_order = WorkOrderId();
        station.recipe_since = at;
    }
}

void fold_equipment(StationState& station, const RecipeModified& event, Instant at) {
    const auto what = event.revision.empty() ? event.recipe : event.recipe + " " + event.revision;
    serve(station.setup, {at, ServiceKind::recipe_modified, what, event.reason});
}

void fold_equipment(StationState& station, const LocalRecipeChanged& event, Instant at) {
    for (const auto& change : event.changes) serve(station.setup, {at, ServiceKind::recipe_adjusted, change, ""});
}

void fold_equipment(StationState& station, const StationLockRequested& event, Instant at) {
    auto& setup = station.setup;
    if (at < setup.locked_at) {
        ++setup.late;
        return;
    }
    setup.locked = event.lock;
    setup.lock_reason = event.lock ? event.reason : std::string();
    setup.locked_at = at;
}

void fold_equipment(StationState& station, const OperatorActivated& event, Instant at) {
    note_presence(station.setup, event.who, true, at);
}

void fold_equipment(StationState& station, const OperatorDeactivated& event, Instant at) {
    note_presence(station.setup, event.who, false, at);
}

void fold_equipment(StationState& station, const ToolsLoaded& event, Instant at) {
    for (const auto& tool : event.tools) move_tool(station.setup, tool, true, "", at);
}

void fold_equipment(StationState& station, const ToolsUnloaded& event, Instant at) {
    for (const auto& tool : event.tools) move_tool(station.setup, tool, false, "", at);
}

void fold_equipment(StationState& station, const ToolsUsed& event, Instant at) {
    for (const auto& said : event.tools) {
        ToolState* tool = tool_of(station.setup, said);
        if (tool == nullptr) continue;
        tool->cycles += said.cycles;
        if (at >= tool->cleaned_at) tool->cycles_since_clean += said.cycles;
    }
}

void fold_equipment(StationState& station, const ToolsCleaned& event, Instant at) {
    std::string what;
    for (const auto& tool : event.tools) {
        clean_tool(station.setup, tool, at);
        what += (what.empty() ? "" : ", ") + (tool.name.empty() ? tool.id : tool.name);
    }
    serve(station.setup, {at, ServiceKind::tools_cleaned, what.substr(0, 256), ""});
}

void fold_equipment(StationState& station, const ToolChanged& event, Instant at) {
    for (const auto& tool : event.old_tool) move_tool(station.setup, tool, false, event.returned_to, at);
    for (const auto& tool : event.new_tool) move_tool(station.setup, tool, true, event.taken_from, at);
}

void fold_equipment(StationState& station, const ServicePerformed& event, Instant at) {
    if (event.kind == ServiceKind::stencil_cleaned || event.kind == ServiceKind::squeegee_cleaned) {
        clean_tool(station.setup, {event.tool, "", "", 0}, at);
    }
    serve(station.setup, {at, event.kind, event.what, event.result});
}

void fold_equipment(StationState& station, const SleepStateChanged& event, Instant at) {
    if (at < station.setup.sleep_at) {
        ++station.setup.late;
        return;
    }
    station.setup.sleep_state = event.state;
    station.setup.sleep_at = at;
}

void fold_equipment(StationState& station, const StationParametersModified& event, Instant at) {
    for (const auto& [name, value] : event.parameters) {
        ParameterState* known = entry_of(station.setup, station.setup.parameters, name, max_parameters);
        if (known == nullptr) continue;
        if (at < known->at) {
            ++station.setup.late;
        } else {
            *known = {value, at};
        }
    }
}

void fold_equipment(StationState& station, const LogEntryRecorded& event, Instant at) {
    remember(station.setup.log, LogEntry{at, event.id, event.message, event.importance}, max_log_entries,
             station.setup.log_forgotten);
}

void fold_equipment(StationState& station, const ComponentsPlaced& event, Instant) {
    station.setup.components_placed += event.placed;
    station.setup.components_not_placed += event.not_placed;
}

}  // namespace glassline
