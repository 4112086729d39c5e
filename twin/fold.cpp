#include "twin/fold.hpp"

#include <algorithm>
#include <type_traits>

#include "twin/alarms/shelving_fold.hpp"
#include "twin/base/binary.hpp"
#include "twin/base/hash.hpp"
#include "twin/equipment/equipment_fold.hpp"
#include "twin/equipment/setup_fold.hpp"
#include "twin/flow/flow_fold.hpp"
#include "twin/health/health_fold.hpp"
#include "twin/material/material_fold.hpp"
#include "twin/orders/orders_fold.hpp"
#include "twin/process/process_fold.hpp"
#include "twin/quality/quality_fold.hpp"

namespace glassline {
namespace {

void fold_line(TwinState& state, const LineDescription& line) {
    auto& known = state.lines[line.id];
    known.description = line;
    known.none_stale_before = {Instant::min()};
    for (const auto& station : line.stations) {
        known.stations[station.id];
        state.line_of_station[station.id] = line.id;
    }
}

// Which slice an event belongs to, decided when compiled: an event that none of these takes doesn't compile.
template <class T>
concept EquipmentEvent = requires(StationState& s, const T& e, Instant t) {
    fold_equipment(s, e, t);
};
template <class T>
concept FlowEvent = requires(const FlowContext& c, const T& e) {
    fold_flow(c, e);
};
template <class T>
concept QualityEvent = requires(const FlowContext& c, const T& e) {
    fold_quality(c, e);
};
template <class T>
concept MaterialEvent = requires(const FlowContext& c, const T& e) {
    fold_material(c, e);
};
template <class T>
concept ProcessEvent = requires(const FlowContext& c, const T& e) {
    fold_process(c, e);
};
template <class T>
concept OrdersEvent = requires(OrdersState& s, const T& e, Instant t) {
    fold_orders(s, e, t);
};
template <class T>
concept HealthEvent = requires(SourceState& s, const T& e, Instant t) {
    fold_health(s, e, t);
};

template <class T>
concept ShelvingEvent = requires(ShelvingState& s, const T& e, Instant t) {
    fold_shelving(s, e, t);
};

struct Folder {
    TwinState& state;
    const EventRecord& record;

    void operator()(const TimePassed& event) const {
        state.as_of = std::max(state.as_of, event.now);
        state.clock = std::max(state.clock, event.now);
        for (auto& [id, line] : state.lines) {
            age_positions(line, state.as_of);
            for (auto& [name, station] : line.stations) watch_heartbeat(station, event.now);
        }
        for (auto& [id, source] : state.sources) age_source(source, event.now);
        expire_shelves(state.shelving, event.now);
    }
    void operator()(const LineDescribed& event) const { fold_line(state, event.line); }

    template <EquipmentEvent T>
    void operator()(const T& event) const {
        at_station(event,
                   [&](LineState&, StationState& station) { fold_equipment(station, event, record.occurred_at); });
    }
    template <FlowEvent T>
    void operator()(const T& event) const {
        at_station(event, [&](LineState& line, StationState& station) {
            fold_flow(FlowContext{line, station, state.orders, record.occurred_at}, event);
        });
    }
    template <QualityEvent T>
    void operator()(const T& event) const {
        at_station(event, [&](LineState& line, StationState& station) {
            fold_quality(FlowContext{line, station, state.orders, record.occurred_at}, event);
        });
    }
    template <MaterialEvent T>
    void operator()(const T& event) const {
        at_station(event, [&](LineState& line, StationState& station) {
            fold_material(FlowContext{line, station, state.orders, record.occurred_at}, event);
        });
    }
    void operator()(const MaterialsExpired& event) const {
        for (auto& [id, line] : state.lines) expire_material(line, event);
    }
    template <ProcessEvent T>
    void operator()(const T& event) const {
        at_station(event, [&](LineState& line, StationState& station) {
            fold_process(FlowContext{line, station, state.orders, record.occurred_at}, event);
        });
    }
    template <OrdersEvent T>
    void operator()(const T& event) const {
        fold_orders(state.orders, event, record.occurred_at);
    }
    template <ShelvingEvent T>
    void operator()(const T& event) const {
        fold_shelving(state.shelving, event, record.occurred_at);
    }
    template <HealthEvent T>
    void operator()(const T& event) const {
        if (state.sources.count(record.source) == 0 && state.sources.size() >= max_sources) return;
        fold_health(state.sources[record.source], event, record.occurred_at);
    }

    void note_missed(const StationStateChanged& event, const EquipmentState& known, Instant since) const {
        const auto source = state.sources.find(record.source);
        if (source == state.sources.end()) return;
        std::string example = event.station.value + " at " + to_iso8601(record.occurred_at) + ": known since " +
                              to_iso8601(since) + " as " + std::to_string(known.code) + ", said to have been " +
                              std::to_string(event.old_state.code);
        if (event.old_duration.count() >= 0) {
            example += " for " + std::to_string(event.old_duration.count() / 1'000'000) + " s";
        }
        note_conduct(source->second, "a change of state was missed", example, record.occurred_at);
    }

    template <class T, class F>
    void at_station(const T& event, F&& change) const {
        auto* line = state.line_of(event.station);
        if (line == nullptr) {
            ++state.events_without_station;
            return;
        }
        auto& station = line->stations[event.station];
        station.last_heard_at = std::max(station.last_heard_at, record.received_at);
        station.silent_since = no_time;
        change(*line, station);
    }
};

}  // namespace

void fold(TwinState& state, const EventRecord& record) {
    state.sequence = record.sequence;
    state.as_of = std::max(state.as_of, record.received_at);
    if (!record.source.empty() && (state.sources.size() < max_sources || state.sources.count(record.source) != 0)) {
        note_record(state.sources[record.source], record.occurred_at, record.received_at);
    }
    std::visit(Folder{state, record}, record.event);
}

std::string digest(const TwinState& state) { return to_hex(hash64(to_binary(state))); }

std::string broken_invariant(const TwinState& state) {
    for (const auto& [line_id, line] : state.lines) {
        for (const auto& [id, panel] : line.panels) {
            const std::string name = "panel " + id.value;
            if (panel.id != id) return name + " is filed under another id";
            for (std::size_t i = 1; i < panel.visits.size(); ++i) {
                if (panel.visits[i].arrived_at < panel.visits[i - 1].arrived_at)
                    return name + ": visits are out of order";
                if (panel.visits[i - 1].departed_at == no_time) return name + " is at two stations at once";
            }
            if (panel.visits.size() > max_visits || panel.units.size() > max_units ||
                panel.defects.size() > max_defects) {
                return name + " is over a bound";
            }
            if (!panel.order.empty()) {
                const auto order = state.orders.orders.find(panel.order);
                if (order == state.orders.orders.end()) continue;  // forgotten
                const auto& panels = order->second.panels;
                if (std::count(panels.begin(), panels.end(), id) != 1) return name + " is not once in its order";
            }
        }
        for (const auto& [id, station] : line.stations) {
            const auto& history = station.history;
            for (std::size_t i = 1; i < history.size(); ++i) {
                if (history[i].since < history[i - 1].since) return "station " + id.value + ": states are out of order";
            }
            if (station.material.feeders.size() > max_feeders) return "station " + id.value + " keeps too many feeders";
            if (history.size() > max_state_intervals) return "station " + id.value + " is over a bound";
        }
        if (line.traces.traces.size() > max_traced_panels || line.traces.traces.size() != line.traces.order.size())
            return "line " + line_id.value + " keeps too many traces, or not each once";
        if (line.panels.size() > max_panels) return "line " + line_id.value + " keeps too many panels";
        if (line.minutes.size() > trend_minutes) return "line " + line_id.value + " keeps too many minutes";
    }
    if (state.shelving.shelved.size() > max_shelved) return "too many alarms are shelved";
    return {};
}

}  // namespace glassline
