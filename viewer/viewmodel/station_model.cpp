#include "viewer/viewmodel/station_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace glassline::viewmodel {
namespace {

std::string share_text(double part, double whole) { return number_text(whole > 0 ? 100 * part / whole : 0) + " %"; }

void add_history(StationModel& model, const TwinState& state, const LineState& line, const StationState& station) {
    const auto& zone = line.description.zone;
    const auto whole = line_model(state, line.description.id, 4 * 3600.0);
    for (const auto& lane : whole.lanes) {
        if (lane.station == model.id) model.history = lane;
    }
    Instant from = state.as_of;
    if (!station.history.empty()) from = std::max(station.history.front().since, state.as_of - std::chrono::hours(4));
    model.history_s = std::max(60.0, seconds(state.as_of - from));
    model.history_from = clock_text(state.as_of - from_seconds(model.history_s), zone, false);
    model.history_middle = clock_text(state.as_of - from_seconds(model.history_s / 2), zone, false);
    model.history_to = clock_text(state.as_of, zone, false);
    struct Kind {
        const char* name;
        EquipmentState state;
        double seconds = 0;
    };
    std::array<Kind, 5> kinds{{{"productive", {EquipmentClass::productive, 1000}},
                               {"starved", {EquipmentClass::standby, 2202}},
                               {"blocked", {EquipmentClass::standby, 2201}},
                               {"setup", {EquipmentClass::scheduled_down, 4000}},
                               {"down", {EquipmentClass::unscheduled_down, 5000}}}};
    double all = 0;
    for (const auto& bar : model.history.bars) {
        const double length = bar.to_s - std::max(bar.from_s, -model.history_s);
        if (length <= 0 || bar.state.e10 == EquipmentClass::unknown) continue;
        std::size_t kind = 0;
        switch (bar.state.e10) {
            case EquipmentClass::productive:
                kind = 0;
                break;
            case EquipmentClass::standby:
                kind = bar.state.blocked() ? 2 : 1;
                break;
            case EquipmentClass::engineering:
            case EquipmentClass::scheduled_down:
                kind = 3;
                break;
            case EquipmentClass::unscheduled_down:
                kind = 4;
                break;
            case EquipmentClass::non_scheduled:
            case EquipmentClass::unknown:
                continue;
        }
        kinds[kind].seconds += length;
        all += length;
    }
    for (const auto& kind : kinds) model.shares.push_back({kind.state, kind.name, share_text(kind.seconds, all)});
}

void add_cycles(StationModel& model, const StationDescription& description, const StationState& station) {
    model.cycles = station.cycle_samples_s;
    const double each = station.recipe_cycle_s > 0 ? station.recipe_cycle_s : description.cycle_time_s;
    const bool recipe = station.recipe_cycle_s > 0;
    model.nominal_s = each * std::max<std::uint32_t>(1, description.capacity);
    model.cycle_heading = recipe ? "Cycle time against recipe" : "Cycle time against the line file";
    if (each > 0) model.nominal_words = (recipe ? "recipe " : "nominal ") + number_text(each) + " s";
    if (description.capacity > 1) {
        // A recipe's cycle is the beat at which panels come out: one stays for as many beats as there is room.
        model.cycle_heading = "Time inside";
        if (each > 0)
            model.nominal_words = std::to_string(description.capacity) + " \xC3\x97 " + number_text(each) + " s";
    }
    if (model.cycles.empty()) return;
    model.cycles_title = "last " + std::to_string(model.cycles.size()) + " panels";
    auto sorted = model.cycles;
    std::sort(sorted.begin(), sorted.end());
    // One panel that waited for an operator must not flatten all others: it is drawn at the edge of the scale.
    const double usual = sorted[(sorted.size() - 1) * 9 / 10];
    double low = sorted.front(), high = std::min(sorted.back(), usual * 1.5);
    if (model.nominal_s > 0) low = std::min(low, model.nominal_s), high = std::max(high, model.nominal_s);
    const double room = std::max(1.0, (high - low) * 0.15);
    model.cycle_low = std::max(0.0, std::floor(low - room));
    model.cycle_high = std::ceil(high + room);
    if (const auto middle = median(model.cycles)) model.median = number_text(*middle) + " s";
    model.slowest = number_text(sorted.back()) + " s";
    // A width that reads: 1, 2, 5, 10, ... s, about a dozen bins.
    double width = 1;
    const double span = model.cycle_high - model.cycle_low;
    for (const double next : {0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0}) {
        width = next;
        if (span / next <= 14) break;
    }
    auto& histogram = model.histogram;
    histogram.width = width;
    histogram.from = std::floor(model.cycle_low / width) * width;
    const auto bins =
        static_cast<std::size_t>(std::clamp(std::ceil((model.cycle_high - histogram.from) / width), 1.0, 40.0));
    histogram.counts.assign(bins, 0);
    for (const double cycle : model.cycles) {
        const double at = std::clamp((cycle - histogram.from) / width, 0.0, static_cast<double>(bins - 1));
        ++histogram.counts[static_cast<std::size_t>(at)];
    }
    for (std::size_t i = 0; i < bins; i += std::max<std::size_t>(1, bins / 5))
        histogram.ticks.push_back(number_text(histogram.from + width * static_cast<double>(i)));
}

/// When a panel was done at a station, by the best word for it; no_time while it is not.
Instant ended(const Visit& visit) {
    return visit.work_completed_at != no_time ? visit.work_completed_at : visit.departed_at;
}

void add_panels(StationModel& model, const TwinState& state, const LineState& line) {
    struct Here {
        const PanelState* panel;
        Instant since;
    };
    struct Done {
        const PanelState* panel;
        const Visit* visit;
    };
    std::vector<Here> here;
    std::vector<Done> done;
    std::map<std::string, std::size_t> codes;
    std::size_t inspected = 0, good = 0;
    for (const auto& [id, panel] : line.panels) {
        for (const auto& defect : panel.defects) {
            if (defect.station == model.id) ++codes[defect.code.empty() ? "defect" : defect.code];
        }
        const Visit* worked = nullptr;
        for (const auto& visit : panel.visits) {
            if (visit.station == model.id && ended(visit) != no_time) worked = &visit;
        }
        if (worked != nullptr) {
            done.push_back({&panel, worked});
            for (const auto& unit : panel.units) {
                inspected += unit.inspected ? 1 : 0;
                good += unit.inspected && unit.first_pass_good ? 1 : 0;
            }
        }
        const auto* at = std::get_if<AtStation>(&panel.position.place);
        const auto* out = std::get_if<TakenOut>(&panel.position.place);
        const bool at_it = (at != nullptr && at->station == model.id) || (out != nullptr && out->station == model.id);
        if (at_it && !panel.scrapped) here.push_back({&panel, panel.position.since});
    }
    std::sort(here.begin(), here.end(), [](const Here& a, const Here& b) { return a.since < b.since; });
    for (const auto& each : here) {
        if (model.panels.size() == max_station_panels) {
            ++model.panels_more;
            continue;
        }
        const auto words = panel_words(state, line.description.id, each.panel->id);
        StationPanel row;
        row.id = each.panel->id;
        row.title = words->title;
        row.order = order_words(state, each.panel->order);
        row.age = age_text(state.as_of - each.since);
        row.inferred = each.panel->position.certainty != Certainty::observed;
        model.panels.push_back(std::move(row));
    }
    std::sort(done.begin(), done.end(), [](const Done& a, const Done& b) { return ended(*a.visit) > ended(*b.visit); });
    for (std::size_t i = 0; i < done.size() && i < max_station_panels; ++i) {
        PanelDone row;
        row.id = done[i].panel->id;
        if (const auto words = panel_words(state, line.description.id, row.id)) row.title = words->title;
        row.order = order_words(state, done[i].panel->order);
        const Visit& visit = *done[i].visit;
        row.at = clock_text(ended(visit), line.description.zone, true);
        const bool told = visit.work_started_at != no_time && visit.work_completed_at != no_time;
        // A machine that speaks Hermes alone tells no work: then it is the stay.
        const double s =
            seconds(told ? visit.work_completed_at - visit.work_started_at : ended(visit) - visit.arrived_at);
        row.worked = number_text(s) + " s";
        row.slow = told && model.nominal_s > 0 && s > model.nominal_s * 1.1;
        model.done.push_back(std::move(row));
    }
    for (const auto& [code, count] : codes) model.defects.push_back({code, count, std::to_string(count)});
    std::stable_sort(model.defects.begin(), model.defects.end(),
                     [](const Counted& a, const Counted& b) { return a.count > b.count; });
    const auto* description = line.description.find(model.id);
    const bool inspects =
        description->kind == StationKind::optical_inspection || description->kind == StationKind::paste_inspection;
    if (inspects && inspected > 0)
        model.yield = "First pass " + number_text(100.0 * static_cast<double>(good) / static_cast<double>(inspected)) +
                      " % of " + std::to_string(inspected) + " units";
}

}  // namespace

StationModel station_model(const TwinState& state, const LineId& line_id, const StationId& id) {
    StationModel model;
    model.id = id;
    const auto found = state.lines.find(line_id);
    if (found == state.lines.end()) return model;
    const LineState& line = found->second;
    const auto* description = line.description.find(id);
    const auto at = line.stations.find(id);
    model.index = line.description.index_of(id);
    model.line = line.description.name;
    if (description == nullptr || at == line.stations.end()) return model;
    const StationState& station = at->second;
    model.name = description->name;
    model.condition = describe(station.state);
    if (station.since != no_time) model.condition += " " + age_text(state.as_of - station.since);
    if (!station.recipe.empty()) model.condition += " \xC2\xB7 recipe " + station.recipe;
    if (!station.online) model.condition = "no data " + age_text(state.as_of - station.last_heard_at);
    add_history(model, state, line, station);
    add_cycles(model, *description, station);
    add_panels(model, state, line);
    for (const auto& fault : station.faults) {
        model.faults.push_back(clock_text(fault.occurred_at, line.description.zone, true) + "  " +
                               (fault.description.empty() ? fault.code : fault.description));
    }
    const auto fact = [&](const char* name, const std::string& text) { model.facts.push_back({name, 0, text}); };
    const std::string machine = description->vendor + (description->model.empty() ? "" : " " + description->model);
    if (!machine.empty()) fact("Machine", machine);
    fact("Panels in", grouped_text(station.panels_in));
    fact("Panels out", grouped_text(station.panels_out));
    fact("Last heard",
         station.last_heard_at == no_time ? "never" : age_text(state.as_of - station.last_heard_at) + " ago");
    if (!model.median.empty()) fact("Cycle, median", model.median);
    if (!model.slowest.empty()) fact("Cycle, slowest", model.slowest);
    if (station.missed_transitions > 0) fact("Changes missed", grouped_text(station.missed_transitions));
    if (!model.yield.empty()) fact("Yield", model.yield);
    return model;
}

}  // namespace glassline::viewmodel
