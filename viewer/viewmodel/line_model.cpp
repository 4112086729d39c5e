#include "viewer/viewmodel/line_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace glassline::viewmodel {
namespace {

Header header_of(const TwinState& state, const LineState& line, const std::vector<Alarm>& alarms) {
    Header header;
    header.line = line.description.name;
    header.simulated = line.description.simulated;
    header.clock = clock_text(state.as_of, line.description.zone, true);
    header.date = to_iso8601(state.as_of + std::chrono::minutes(zone_minutes(line.description.zone))).substr(0, 10);
    const auto stop =
        std::find_if(alarms.begin(), alarms.end(), [](const Alarm& a) { return a.priority == AlarmPriority::a; });
    if (stop != alarms.end()) {
        header.condition = "stopped " + age_text(state.as_of - stop->since);
        return header;
    }
    const bool any_known = std::any_of(line.stations.begin(), line.stations.end(),
                                       [](const auto& s) { return s.second.state.e10 != EquipmentClass::unknown; });
    const bool any_working = std::any_of(line.stations.begin(), line.stations.end(), [](const auto& s) {
        return s.second.state.e10 == EquipmentClass::productive;
    });
    header.condition = any_working ? "running" : any_known ? "waiting" : "";
    return header;
}

std::optional<Callout> callout_of(const TwinState&, const LineState& line, const std::vector<Alarm>& alarms) {
    if (alarms.empty() || alarms.front().priority == AlarmPriority::d) return std::nullopt;
    const Alarm& first = alarms.front();
    Callout callout;
    callout.priority = first.priority;
    callout.cause = first.cause;
    callout.response = first.response;
    callout.consequence = first.consequence;
    callout.since = "since " + clock_text(first.since, line.description.zone, false);
    callout.state = std::string(name_of(first.state));
    callout.unacknowledged = first.state == AlarmState::unacknowledged;
    callout.station = line.description.index_of(first.station);
    callout.more = alarms.size() - 1;
    return callout;
}

void add_cascades(LineModel& model, const LineState& line, const std::vector<Alarm>& alarms) {
    if (alarms.empty()) return;
    const auto add = [&](const std::vector<StationId>& ids, const char* text, bool right) {
        if (ids.empty()) return;
        Cascade cascade;
        cascade.first = line.description.index_of(ids.front());
        cascade.last = line.description.index_of(ids.back());
        cascade.towards_right = right;
        cascade.text = text;
        model.cascades.push_back(cascade);
    };
    add(alarms.front().blocked, "blocked, suppressed", true);
    add(alarms.front().starved, "starved, suppressed", false);
}

StationLabel label_of(const StationDescription& description, const StationState* station,
                      const std::vector<Alarm>& alarms) {
    StationLabel label;
    label.short_name = description.short_name.empty() ? description.id.value : description.short_name;
    label.name = description.name;
    if (station == nullptr) return label;
    label.state = describe(station->state);
    if (station->state.blocked() || station->state.starved()) label.tone = StationTone::waiting;
    if (station->state.e10 == EquipmentClass::unscheduled_down) label.tone = StationTone::down;
    for (const auto& alarm : alarms) {
        if (alarm.station != description.id) continue;
        label.tone = alarm.priority == AlarmPriority::d ? StationTone::stale : StationTone::alarm;
        label.priority = alarm.priority;
        break;
    }
    return label;
}

OrderRow row_of(const LineState& line, const OrderState& order) {
    OrderRow row;
    row.id = order.order.id;
    row.name = order.order.name;
    row.quantity = order.order.quantity;
    row.done = order.units_archived_good;
    row.finished = order.finished_at != no_time;
    for (const auto& id : order.panels) {
        const auto panel = line.panels.find(id);
        if (panel == line.panels.end()) continue;
        for (const auto& unit : panel->second.units) {
            if (unit.result == UnitResult::scrapped || unit.result == UnitResult::missing) continue;
            ++(panel->second.finished_at != no_time ? row.done : row.on_line);
        }
    }
    if (row.finished) {
        row.range = "done " + clock_text(order.finished_at, line.description.zone, false);
    } else if (order.range.shown_from != no_time) {
        row.range = clock_text(order.range.shown_from, line.description.zone, false) + "\xE2\x80\x93" +
                    clock_text(order.range.shown_to, line.description.zone, false);
    }
    return row;
}

GanttLane lane_of(const TwinState& state, const StationDescription& description, const StationState& station,
                  const std::vector<Alarm>& alarms, double window_s) {
    GanttLane lane;
    // The station's gravest active alarm; a fault that only informs is none, and a lost link is no state.
    const auto active = std::find_if(alarms.begin(), alarms.end(), [&](const Alarm& alarm) {
        return alarm.station == description.id && !alarm.fault.empty();
    });
    lane.name = description.short_name;
    const Instant from = state.as_of - from_seconds(window_s);
    for (const auto& interval : station.history) {
        const Instant until = interval.until == no_time ? state.as_of : interval.until;
        if (until <= from || interval.since > state.as_of) continue;
        GanttBar bar;
        bar.from_s = seconds(std::max(interval.since, from) - state.as_of);
        bar.to_s = seconds(std::min(until, state.as_of) - state.as_of);
        bar.state = interval.state;
        if (interval.until == no_time && active != alarms.end()) bar.alarm = active->priority;
        lane.news = lane.news || interval.state.e10 == EquipmentClass::unscheduled_down;
        lane.bars.push_back(bar);
    }
    return lane;
}

}  // namespace

std::string clock_text(Instant t, const std::string& zone, bool with_seconds) {
    if (t == no_time) return "--:--";
    const auto text = to_iso8601(t + std::chrono::minutes(zone_minutes(zone)));
    return text.substr(11, with_seconds ? 8 : 5);
}

std::string age_text(Duration age) {
    const auto s = static_cast<std::int64_t>(std::max(0.0, seconds(age)));
    if (s < 60) return std::to_string(s) + " s";
    if (s < 7200) return std::to_string(s / 60) + " min";
    return std::to_string(s / 3600) + " h";
}

std::string number_text(double value) {
    std::array<char, 32> text{};
    const double size = std::abs(value);
    std::snprintf(text.data(), text.size(), size < 100 && std::abs(value - std::round(value)) > 0.05 ? "%.1f" : "%.0f",
                  value);
    return text.data();
}

LineModel line_model(const TwinState& state, const LineId& id, double lane_window_s) {
    LineModel model;
    model.lane_window_s = lane_window_s;
    const auto found = state.lines.find(id);
    if (found == state.lines.end()) return model;
    const LineState& line = found->second;
    const auto alarms = active_alarms_of(state, id);
    model.alarms = alarms.size();
    model.header = header_of(state, line, alarms);
    model.callout = callout_of(state, line, alarms);
    add_cascades(model, line, alarms);
    model.kpis = kpis_of(state, id);
    for (const auto& description : line.description.stations) {
        const auto station = line.stations.find(description.id);
        model.stations.push_back(
            label_of(description, station == line.stations.end() ? nullptr : &station->second, alarms));
        if (station != line.stations.end())
            model.lanes.push_back(lane_of(state, description, station->second, alarms, lane_window_s));
    }
    // Orders in the order of release, then those that only machines know; finished ones last.
    std::vector<const OrderState*> orders;
    for (const auto& order : state.orders.queue) {
        if (const auto at = state.orders.orders.find(order); at != state.orders.orders.end())
            orders.push_back(&at->second);
    }
    for (const auto& [order_id, order] : state.orders.orders) {
        if (!order.announced) orders.push_back(&order);
    }
    std::stable_sort(orders.begin(), orders.end(), [](const OrderState* a, const OrderState* b) {
        return (a->finished_at == no_time) > (b->finished_at == no_time);
    });
    for (const auto* order : orders) model.orders.push_back(row_of(line, *order));
    return model;
}

}  // namespace glassline::viewmodel
