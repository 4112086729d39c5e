#include "viewer/viewmodel/line_model.hpp"

#include <algorithm>

namespace glassline::viewmodel {
namespace {

Header header_of(const TwinState& state, const LineState& line, const std::vector<Alarm>& alarms) {
    Header header;
    header.line = line.description.name;
    header.simulated = line.description.simulated;
    header.clock = clock_text(state.as_of, line.description.zone, true);
    header.clock_short = header.clock.substr(0, 5);
    header.date = date_text(state.as_of, line.description.zone);
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

std::string urgency_of(const TwinState& state, const Alarm& alarm) {
    if (alarm.priority != AlarmPriority::a) return alarm.consequence;
    if (alarm.respond_within_s <= 0) return {};
    const auto left = from_seconds(alarm.respond_within_s) - (state.as_of - alarm.since);
    return left > Duration::zero() ? "Dry behind it in " + age_text(left) : "Dry behind it";
}

std::optional<Callout> callout_of(const TwinState& state, const LineState& line, const std::vector<Alarm>& alarms) {
    if (alarms.empty() || alarms.front().priority == AlarmPriority::d) return std::nullopt;
    const Alarm& first = alarms.front();
    Callout callout;
    callout.id = first.id;
    callout.priority = first.priority;
    callout.cause = callout.cause_short = first.cause;
    const auto* at = line.description.find(first.station);
    if (at != nullptr && !at->short_name.empty() && first.cause.rfind(at->name + ": ", 0) == 0)
        callout.cause_short = at->short_name + first.cause.substr(at->name.size());
    callout.response = first.response;
    callout.consequence = first.consequence;
    callout.urgency = callout.urgency_short = urgency_of(state, first);
    constexpr std::string_view behind = " behind it";
    if (const auto at_word = callout.urgency.find(behind); at_word != std::string::npos)
        callout.urgency_short.erase(at_word, behind.size());
    callout.can_acknowledge = !first.fault.empty() && first.state == AlarmState::unacknowledged;
    callout.since = "since " + clock_text(first.since, line.description.zone, false);
    callout.state = std::string(name_of(first.state));
    if (!first.acknowledged_by.empty()) callout.state += " by " + first.acknowledged_by;
    callout.unacknowledged = first.state == AlarmState::unacknowledged;
    callout.station = line.description.index_of(first.station);
    callout.more = alarms.size() - 1;
    if (callout.more > 0)
        callout.more_text = std::to_string(callout.more) + (callout.more == 1 ? " more alarm" : " more alarms");
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

// "31 s of 96 s" while it works on one panel, "3 of 8 panels" where it holds several.
std::string work_of(const TwinState& state, const LineState& line, const StationDescription& description) {
    std::size_t inside = 0;
    Instant started = no_time;
    for (const auto& [id, panel] : line.panels) {
        const auto* at = std::get_if<AtStation>(&panel.position.place);
        if (at == nullptr || at->station != description.id || panel.visits.empty()) continue;
        ++inside;
        const auto& visit = panel.visits.back();
        if (visit.work_completed_at == no_time && visit.work_started_at != no_time) started = visit.work_started_at;
    }
    if (description.capacity > 1)
        return std::to_string(inside) + " of " + std::to_string(description.capacity) + " panels";
    if (started == no_time || description.cycle_time_s <= 0) return {};
    return age_text(state.as_of - started) + " of " + number_text(description.cycle_time_s) + " s";
}

StationLabel label_of(const TwinState& state, const LineState& line, const StationDescription& description,
                      const StationState* station, const std::vector<Alarm>& alarms) {
    StationLabel label;
    label.id = description.id;
    label.short_name = description.short_name.empty() ? description.id.value : description.short_name;
    label.name = description.name;
    if (station == nullptr) return label;
    label.state = describe(station->state);
    label.now = work_of(state, line, description);
    if (station->since != no_time) label.since = "since " + clock_text(station->since, line.description.zone, false);
    if (station->state.blocked() || station->state.starved()) label.tone = StationTone::waiting;
    if (station->state.e10 == EquipmentClass::unscheduled_down) label.tone = StationTone::down;
    for (const auto& alarm : alarms) {
        if (alarm.station != description.id) continue;
        label.tone = alarm.priority == AlarmPriority::d ? StationTone::stale : StationTone::alarm;
        label.priority = alarm.priority;
        label.fault = alarm.cause;
        if (label.fault.rfind(description.name + ": ", 0) == 0) label.fault.erase(0, description.name.size() + 2);
        break;
    }
    if (!station->online) {
        label.tone = StationTone::stale;
        label.no_data = "no data " + age_text(state.as_of - station->last_heard_at);
    }
    return label;
}

OrderRow row_of(const LineState& line, const OrderState& order) {
    OrderRow row;
    row.id = order.order.id;
    row.name = order.order.name;
    row.customer = order.order.customer.name;
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
    const auto& zone = line.description.zone;
    row.counts = row.quantity > 0 ? std::to_string(row.done) + "/" + std::to_string(row.quantity)
                                  : std::to_string(row.done) + " done";
    if (row.finished) {
        row.range = "done " + clock_text(order.finished_at, zone, false);
    } else if (order.range.shown_from != no_time) {
        row.range = clock_text(order.range.shown_from, zone, false) + "\xE2\x80\x93" +
                    clock_text(order.range.shown_to, zone, false);
    }
    if (order.order.due != no_time) {
        row.promised = "promised " + clock_text(order.order.due, zone, false);
        row.late = (row.finished ? order.finished_at : order.range.shown_to) > order.order.due;
    }
    row.details = row.customer;
    const auto say = [&](const std::string& words) { row.details += (row.details.empty() ? "" : ", ") + words; };
    if (row.on_line > 0) say(std::to_string(row.on_line) + " on the line");
    if (row.quantity > row.done + row.on_line) say(std::to_string(row.quantity - row.done - row.on_line) + " to come");
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
    lane.station = description.id;
    const Instant from = state.as_of - from_seconds(window_s);
    for (const auto& interval : station.history) {
        const Instant until = interval.until == no_time ? state.as_of : interval.until;
        if (until <= from || interval.since > state.as_of) continue;
        GanttBar bar;
        bar.from_s = seconds(std::max(interval.since, from) - state.as_of);
        bar.to_s = seconds(std::min(until, state.as_of) - state.as_of);
        bar.state = interval.state;
        if (interval.until == no_time && active != alarms.end()) bar.alarm = active->priority;
        if (interval.state.e10 == EquipmentClass::unscheduled_down) {
            lane.news = true;
            lane.last_news_s = bar.to_s;
        }
        lane.alarm = lane.alarm || bar.alarm.has_value();
        lane.bars.push_back(bar);
    }
    return lane;
}

KpiWords words_of(const Kpi& kpi, Instant now, const std::string& zone) {
    KpiWords words;
    words.known = kpi.value.has_value();
    words.value = words.known ? number_text(*kpi.value) : "no data";
    words.low = number_text(kpi.scale_low);
    words.high = number_text(kpi.scale_high);
    if (kpi.limit) words.limit = number_text(*kpi.limit);
    words.out_of_band =
        words.known && ((kpi.band_low && *kpi.value < *kpi.band_low) || (kpi.band_high && *kpi.value > *kpi.band_high));
    const auto first = std::find_if(kpi.trend.begin(), kpi.trend.end(), [](const auto& v) { return v.has_value(); });
    const auto missing = first - kpi.trend.begin();
    // The cycle's trend counts panels, not minutes.
    if (kpi.trend.size() == trend_minutes && missing > 0 && first != kpi.trend.end()) {
        const auto minutes = std::chrono::minutes(static_cast<std::int64_t>(trend_minutes) - 1 - missing);
        words.since = "since " + clock_text(now - minutes, zone, false);
    }
    return words;
}

}  // namespace

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
    model.zone = line.description.zone;
    model.as_of = state.as_of;
    for (const auto& kpi : model.kpis) model.kpi_words.push_back(words_of(kpi, state.as_of, model.zone));
    model.lanes_from = clock_text(state.as_of - from_seconds(lane_window_s), model.zone, false);
    model.lanes_middle = clock_text(state.as_of - from_seconds(lane_window_s / 2), model.zone, false);
    for (const auto& description : line.description.stations) {
        const auto station = line.stations.find(description.id);
        model.stations.push_back(
            label_of(state, line, description, station == line.stations.end() ? nullptr : &station->second, alarms));
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
