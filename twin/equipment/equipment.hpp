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

namespace glassline {

/// SEMI E10 basic states; `unknown` until a machine has said something.
enum class EquipmentClass {
    unknown,
    productive,
    standby,
    engineering,
    scheduled_down,
    unscheduled_down,
    non_scheduled
};
constexpr auto names(EquipmentClass) {
    return std::array<std::string_view, 7>{"unknown",        "productive",       "standby",      "engineering",
                                           "scheduled_down", "unscheduled_down", "non_scheduled"};
}

/// An E10 state with the sender's own code kept: class = floor(code / 1000), E58 sub-state = floor(code / 100).
struct EquipmentState {
    EquipmentClass e10 = EquipmentClass::unknown;
    std::int32_t code = 0;  // CFX ResourceState number as sent, 0 unknown
    bool operator==(const EquipmentState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("e10", self.e10);
        v("code", self.code);
    }
    [[nodiscard]] bool blocked() const { return code == 2201; }
    [[nodiscard]] bool starved() const { return code == 2202; }
};

/// Any code 1000..6999 gives its E10 class; others are unknown and keep their code.
[[nodiscard]] EquipmentState equipment_state_from_code(std::int32_t code);
/// "productive", "standby, blocked", "standby, starved", ...
[[nodiscard]] std::string describe(const EquipmentState& state);

enum class FaultSeverity { information, warning, error, alarm };
constexpr auto names(FaultSeverity) {
    return std::array<std::string_view, 4>{"information", "warning", "error", "alarm"};
}

struct Fault {
    FaultId id;
    std::string code;
    std::string cause;  // CFX FaultCause, as sent
    FaultSeverity severity = FaultSeverity::error;
    std::string description;
    Instant occurred_at{};
    bool acknowledged = false;
    std::string acknowledged_by;
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

inline constexpr std::size_t max_state_intervals = 256;  // a station's remembered past; older ones are in the journal
inline constexpr std::size_t max_active_faults = 64;     // more than that at once is a sender that never clears
inline constexpr std::size_t max_cycle_samples = 64;     // cycle times kept for the median

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
    }
};

// ---- events (tags 20 to 39) ----

struct StationStateChanged {
    static constexpr std::string_view type_name = "StationStateChanged";
    static constexpr std::uint16_t tag = 20;
    StationId station;
    EquipmentState state;
    EquipmentState old_state;   // unknown when not said
    Duration old_duration{-1};  // negative when not said
    bool operator==(const StationStateChanged&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("state", self.state);
        v("old_state", self.old_state);
        v("old_duration", self.old_duration);
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
    std::string why;  // empty: no reason was given
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
    bool operator==(const RecipeActivated&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("recipe", self.recipe);
        v("revision", self.revision);
        v("expected_cycle_s", self.expected_cycle_s);
        v("order", self.order);
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

/// CFX Heartbeat: the machine is alive and says how often it will say so.
struct HeartbeatReceived {
    static constexpr std::string_view type_name = "HeartbeatReceived";
    static constexpr std::uint16_t tag = 27;
    StationId station;
    double period_s = 0;
    bool operator==(const HeartbeatReceived&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("period_s", self.period_s);
    }
};

}  // namespace glassline
