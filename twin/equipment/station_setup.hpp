// How a station is set up and looked after: recipes a lane, stages, tools, parameters, who is at it, what was serviced.
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

namespace glassline {

inline constexpr std::size_t max_lanes = 16;   // of a station
inline constexpr std::size_t max_stages = 64;  // an oven's zones are stages
inline constexpr std::size_t max_tools = 256;  // nozzles, stencils, squeegees
inline constexpr std::size_t max_parameters = 256;
inline constexpr std::size_t max_operators = 16;
inline constexpr std::size_t max_services = 64;     // remembered a station, the newest
inline constexpr std::size_t max_log_entries = 32;  // remembered a station, the newest

/// What runs on a lane. Everything that starts on it until the next recipe belongs to `order`.
struct LaneRecipe {
    std::string recipe;
    std::string revision;
    WorkOrderId order;
    std::string batch;
    Instant since{};
    bool operator==(const LaneRecipe&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("recipe", self.recipe);
        v("revision", self.revision);
        v("order", self.order);
        v("batch", self.batch);
        v("since", self.since);
    }
};

struct StageState {
    EquipmentState state;
    Instant since{};
    std::string paused_for;  // CFX WorkStagePauseReason; empty: not paused
    Instant paused_since{};
    bool operator==(const StageState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("state", self.state);
        v("since", self.since);
        v("paused_for", self.paused_for);
        v("paused_since", self.paused_since);
    }
};

struct ToolState {
    std::string name;
    std::string kind;    // SMTHeadAndNozzle, SMTStencil, SMTSqueegee, ...; empty: not said
    std::string holder;  // where it is, when it was taken from or put back into a holder
    bool loaded = false;
    Instant changed_at{};  // loaded or unloaded
    std::uint64_t cycles = 0;
    Instant cleaned_at{};
    std::uint64_t cycles_since_clean = 0;
    bool operator==(const ToolState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("name", self.name);
        v("kind", self.kind);
        v("holder", self.holder);
        v("loaded", self.loaded);
        v("changed_at", self.changed_at);
        v("cycles", self.cycles);
        v("cleaned_at", self.cleaned_at);
        v("cycles_since_clean", self.cycles_since_clean);
    }
};

enum class ServiceKind {
    calibration,
    maintenance,
    stencil_cleaned,
    squeegee_cleaned,
    tools_cleaned,
    activity,
    recipe_modified,
    recipe_adjusted
};
constexpr auto names(ServiceKind) {
    return std::array<std::string_view, 8>{"calibration",   "maintenance", "stencil_cleaned", "squeegee_cleaned",
                                           "tools_cleaned", "activity",    "recipe_modified", "recipe_adjusted"};
}

/// Something was done to the station.
struct Service {
    Instant at{};
    ServiceKind kind = ServiceKind::maintenance;
    std::string what;    // code, tool, recipe
    std::string result;  // as sent
    bool operator==(const Service&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("at", self.at);
        v("kind", self.kind);
        v("what", self.what);
        v("result", self.result);
    }
};

struct LogEntry {
    Instant at{};
    std::string id;
    std::string message;
    std::string importance;  // CFX LogImportance, as sent
    bool operator==(const LogEntry&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("at", self.at);
        v("id", self.id);
        v("message", self.message);
        v("importance", self.importance);
    }
};

/// The last value a parameter was set to.
struct ParameterState {
    std::string value;
    Instant at{};
    bool operator==(const ParameterState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("value", self.value);
        v("at", self.at);
    }
};

/// Whether somebody is at the station, and since when or until when.
struct Presence {
    bool present = false;
    Instant at{};
    bool operator==(const Presence&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("present", self.present);
        v("at", self.at);
    }
};

struct StationSetup {
    std::map<std::string, LaneRecipe> lanes;   // by lane number, "" for a recipe of the whole station
    std::map<std::string, StageState> stages;  // by name, "#sequence" without one
    std::map<std::string, ToolState> tools;    // by identifier, by name without one
    std::map<std::string, ParameterState> parameters;
    std::map<std::string, Presence> operators;  // by pseudonym
    bool locked = false;                        // asked to be, by LockStationRequest
    std::string lock_reason;
    Instant locked_at{};  // of the newest request
    std::string sleep_state;
    Instant sleep_at{};
    std::vector<Service> services;  // the oldest first
    std::vector<LogEntry> log;      // the oldest first
    std::uint64_t components_placed = 0;
    std::uint64_t components_not_placed = 0;
    std::uint64_t pauses = 0;
    std::uint64_t services_forgotten = 0;
    std::uint64_t log_forgotten = 0;
    std::uint64_t dropped = 0;  // lanes, stages, tools, parameters, operators over their bounds
    std::uint64_t late = 0;     // told of a past that newer messages had overwritten
    bool operator==(const StationSetup&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("lanes", self.lanes);
        v("stages", self.stages);
        v("tools", self.tools);
        v("parameters", self.parameters);
        v("operators", self.operators);
        v("locked", self.locked);
        v("lock_reason", self.lock_reason);
        v("locked_at", self.locked_at);
        v("sleep_state", self.sleep_state);
        v("sleep_at", self.sleep_at);
        v("services", self.services);
        v("log", self.log);
        v("components_placed", self.components_placed);
        v("components_not_placed", self.components_not_placed);
        v("pauses", self.pauses);
        v("services_forgotten", self.services_forgotten);
        v("log_forgotten", self.log_forgotten);
        v("dropped", self.dropped);
        v("late", self.late);
    }
};

}  // namespace glassline
