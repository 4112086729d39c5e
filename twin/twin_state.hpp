// The twin: one value. fold() alone changes it; everything anyone sees is a function of it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "twin/alarms/shelving.hpp"
#include "twin/base/derived.hpp"
#include "twin/base/text_index.hpp"
#include "twin/equipment/equipment.hpp"
#include "twin/flow/flow.hpp"
#include "twin/health/health.hpp"
#include "twin/line/line_description.hpp"
#include "twin/material/station_material.hpp"
#include "twin/orders/orders.hpp"
#include "twin/trace/panel_trace.hpp"

namespace glassline {

inline constexpr std::size_t trend_minutes = 60;  // at least an hour of trend beside every number

/// What the line did in one minute of plant time.
struct MinuteTotals {
    std::int64_t minute = 0;  // minutes since 1970
    std::uint32_t units_finished = 0;
    std::uint32_t units_inspected = 0;  // first inspections only
    std::uint32_t units_first_pass_good = 0;
    bool operator==(const MinuteTotals&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("minute", self.minute);
        v("units_finished", self.units_finished);
        v("units_inspected", self.units_inspected);
        v("units_first_pass_good", self.units_first_pass_good);
    }
};

/// A transaction that names its panel for the messages that only name the transaction.
struct TransactionState {
    PanelId panel;
    Instant started_at{};
    bool operator==(const TransactionState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("panel", self.panel);
        v("started_at", self.started_at);
    }
};

inline constexpr std::size_t max_transactions = 4'096;  // a line; the oldest are forgotten

/// A panel behind the line's end, and since when.
struct LeftPanel {
    Instant since{};
    PanelId panel;
};

struct LineState {
    LineDescription description;
    std::map<StationId, StationState> stations;
    std::map<PanelId, PanelState> panels;
    TextIndex<PanelId> panel_by_key;           // "b:" + barcode, "h:" + Hermes board id
    TextIndex<TransactionState> transactions;  // station + '/' + transaction
    std::vector<MinuteTotals> minutes;         // the last trend_minutes that had any event, oldest first
    std::uint64_t panels_forgotten = 0;
    std::uint64_t identity_conflicts = 0;  // one message named two different panels
    std::uint64_t inferred_visits = 0;
    PanelTraces traces;
    LineMaterial material;
    Derived<Instant> none_stale_before{Instant::min()};  // no position gets stale up to then
    Derived<std::vector<LeftPanel>> next_to_forget;      // those that left first, the very first last; empty: unknown
    bool operator==(const LineState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("description", self.description);
        v("stations", self.stations);
        v("panels", self.panels);
        v("panel_by_key", self.panel_by_key);
        v("transactions", self.transactions);
        v("minutes", self.minutes);
        v("panels_forgotten", self.panels_forgotten);
        v("identity_conflicts", self.identity_conflicts);
        v("inferred_visits", self.inferred_visits);
        v("traces", self.traces);
        v("material", self.material);
    }
};

struct TwinState {
    std::uint64_t sequence = 0;  // of the last folded record
    Instant as_of{};             // the newest received_at or TimePassed
    std::map<LineId, LineState> lines;
    std::map<StationId, LineId> line_of_station;
    OrdersState orders;
    std::map<SourceId, SourceState> sources;
    std::uint64_t events_without_station = 0;  // named a station no line has
    Instant clock{};  // the newest TimePassed alone: unlike as_of it tells nothing of who sent what and when
    ShelvingState shelving;
    bool operator==(const TwinState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("sequence", self.sequence);
        v("as_of", self.as_of);
        v("lines", self.lines);
        v("line_of_station", self.line_of_station);
        v("orders", self.orders);
        v("sources", self.sources);
        v("events_without_station", self.events_without_station);
        v("clock", self.clock);
        v("shelving", self.shelving);
    }

    [[nodiscard]] const LineState* line_of(const StationId& station) const {
        const auto at = line_of_station.find(station);
        if (at == line_of_station.end()) return nullptr;
        const auto line = lines.find(at->second);
        return line == lines.end() ? nullptr : &line->second;
    }
    [[nodiscard]] LineState* line_of(const StationId& station) {
        return const_cast<LineState*>(static_cast<const TwinState&>(*this).line_of(station));
    }
};

/// What readers get: immutable, shared, replaced as a whole.
struct TwinSnapshot {
    TwinState state;
};
using SnapshotPtr = std::shared_ptr<const TwinSnapshot>;

/// Sixteen hex digits that differ when any member of the state differs.
[[nodiscard]] std::string digest(const TwinState& state);

}  // namespace glassline
