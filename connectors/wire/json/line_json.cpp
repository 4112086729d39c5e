#include "connectors/wire/json/line_json.hpp"

#include <cassert>

#include "connectors/wire/json/described_json.hpp"
#include "connectors/wire/json/rows.hpp"
#include "twin/equipment/equipment.hpp"

namespace glassline {
namespace {

std::vector<PartCounterAnswer> part_counters_of(const std::vector<PartCounter>& counters) {
    std::vector<PartCounterAnswer> out;
    for (const auto& counter : counters) {
        PartCounterAnswer answer{counter.name, std::nullopt, std::nullopt, counter.resets, counter.at};
        if (counter.known) answer.count = counter.count;
        if (counter.begun) answer.done = counter.done;
        out.push_back(std::move(answer));
    }
    return out;
}

StationAnswer station_row(const StationDescription& description, const StationState& state) {
    StationAnswer out;
    out.id = description.id;
    out.name = description.name;
    out.short_name = description.short_name;
    out.kind = description.kind;
    out.state = state.state.e10;
    out.state_text = describe(state.state);
    out.code = state.state.code;
    out.since = state.since;
    out.online = state.online;
    out.last_heard_at = state.last_heard_at;
    if (!state.recipe.empty()) out.recipe = state.recipe;
    out.faults = state.faults;
    out.panels_in = state.panels_in;
    out.panels_out = state.panels_out;
    out.part_counters = part_counters_of(state.part_counters);
    return out;
}

}  // namespace

std::string line_json(const TwinState& state, const LineId& line) {
    const auto found = state.lines.find(line);
    assert(found != state.lines.end());
    const auto& description = found->second.description;
    LineAnswer out;
    out.sequence = state.sequence;
    out.as_of = state.as_of;
    out.line = line;
    out.name = description.name;
    out.site = description.site;
    out.simulated = description.simulated;
    for (const auto& station : description.stations) {
        const auto at = found->second.stations.find(station.id);
        out.stations.push_back(station_row(station, at == found->second.stations.end() ? StationState{} : at->second));
    }
    for (const auto& [id, panel] : found->second.panels) out.panels.push_back(panel_row(panel, state.as_of));
    out.kpis = kpis_of(state, line);
    out.alarms = alarms_of(state, line);
    return json_text(to_json_value(out));
}

std::string lines_json(const TwinState& state) {
    LinesAnswer out{state.sequence, state.as_of, {}};
    for (const auto& [id, line] : state.lines) {
        out.lines.push_back({id, line.description.name, line.description.site, line.description.simulated,
                             line.description.stations.size(), line.panels.size()});
    }
    return json_text(to_json_value(out));
}

}  // namespace glassline
