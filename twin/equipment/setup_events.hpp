// Events about how a station is set up and looked after; the nouns are in station_setup, the fold in setup_fold.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "twin/equipment/equipment.hpp"

namespace glassline {

inline constexpr std::size_t max_tools_in_message = 256;
inline constexpr std::size_t max_parameters_in_message = 256;

/// A tool as a message names it.
struct ToolNamed {
    std::string id;
    std::string name;
    std::string kind;
    std::uint64_t cycles = 0;  // used so often (ToolsUsed)
    bool operator==(const ToolNamed&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
        v("kind", self.kind);
        v("cycles", self.cycles);
    }
};

// ---- events (tags 125 to 149) ----

struct WorkStagePaused {
    static constexpr std::string_view type_name = "WorkStagePaused";
    static constexpr std::uint16_t tag = 125;
    StationId station;
    TransactionId transaction;
    std::uint32_t stage = 0;  // CFX StageSequence, 0: not said
    std::string stage_name;
    std::string reason;  // CFX WorkStagePauseReason, as sent
    bool operator==(const WorkStagePaused&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("stage", self.stage);
        v("stage_name", self.stage_name);
        v("reason", self.reason);
    }
};

struct WorkStageResumed {
    static constexpr std::string_view type_name = "WorkStageResumed";
    static constexpr std::uint16_t tag = 126;
    StationId station;
    TransactionId transaction;
    std::uint32_t stage = 0;  // CFX StageSequence, 0: not said
    std::string stage_name;
    bool operator==(const WorkStageResumed&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("stage", self.stage);
        v("stage_name", self.stage_name);
    }
};

struct StageStateChanged {
    static constexpr std::string_view type_name = "StageStateChanged";
    static constexpr std::uint16_t tag = 127;
    StationId station;
    std::uint32_t stage = 0;  // CFX StageSequence, 0: not said
    std::string stage_name;
    std::uint32_t lane = 0;  // 0: the whole station
    EquipmentState state;
    EquipmentState old_state;          // unknown when not said
    Duration old_duration{-1};         // negative when not said
    std::vector<Fault> related_fault;  // none or one
    bool operator==(const StageStateChanged&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("stage", self.stage);
        v("stage_name", self.stage_name);
        v("lane", self.lane);
        v("state", self.state);
        v("old_state", self.old_state);
        v("old_duration", self.old_duration);
        v("related_fault", self.related_fault);
    }
};

struct RecipeDeactivated {
    static constexpr std::string_view type_name = "RecipeDeactivated";
    static constexpr std::uint16_t tag = 128;
    StationId station;
    std::string recipe;
    std::string revision;
    std::uint32_t lane = 0;  // 0: the whole station
    bool operator==(const RecipeDeactivated&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("recipe", self.recipe);
        v("revision", self.revision);
        v("lane", self.lane);
    }
};

struct RecipeModified {
    static constexpr std::string_view type_name = "RecipeModified";
    static constexpr std::uint16_t tag = 129;
    StationId station;
    std::string recipe;
    std::string revision;
    std::string reason;  // CFX RecipeModificationReason, as sent
    bool operator==(const RecipeModified&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("recipe", self.recipe);
        v("revision", self.revision);
        v("reason", self.reason);
    }
};

/// The machine adjusted its recipe by itself.
struct LocalRecipeChanged {
    static constexpr std::string_view type_name = "LocalRecipeChanged";
    static constexpr std::uint16_t tag = 130;
    StationId station;
    std::uint32_t lane = 0;            // 0: the whole station
    std::vector<std::string> changes;  // "type: state", as sent
    bool operator==(const LocalRecipeChanged&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("lane", self.lane);
        v("changes", self.changes);
    }
};

/// Somebody asked a station to stop taking work, or to take it up again; the station is the one that was asked.
struct StationLockRequested {
    static constexpr std::string_view type_name = "StationLockRequested";
    static constexpr std::uint16_t tag = 131;
    StationId station;
    bool lock = false;       // false: UnlockStationRequest
    std::uint32_t lane = 0;  // 0: the whole station
    std::string reason;
    bool operator==(const StationLockRequested&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("lock", self.lock);
        v("lane", self.lane);
        v("reason", self.reason);
    }
};

struct OperatorActivated {
    static constexpr std::string_view type_name = "OperatorActivated";
    static constexpr std::uint16_t tag = 132;
    StationId station;
    std::string who;  // a pseudonym: tells two people apart and names none
    bool operator==(const OperatorActivated&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("who", self.who);
    }
};

struct OperatorDeactivated {
    static constexpr std::string_view type_name = "OperatorDeactivated";
    static constexpr std::uint16_t tag = 133;
    StationId station;
    std::string who;
    bool operator==(const OperatorDeactivated&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("who", self.who);
    }
};

struct ToolsLoaded {
    static constexpr std::string_view type_name = "ToolsLoaded";
    static constexpr std::uint16_t tag = 134;
    StationId station;
    std::vector<ToolNamed> tools;
    bool operator==(const ToolsLoaded&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("tools", self.tools);
    }
};

struct ToolsUnloaded {
    static constexpr std::string_view type_name = "ToolsUnloaded";
    static constexpr std::uint16_t tag = 135;
    StationId station;
    std::vector<ToolNamed> tools;
    bool operator==(const ToolsUnloaded&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("tools", self.tools);
    }
};

struct ToolsUsed {
    static constexpr std::string_view type_name = "ToolsUsed";
    static constexpr std::uint16_t tag = 136;
    StationId station;
    TransactionId transaction;
    std::vector<ToolNamed> tools;
    bool operator==(const ToolsUsed&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("tools", self.tools);
    }
};

struct ToolsCleaned {
    static constexpr std::string_view type_name = "ToolsCleaned";
    static constexpr std::uint16_t tag = 137;
    StationId station;
    std::vector<ToolNamed> tools;
    bool operator==(const ToolsCleaned&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("tools", self.tools);
    }
};

/// A head put one tool into a holder and took another one.
struct ToolChanged {
    static constexpr std::string_view type_name = "ToolChanged";
    static constexpr std::uint16_t tag = 138;
    StationId station;
    std::vector<ToolNamed> old_tool;  // none or one
    std::string returned_to;
    std::vector<ToolNamed> new_tool;  // none or one
    std::string taken_from;
    bool operator==(const ToolChanged&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("old_tool", self.old_tool);
        v("returned_to", self.returned_to);
        v("new_tool", self.new_tool);
        v("taken_from", self.taken_from);
    }
};

/// CalibrationPerformed, MaintenancePerformed, StencilCleaned, SqueegeeCleaned, ActivitiesExecuted: one event a deed.
struct ServicePerformed {
    static constexpr std::string_view type_name = "ServicePerformed";
    static constexpr std::uint16_t tag = 139;
    StationId station;
    ServiceKind kind = ServiceKind::maintenance;
    std::string what;
    std::string result;
    std::string tool;  // a stencil's or squeegee's identifier
    bool operator==(const ServicePerformed&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("kind", self.kind);
        v("what", self.what);
        v("result", self.result);
        v("tool", self.tool);
    }
};

struct SleepStateChanged {
    static constexpr std::string_view type_name = "SleepStateChanged";
    static constexpr std::uint16_t tag = 140;
    StationId station;
    std::string state;  // as sent
    std::string old_state;
    std::string stage_name;
    bool operator==(const SleepStateChanged&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("state", self.state);
        v("old_state", self.old_state);
        v("stage_name", self.stage_name);
    }
};

struct StationParametersModified {
    static constexpr std::string_view type_name = "StationParametersModified";
    static constexpr std::uint16_t tag = 141;
    StationId station;
    std::map<std::string, std::string> parameters;  // only those that changed
    bool operator==(const StationParametersModified&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("parameters", self.parameters);
    }
};

struct LogEntryRecorded {
    static constexpr std::string_view type_name = "LogEntryRecorded";
    static constexpr std::uint16_t tag = 142;
    StationId station;
    std::string id;
    std::string message;
    std::string importance;
    bool operator==(const LogEntryRecorded&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("id", self.id);
        v("message", self.message);
        v("importance", self.importance);
    }
};

struct ComponentsPlaced {
    static constexpr std::string_view type_name = "ComponentsPlaced";
    static constexpr std::uint16_t tag = 143;
    StationId station;
    Instant from{};
    Instant to{};
    std::uint64_t placed = 0;
    std::uint64_t not_placed = 0;
    bool inserted = false;  // through holes (ComponentsInserted)
    bool operator==(const ComponentsPlaced&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("from", self.from);
        v("to", self.to);
        v("placed", self.placed);
        v("not_placed", self.not_placed);
        v("inserted", self.inserted);
    }
};

}  // namespace glassline
