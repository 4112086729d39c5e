#include "twin/process/process_fold.hpp"

#include <algorithm>

#include "twin/flow/joining.hpp"

namespace glassline {
namespace {

constexpr std::size_t max_subsystems = 32;

void learn_newest(StationProcess& process, const ProcessRecord& data) {
    if (data.at < process.newest.at) {
        ++process.late;
    } else {
        process.newest = data;
    }
}

}  // namespace

double energy_between(const StationProcess& process, Instant from, Instant to) {
    double total = 0;
    for (const auto& window : process.energy) {
        const auto overlap = std::min(to, window.to) - std::max(from, window.from);
        const auto length = window.to - window.from;
        if (overlap.count() <= 0 || length.count() <= 0) continue;
        total += window.energy * static_cast<double>(overlap.count()) / static_cast<double>(length.count());
    }
    return total;
}

void fold_process(const FlowContext& context, const UnitsProcessed& event) {
    auto& station = context.station;
    ProcessRecord data = event.data;
    if (data.at == no_time) data.at = context.at;
    learn_newest(station.process, data);
    auto* panel = panel_of_transaction(context.line, event.station, event.transaction);
    if (panel == nullptr && !event.units.empty()) {
        panel = panel_of_identifier(context.line, event.units.front().identifier);
    }
    if (panel == nullptr) {
        ++station.quality.without_panel;
        return;
    }
    auto& trace = trace_of(context.line.traces, panel->id);
    const auto known = std::find_if(trace.profiles.begin(), trace.profiles.end(),
                                    [&](const TracedProcess& p) { return p.station == event.station; });
    if (known != trace.profiles.end() && data.at < known->data.at) return;
    TracedProcess profile{event.station, event.result, std::move(data), event.units};
    if (profile.units.size() > max_processed_units) {
        trace.entries_dropped += profile.units.size() - max_processed_units;
        profile.units.resize(max_processed_units);
    }
    if (known != trace.profiles.end()) {
        *known = std::move(profile);
    } else {
        keep(trace, trace.profiles, std::move(profile), max_trace_profiles);
    }
}

void fold_process(const FlowContext& context, const ProcessDataRecorded& event) {
    ProcessRecord data = event.data;
    if (data.at == no_time) data.at = context.at;
    learn_newest(context.station.process, data);
}

void fold_process(const FlowContext& context, const ReadingsRecorded& event) {
    auto& process = context.station.process;
    auto* panel = panel_of_transaction(context.line, event.station, event.transaction);
    PanelTrace* trace = panel == nullptr ? nullptr : &trace_of(context.line.traces, panel->id);
    for (const auto& said : event.readings) {
        Reading reading = said;
        if (reading.at == no_time) reading.at = context.at;
        process.readings_failed += reading.result == "Failed" ? 1 : 0;
        if (trace != nullptr) keep(*trace, trace->readings, reading, max_trace_readings);
        const auto known = process.readings.find(reading.id);
        if (known == process.readings.end() && process.readings.size() >= max_readings) {
            ++process.dropped;
        } else if (known != process.readings.end() && reading.at < known->second.at) {
            ++process.late;
        } else {
            process.readings[reading.id] = std::move(reading);
        }
    }
}

void fold_process(const FlowContext& context, const EnergyConsumed& event) {
    auto& process = context.station.process;
    auto& windows = process.energy;
    const auto& window = event.window;
    const auto place = std::upper_bound(windows.begin(), windows.end(), window.to,
                                        [](Instant t, const EnergyWindow& other) { return t < other.to; });
    if (place != windows.begin() && *std::prev(place) == window) return;  // said twice
    windows.insert(place, window);
    if (windows.size() > max_energy_windows) {
        windows.erase(windows.begin());
        ++process.energy_forgotten;
    }
    process.energy_total += window.energy;
    for (const auto& [name, energy] : event.subsystems) {
        if (process.energy_of.size() >= max_subsystems && process.energy_of.count(name) == 0) {
            ++process.dropped;
        } else {
            process.energy_of[name] += energy;
        }
    }
}

}  // namespace glassline
