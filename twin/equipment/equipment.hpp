// Stations as equipment: SEMI E10 states, faults, the active recipe. Nouns and events; the fold is in equipment_fold.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"
#include "twin/equipment/equipment_state.hpp"
#include "twin/equipment/station_setup.hpp"
#include "twin/material/station_material.hpp"
#include "twin/process/process_record.hpp"
#include "twin/quality/station_quality.hpp"

namespace glassline {

enum class FaultSeverity { information, warning, error, alarm };
constexpr auto names(FaultSeverity) {
    return std::array<std::string_view, 4>{"information", "warning", "error", "alarm"};
}

inline constexpr std::size_t max_fault_details = 32;

struct Fault {
    FaultId id;
    std::string code;
    std::string cause;  // CFX FaultCause, as sent
    FaultSeverity severity = FaultSeverity::error;
    std::string description;
    Instant occurred_at{};
    bool acknowledged = false;
    std::string acknowledged_by;
    TransactionId transaction;                   // the work it happened in, empty: not said
    std::uint32_t lane = 0;                      // 0: not said
    std::string stage;                           // by name, "#sequence" without one
    Instant due_at{};                            // when it must be looked at, no_time: not said
    std::map<std::string, std::string> details;  // what the sender's kind of fault adds: head, nozzle, part, ...
    std::string acknowledged_why;  // empty: no reason was given
    bool operator==(const Fault&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("code", self.code);
        v("cause", self.cause);
        v("severity", self.severity);
        v("description", self.description);
        v("occurred_at", self.occurred_at);
        v("acknowledged", self.acknowledged);
        v("acknowledged_by", self.acknowledged_by);
        v("transaction", self.transaction);
        v("lane", self.lane);
        v("stage", self.stage);
        v("due_at", self.due_at);
        v("details", self.details);
        v("acknowledged_why", self.acknowledged_why);
    }
};

/// One stretch of a station's past in one state; `until` is no_time while it lasts.
struct StateInterval {
    EquipmentState state;
    Instant since{};
    Instant until{};
    bool operator==(const StateInterval&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("state", self.state);
        v("since", self.since);
        v("until", self.until);
    }
};

inline constexpr double silent_after_heartbeats = 2.5;   // announced periods without a word
inline constexpr std::size_t max_state_intervals = 256;  // a station's remembered past; older ones are in the journal
inline constexpr std::size_t max_active_faults = 64;     // more than that at once is a sender that never clears
inline constexpr std::size_t max_cycle_samples = 64;     // cycle times kept for the median
inline constexpr std::size_t max_part_counters = 16;     // counters of one machine; further ones are not kept

/// A machine's own counter of parts (MTConnect PART_COUNT). It counts what the machine calls a part, not our panels.
struct PartCounter {
    std::string name;        // the machine's name of it
    bool known = false;      // false: the machine can't say; `count` is then what it last said, never zero by itself
    bool begun = false;      // it was known once: from then on `done` counts
    std::int64_t count = 0;  // as the machine shows it
    std::uint64_t done = 0;  // parts it was seen to advance by, over all its resets
    std::uint64_t resets = 0;
    Instant at{};  // of the newest word on it
    bool operator==(const PartCounter&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("name", self.name);
        v("known", self.known);
        v("begun", self.begun);
        v("count", self.count);
        v("done", self.done);
        v("resets", self.resets);
        v("at", self.at);
    }
};

/// A fault that was cleared: its occurrence may come late, from a spool, and must not raise it again.
struct ClearedFault {
    FaultId id;
    Instant at{};
    bool operator==(const ClearedFault&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("at", self.at);
    }
};

inline constexpr std::size_t max_cleared_faults = 64;  // remembered a station, the newest

struct StationState {
    EquipmentState state;
    Instant since{};                     // when it entered that state
    std::vector<StateInterval> history;  // oldest first, the last one is the present
    std::vector<Fault> faults;           // active, oldest first
    std::uint64_t faults_dropped = 0;    // active faults over the bound, counted
    std::string recipe;
    WorkOrderId recipe_order;   // the order named with the recipe: everything started until the next belongs to it
    double recipe_cycle_s = 0;  // ExpectedCycleTime
    bool online = true;
    Instant last_heard_at{};  // received_at of the last message about this station
    double heartbeat_s = 0;   // announced heartbeat period, 0 none
    std::uint64_t panels_in = 0;
    std::uint64_t panels_out = 0;
    std::uint64_t missed_transitions = 0;  // OldState or its duration did not fit what was known
    std::vector<double> cycle_samples_s;   // work started to completed, the newest last
    StationQuality quality;
    StationMaterial material;
    StationSetup setup;
    std::vector<ClearedFault> cleared;  // the oldest first
    std::uint64_t faults_repaired = 0;  // that a heartbeat told of or took back, for want of the message itself
    std::uint64_t recipes_repaired = 0;
    Instant recipe_since{};
    Instant online_since{};
    Instant heartbeat_at{};  // of the newest, by its own time
    StationProcess process;
    Instant silent_since{};  // its heartbeat is overdue since then, no_time: it is not
    std::uint64_t silences = 0;
    std::vector<PartCounter> part_counters;
    bool operator==(const StationState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("state", self.state);
        v("since", self.since);
        v("history", self.history);
        v("faults", self.faults);
        v("faults_dropped", self.faults_dropped);
        v("recipe", self.recipe);
        v("recipe_order", self.recipe_order);
        v("recipe_cycle_s", self.recipe_cycle_s);
        v("online", self.online);
        v("last_heard_at", self.last_heard_at);
        v("heartbeat_s", self.heartbeat_s);
        v("panels_in", self.panels_in);
        v("panels_out", self.panels_out);
        v("missed_transitions", self.missed_transitions);
        v("cycle_samples_s", self.cycle_samples_s);
        v("quality", self.quality);
        v("material", self.material);
        v("setup", self.setup);
        v("cleared", self.cleared);
        v("faults_repaired", self.faults_repaired);
        v("recipes_repaired", self.recipes_repaired);
        v("recipe_since", self.recipe_since);
        v("online_since", self.online_since);
        v("heartbeat_at", self.heartbeat_at);
        v("process", self.process);
        v("silent_since", self.silent_since);
        v("silences", self.silences);
        v("part_counters", self.part_counters);
    }
};

// ---- events (tags 20 to 39, 500 and 501) ----

struct StationStateChanged {
    static constexpr std::string_view type_name = "StationStateChanged";
    static constexpr std::uint16_t tag = 20;
    StationId station;
    EquipmentState state;
    EquipmentState old_state;            // unknown when not said
    Duration old_duration{-1};           // negative when not said
    std::vector<Fault> related_fault{};  // none or one
    bool operator==(const StationStateChanged&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("state", self.state);
        v("old_state", self.old_state);
        v("old_duration", self.old_duration);
        v("related_fault", self.related_fault);
    }
};

struct FaultOccurred {
    static constexpr std::string_view type_name = "FaultOccurred";
    static constexpr std::uint16_t tag = 21;
    StationId station;
    Fault fault;
    bool operator==(const FaultOccurred&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("fault", self.fault);
    }
};

struct FaultCleared {
    static constexpr std::string_view type_name = "FaultCleared";
    static constexpr std::uint16_t tag = 22;
    StationId station;
    FaultId fault;
    bool operator==(const FaultCleared&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("fault", self.fault);
    }
};

/// By a machine's operator (CFX) or by an operator of ours (`by` is then the token's name).
struct FaultAcknowledged {
    static constexpr std::string_view type_name = "FaultAcknowledged";
    static constexpr std::uint16_t tag = 23;
    StationId station;
    FaultId fault;
    std::string by;
    std::string why{};  // empty: no reason was given
    bool operator==(const FaultAcknowledged&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("fault", self.fault);
        v("by", self.by);
        v("why", self.why);
    }
};

struct RecipeActivated {
    static constexpr std::string_view type_name = "RecipeActivated";
    static constexpr std::uint16_t tag = 24;
    StationId station;
    std::string recipe;
    std::string revision;
    double expected_cycle_s = 0;  // 0 not said
    WorkOrderId order;            // empty before CFX 1.3
    std::string batch{};
    std::uint32_t lane = 0;  // 0: the whole station
    bool operator==(const RecipeActivated&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("recipe", self.recipe);
        v("revision", self.revision);
        v("expected_cycle_s", self.expected_cycle_s);
        v("order", self.order);
        v("batch", self.batch);
        v("lane", self.lane);
    }
};

struct StationOnline {
    static constexpr std::string_view type_name = "StationOnline";
    static constexpr std::uint16_t tag = 25;
    StationId station;
    bool operator==(const StationOnline&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
    }
};

struct StationOffline {
    static constexpr std::string_view type_name = "StationOffline";
    static constexpr std::uint16_t tag = 26;
    StationId station;
    bool operator==(const StationOffline&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
    }
};

/// A recipe as a heartbeat names it.
struct ActiveRecipe {
    std::uint32_t lane = 0;  // 0: the whole station
    std::string recipe;
    std::string revision;
    bool operator==(const ActiveRecipe&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("lane", self.lane);
        v("recipe", self.recipe);
        v("revision", self.revision);
    }
};

/// CFX Heartbeat: the machine is alive and says how often it will say so. From CFX 1.7 it also says what is active:
/// an empty list is "none", an unknown one says nothing.
struct HeartbeatReceived {
    static constexpr std::string_view type_name = "HeartbeatReceived";
    static constexpr std::uint16_t tag = 27;
    StationId station;
    double period_s = 0;
    bool faults_known = false;
    std::vector<Fault> active_faults{};
    bool recipes_known = false;
    std::vector<ActiveRecipe> active_recipes{};
    bool operator==(const HeartbeatReceived&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("period_s", self.period_s);
        v("faults_known", self.faults_known);
        v("active_faults", self.active_faults);
        v("recipes_known", self.recipes_known);
        v("active_recipes", self.active_recipes);
    }
};

/// A machine's part counter as it stands now (MTConnect PART_COUNT).
struct PartsCounted {
    static constexpr std::string_view type_name = "PartsCounted";
    static constexpr std::uint16_t tag = 500;
    StationId station;
    std::string counter;
    bool known = false;  // false: UNAVAILABLE, `count` says nothing
    std::int64_t count = 0;
    std::string reset;  // the machine's reason when it set the counter anew (DAY, MANUAL, ...); mostly not said
    bool operator==(const PartsCounted&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("counter", self.counter);
        v("known", self.known);
        v("count", self.count);
        v("reset", self.reset);
    }
};

/// Every active fault of the station whose id begins with `prefix` is over, or nobody can vouch for it any more: the
/// sender starts anew, or its connection is gone.
struct FaultsCleared {
    static constexpr std::string_view type_name = "FaultsCleared";
    static constexpr std::uint16_t tag = 501;
    StationId station;
    std::string prefix;
    bool operator==(const FaultsCleared&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("prefix", self.prefix);
    }
};

}  // namespace glassline
