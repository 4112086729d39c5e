#include "connectors/wire/json/line_json.hpp"

#include <cassert>

#include "connectors/wire/json/described_json.hpp"
#include "twin/alarms/alarms.hpp"
#include "twin/equipment/equipment.hpp"
#include "twin/kpi/kpi.hpp"

namespace glassline {

namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json part_counters_json(const std::vector<PartCounter>& counters) {
    Json out = Json::array();
    for (const auto& counter : counters) {
        out.push_back(Json{{"name", counter.name},
                           {"count", counter.known ? Json(counter.count) : Json(nullptr)},
                           {"done", counter.begun ? Json(counter.done) : Json(nullptr)},
                           {"resets", counter.resets},
                           {"at", to_json_value(counter.at)}});
    }
    return out;
}

Json station_json(const StationDescription& description, const StationState& state) {
    Json out;
    out["id"] = description.id.value;
    out["name"] = description.name;
    out["short_name"] = description.short_name;
    out["kind"] = std::string(name_of(description.kind));
    out["state"] = std::string(name_of(state.state.e10));
    out["state_text"] = describe(state.state);
    out["code"] = state.state.code;
    out["since"] = to_json_value(state.since);
    out["online"] = state.online;
    out["last_heard_at"] = to_json_value(state.last_heard_at);
    out["recipe"] = text_or_null(state.recipe);
    out["faults"] = to_json_value(state.faults);
    out["panels_in"] = state.panels_in;
    out["panels_out"] = state.panels_out;
    out["part_counters"] = part_counters_json(state.part_counters);
    return out;
}

struct PlaceJson {
    Json& out;
    void operator()(const AtStation& place) const { out["station"] = place.station.value; }
    void operator()(const OnLink& place) const {
        out["link"] = Json{{"from", place.from.value}, {"to", place.to.value}};
    }
    void operator()(const TakenOut& place) const {
        out["station"] = place.station.value;
        out["taken_out"] = true;
    }
    void operator()(const LeftLine& place) const {
        out["left_line"] = true;
        out["from"] = place.from.value;
    }
};

Json position_json(const Position& position, Instant as_of) {
    Json out = Json::object();
    std::visit(PlaceJson{out}, position.place);
    out["certainty"] = std::string(name_of(position.certainty));
    out["age_s"] = position.since == no_time ? Json(nullptr) : Json(seconds(as_of - position.since));
    return out;
}

const std::string& barcode_of(const PanelEvidence& identity) {
    if (!identity.primary_identifier.empty()) return identity.primary_identifier;
    return identity.top_barcode.empty() ? identity.bottom_barcode : identity.top_barcode;
}

Json panel_json(const PanelState& panel, Instant as_of) {
    Json out;
    out["id"] = panel.id.value;
    out["barcode"] = text_or_null(barcode_of(panel.identity));
    out["hermes_board_id"] = text_or_null(panel.identity.hermes_board_id);
    out["work_order"] = text_or_null(panel.order.value);
    out["batch"] = text_or_null(panel.batch);
    out["units"] = to_json_value(panel.units);
    out["position"] = position_json(panel.position, as_of);
    out["scrapped"] = panel.scrapped;
    out["finished_at"] = to_json_value(panel.finished_at);
    return out;
}

}  // namespace

std::string line_json(const TwinState& state, const LineId& line) {
    const auto found = state.lines.find(line);
    assert(found != state.lines.end());
    const auto& description = found->second.description;
    Json out;
    out["sequence"] = state.sequence;
    out["as_of"] = to_json_value(state.as_of);
    out["line"] = line.value;
    out["name"] = description.name;
    out["site"] = description.site;
    out["simulated"] = description.simulated;
    out["stations"] = Json::array();
    for (const auto& station : description.stations) {
        const auto at = found->second.stations.find(station.id);
        out["stations"].push_back(
            station_json(station, at == found->second.stations.end() ? StationState{} : at->second));
    }
    out["panels"] = Json::array();
    for (const auto& [id, panel] : found->second.panels) out["panels"].push_back(panel_json(panel, state.as_of));
    out["kpis"] = to_json_value(kpis_of(state, line));
    out["alarms"] = to_json_value(alarms_of(state, line));
    // What machines sent as text need not be UTF-8; such bytes are shown replaced, not refused.
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string lines_json(const TwinState& state) {
    Json out;
    out["sequence"] = state.sequence;
    out["as_of"] = to_json_value(state.as_of);
    out["lines"] = Json::array();
    for (const auto& [id, line] : state.lines) {
        out["lines"].push_back(Json{{"id", id.value},
                                    {"name", line.description.name},
                                    {"site", line.description.site},
                                    {"simulated", line.description.simulated},
                                    {"stations", line.description.stations.size()},
                                    {"panels", line.panels.size()}});
    }
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace glassline
