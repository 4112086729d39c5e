// What the API answers, as described structs: the JSON and its schema both follow from `fields`, so neither can say
// what the other doesn't. `std::optional` is null when there is nothing, `LeftOut` is left out.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/json/left_out.hpp"
#include "twin/alarms/alarms.hpp"
#include "twin/event.hpp"
#include "twin/kpi/kpi.hpp"
#include "twin/orders/orders.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

/// Between which two stations.
struct LinkPlace {
    StationId from;
    StationId to;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("from", self.from);
        v("to", self.to);
    }
};

/// Exactly one of station and link, but for a panel that left: that has `from`.
struct PositionAnswer {
    std::string place;  // the name of the kind of place: at_station, on_link, ...
    LeftOut<StationId> station;
    LeftOut<LinkPlace> link;
    LeftOut<bool> taken_out;
    LeftOut<bool> left_line;
    LeftOut<StationId> from;
    Certainty certainty = Certainty::observed;
    Instant since{};
    std::optional<double> age_s;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("place", self.place);
        v("station", self.station);
        v("link", self.link);
        v("taken_out", self.taken_out);
        v("left_line", self.left_line);
        v("from", self.from);
        v("certainty", self.certainty);
        v("since", self.since);
        v("age_s", self.age_s);
    }
};

struct PanelAnswer {
    PanelId id;
    std::optional<std::string> barcode;
    std::optional<std::string> hermes_board_id;
    std::optional<std::string> work_order;
    std::optional<std::string> batch;
    std::vector<Unit> units;
    PositionAnswer position;
    std::uint32_t rework_loops = 0;
    bool scrapped = false;
    Instant finished_at{};
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("barcode", self.barcode);
        v("hermes_board_id", self.hermes_board_id);
        v("work_order", self.work_order);
        v("batch", self.batch);
        v("units", self.units);
        v("position", self.position);
        v("rework_loops", self.rework_loops);
        v("scrapped", self.scrapped);
        v("finished_at", self.finished_at);
    }
};

/// A panel's whole story: the row of the line's answer, then what else the twin keeps of it.
struct PanelStory {
    std::uint64_t sequence = 0;
    Instant as_of{};
    LineId line;
    PanelAnswer row;
    PanelState panel;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("sequence", self.sequence);
        v("as_of", self.as_of);
        v("line", self.line);
        PanelAnswer::fields(self.row, v);
        PanelState::fields(self.panel, [&v](std::string_view name, auto& member) {
            for (const auto* told :
                 {"id", "batch", "units", "position", "rework_loops", "scrapped", "finished_at", "sequence", "line"}) {
                if (name == told) return;
            }
            v(name, member);
        });
    }
};

/// What a machine counts as parts. null: it can't say, or never said.
struct PartCounterAnswer {
    std::string name;
    std::optional<std::int64_t> count;  // as the machine shows it
    std::optional<std::uint64_t> done;  // seen to be done, over all its resets
    std::uint64_t resets = 0;
    Instant at{};
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("name", self.name);
        v("count", self.count);
        v("done", self.done);
        v("resets", self.resets);
        v("at", self.at);
    }
};

struct StationAnswer {
    StationId id;
    std::string name;
    std::string short_name;
    StationKind kind = StationKind::other;
    EquipmentClass state = EquipmentClass::unknown;
    std::string state_text;  // "standby, starved"
    std::int32_t code = 0;
    Instant since{};
    bool online = true;
    Instant last_heard_at{};
    std::optional<std::string> recipe;
    std::vector<Fault> faults;
    std::uint64_t panels_in = 0;
    std::uint64_t panels_out = 0;
    std::vector<PartCounterAnswer> part_counters;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
        v("short_name", self.short_name);
        v("kind", self.kind);
        v("state", self.state);
        v("state_text", self.state_text);
        v("code", self.code);
        v("since", self.since);
        v("online", self.online);
        v("last_heard_at", self.last_heard_at);
        v("recipe", self.recipe);
        v("faults", self.faults);
        v("panels_in", self.panels_in);
        v("panels_out", self.panels_out);
        v("part_counters", self.part_counters);
    }
};

struct LineAnswer {
    std::uint64_t sequence = 0;
    Instant as_of{};
    LineId line;
    std::string name;
    std::string site;
    bool simulated = false;
    std::vector<StationAnswer> stations;
    std::vector<PanelAnswer> panels;
    std::vector<Kpi> kpis;
    std::vector<Alarm> alarms;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("sequence", self.sequence);
        v("as_of", self.as_of);
        v("line", self.line);
        v("name", self.name);
        v("site", self.site);
        v("simulated", self.simulated);
        v("stations", self.stations);
        v("panels", self.panels);
        v("kpis", self.kpis);
        v("alarms", self.alarms);
    }
};

struct LineSummary {
    LineId id;
    std::string name;
    std::string site;
    bool simulated = false;
    std::uint64_t stations = 0;
    std::uint64_t panels = 0;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
        v("site", self.site);
        v("simulated", self.simulated);
        v("stations", self.stations);
        v("panels", self.panels);
    }
};

struct LinesAnswer {
    std::uint64_t sequence = 0;
    Instant as_of{};
    std::vector<LineSummary> lines;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("sequence", self.sequence);
        v("as_of", self.as_of);
        v("lines", self.lines);
    }
};

struct OrderCounts {
    std::uint64_t units_done = 0;
    std::uint64_t units_on_line = 0;
    std::uint64_t units_scrapped = 0;
    std::uint64_t panels = 0;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("units_done", self.units_done);
        v("units_on_line", self.units_on_line);
        v("units_scrapped", self.units_scrapped);
        v("panels", self.panels);
    }
};

/// The order's own members, then what became of it.
struct OrderAnswer {
    WorkOrder order;
    bool announced = false;
    Instant started_at{};
    Instant finished_at{};
    OrderCounts progress;
    std::optional<CompletionRange> range;  // null until there is a forecast
    ExecutionStatus status = ExecutionStatus::unknown;
    Instant status_since{};
    std::vector<OrderStep> steps;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        WorkOrder::fields(self.order, v);
        v("announced", self.announced);
        v("started_at", self.started_at);
        v("finished_at", self.finished_at);
        v("progress", self.progress);
        v("range", self.range);
        v("status", self.status);
        v("status_since", self.status_since);
        v("steps", self.steps);
    }
};

struct OrdersAnswer {
    std::uint64_t sequence = 0;
    Instant as_of{};
    std::vector<OrderAnswer> orders;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("sequence", self.sequence);
        v("as_of", self.as_of);
        v("orders", self.orders);
    }
};

struct ForecastAnswer {
    std::uint64_t sequence = 0;
    Instant as_of{};
    WorkOrderId order;
    Instant finished_at{};
    std::optional<CompletionRange> range;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("sequence", self.sequence);
        v("as_of", self.as_of);
        v("order", self.order);
        v("finished_at", self.finished_at);
        v("range", self.range);
    }
};

struct AlarmsAnswer {
    std::uint64_t sequence = 0;
    Instant as_of{};
    std::vector<Alarm> alarms;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("sequence", self.sequence);
        v("as_of", self.as_of);
        v("alarms", self.alarms);
    }
};

/// A grant without the hash of its secret, which is of no use to anybody.
struct LinkAnswer {
    LinkGrant link;
    Instant ends_at{};
    bool open = false;
    std::uint64_t viewers = 0;  // streams open now
    LeftOut<std::string> url;   // with the secret, in the answer that made the link and nowhere else
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        LinkGrant::fields(self.link, [&v](std::string_view name, auto& member) {
            if (name != "secret_sha256") v(name, member);
        });
        v("ends_at", self.ends_at);
        v("open", self.open);
        v("viewers", self.viewers);
        v("url", self.url);
    }
};

struct LinksAnswer {
    std::vector<LinkAnswer> links;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("links", self.links);
    }
};

enum class Health { ok, degraded };
constexpr auto names(Health) { return std::array<std::string_view, 2>{"ok", "degraded"}; }

struct HealthAnswer {
    Health status = Health::ok;
    std::uint64_t sequence = 0;
    Instant as_of{};
    std::vector<std::string> reasons;  // empty when all is well
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("status", self.status);
        v("sequence", self.sequence);
        v("as_of", self.as_of);
        v("reasons", self.reasons);
    }
};

struct RawAnswer {
    std::string format;
    std::string bytes;  // what is no UTF-8 is shown as replacement characters
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("format", self.format);
        v("bytes", self.bytes);
    }
};

struct JournalRow {
    EventRecord record;
    std::optional<RawAnswer> raw;  // with the first event of its message
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        EventRecord::fields(self.record, v);
        v("raw", self.raw);
    }
};

struct JournalAnswer {
    std::vector<JournalRow> entries;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("entries", self.entries);
    }
};

struct FeedSnapshot {
    std::uint64_t sequence = 0;
    std::string epoch;
    TwinState state;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("sequence", self.sequence);
        v("epoch", self.epoch);
        v("state", self.state);
    }
};

struct FeedHeartbeat {
    std::uint64_t sequence = 0;
    std::string digest;
    Instant now{};
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("sequence", self.sequence);
        v("digest", self.digest);
        v("now", self.now);
    }
};

struct ErrorAnswer {
    std::string error;  // one plain sentence
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("error", self.error);
    }
};

}  // namespace glassline
