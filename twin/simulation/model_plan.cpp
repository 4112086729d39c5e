#include "twin/simulation/model_plan.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "twin/simulation/schedule.hpp"

namespace glassline {
namespace {

std::int64_t us(double s) { return from_seconds(s).count(); }

bool places(StationKind kind) { return kind == StationKind::placer || kind == StationKind::odd_form_placer; }

// How often a kind stops, against the others. Belts and buffers don't.
double stop_weight(const StationDescription& station) {
    if (station.capacity > 1 || station.kind == StationKind::buffer) return 0;
    if (places(station.kind)) return 4;
    if (station.kind == StationKind::printer) return 3;
    return 1;
}

double changeover_s(const StationDescription& station, const SimulationTuning& tuning) {
    if (station.capacity > 1) return 0;
    if (places(station.kind)) return tuning.changeover_placer_s;
    switch (station.kind) {
        case StationKind::printer:
            return tuning.changeover_printer_s;
        case StationKind::laser_marker:
        case StationKind::paste_inspection:
        case StationKind::optical_inspection:
            return tuning.changeover_other_s;
        case StationKind::other:
        case StationKind::loader:
        case StationKind::buffer:
        case StationKind::placer:
        case StationKind::odd_form_placer:
        case StationKind::reflow_oven:
        case StationKind::unloader:
            return 0;
    }
    return 0;
}

bool played_by_model(ChaosKind kind) {
    return kind == ChaosKind::station_stop || kind == ChaosKind::cycle_drift || kind == ChaosKind::cycle_bimodal ||
           kind == ChaosKind::operator_away;
}

}  // namespace

ModelPlan make_plan(const LineDescription& line, const std::vector<WorkOrder>& orders, const SimulationTuning& tuning,
                    const Chaos& chaos) {
    ModelPlan plan;
    plan.tuning = tuning;
    double slowest_s = 0;
    double weights = 0;
    for (const auto& station : line.stations) {
        slowest_s = std::max(slowest_s, station.cycle_time_s);
        weights += stop_weight(station);
    }
    const double panels_per_hour = slowest_s > 0 ? 3600 / slowest_s : 0;
    for (const auto& station : line.stations) {
        StationPlan one;
        one.capacity = std::max(1U, station.capacity);
        one.conveyor = std::max(1U, station.buffer_capacity);
        one.belt = one.capacity > 1;
        const bool carries = one.belt && station.kind != StationKind::buffer;
        one.work = station.cycle_time_s * 1e6 * (carries ? one.capacity : 1);
        // The beat of a belt is its cycle; it is let in a little faster, so that a gap closes again.
        one.headway = carries ? us(station.cycle_time_s * 0.8) : 0;
        one.changeover = us(changeover_s(station, tuning));
        const double share = weights > 0 ? stop_weight(station) / weights : 0;
        if (tuning.stops_per_hour > 0 && share > 0)
            one.panels_between_stops = panels_per_hour / (tuning.stops_per_hour * share);
        one.feeders = places(station.kind) && tuning.reel_most_panels > 0;
        const bool spi = station.kind == StationKind::paste_inspection;
        const bool aoi = station.kind == StationKind::optical_inspection;
        one.inspects = spi || aoi;
        if (spi) one.call_free = 1 - tuning.false_call_spi;
        if (aoi) one.call_free = 1 - tuning.false_call_aoi;
        if (aoi) one.good = 1 - tuning.unit_failure;
        one.bench = station.rework_bench;
        plan.stations.push_back(one);
    }
    std::map<std::string, std::uint32_t> products;
    for (const auto& order : orders) {
        const auto product = products.emplace(order.product, static_cast<std::uint32_t>(products.size())).first->second;
        plan.orders.push_back({product, units_per_panel(line, order), order.quantity});
    }
    plan.schedule = panel_schedule(line, orders, tuning.panels_per_lot);
    for (const auto& entry : chaos) {
        if (!played_by_model(entry.kind)) continue;
        plan.chaos.push_back(entry);
        plan.chaos_station.push_back(entry.station.empty() ? -1 : line.index_of(entry.station));
    }
    return plan;
}

}  // namespace glassline
