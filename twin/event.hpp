// Everything that can happen to the twin, as past-tense facts. Adding a kind: give it a new tag, add it to its slice,
// to this variant and to that slice's fold; the compiler finds the rest.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "twin/alarms/shelving.hpp"
#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"
#include "twin/equipment/equipment.hpp"
#include "twin/equipment/setup_events.hpp"
#include "twin/flow/flow.hpp"
#include "twin/health/health.hpp"
#include "twin/line/line_description.hpp"
#include "twin/material/material.hpp"
#include "twin/orders/order_events.hpp"
#include "twin/orders/orders.hpp"
#include "twin/process/process_events.hpp"
#include "twin/quality/quality.hpp"

namespace glassline {

/// The line as it is from here on; the first record of a journal, and again when the line file changed.
struct LineDescribed {
    static constexpr std::string_view type_name = "LineDescribed";
    static constexpr std::uint16_t tag = 1;
    LineDescription line;
    bool operator==(const LineDescribed&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("line", self.line);
    }
};

/// Plant time went on. What expires does so by this event, so that a replay ages like the live twin did.
struct TimePassed {
    static constexpr std::string_view type_name = "TimePassed";
    static constexpr std::uint16_t tag = 2;
    Instant now{};
    bool operator==(const TimePassed&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("now", self.now);
    }
};

using Event =
    std::variant<TimePassed, LineDescribed,
                 // equipment
                 StationStateChanged, FaultOccurred, FaultCleared, FaultAcknowledged, RecipeActivated, StationOnline,
                 StationOffline, HeartbeatReceived,
                 // flow
                 UnitsArrived, UnitsDeparted, WorkStarted, WorkCompleted, WorkStageStarted, WorkStageCompleted,
                 UnitsInspected, UnitsRepaired, UnitsDisqualified, UnitsInitialized,
                 // orders
                 WorkOrderDefined, WorkOrderQuantityUpdated, CompletionForecast, LinkGranted, LinkRevoked, LinkOpened,
                 // health
                 SourceDeclared, SourceStatusChanged, MessageRefused, MessageUnmapped, DuplicateReceived, ZoneMissing,
                 ForeignTypeSeen,
                 // quality
                 UnitsTested, UnitsPersonalized, IdentifiersRead, IdentifiersNotRead,
                 // material
                 MaterialsLoaded, MaterialsUnloaded, MaterialCarriersLoaded, MaterialCarriersUnloaded, MaterialsEmpty,
                 SplicePointDetected, MaterialsConsumed, MaterialsInstalled, MaterialsUninstalled, MaterialsExpired,
                 // equipment: setup and care
                 WorkStagePaused, WorkStageResumed, StageStateChanged, RecipeDeactivated, RecipeModified,
                 LocalRecipeChanged, StationLockRequested, OperatorActivated, OperatorDeactivated, ToolsLoaded,
                 ToolsUnloaded, ToolsUsed, ToolsCleaned, ToolChanged, ServicePerformed, SleepStateChanged,
                 StationParametersModified, LogEntryRecorded, ComponentsPlaced,
                 // process
                 UnitsProcessed, ProcessDataRecorded, ReadingsRecorded, EnergyConsumed,
                 // orders as the office tells them
                 WorkOrderStatusUpdated, WorkOrderScheduled, WorkOrderUnscheduled, WorkOrderDeleted,
                 WorkOrderActionExecuted, WorkOrderDataTold,
                 // equipment by MTConnect
                 PartsCounted, FaultsCleared,
                 // alarms
                 AlarmShelved, AlarmUnshelved,
                 // orders and clocks as a plant's own control system tells them
                 WorkOrderStatusChanged, WorkOrderStepChanged, ClockSkewFound>;

[[nodiscard]] inline std::string_view type_name(const Event& event) {
    return std::visit([]<class T>(const T&) { return T::type_name; }, event);
}

/// An event with its place in the one order of things. Two times travel with it and never mix: when it happened
/// (the machine's word, in plant time) and when we got it.
struct EventRecord {
    std::uint64_t sequence = 0;  // 1, 2, 3, ... without gaps
    SourceId source;
    Instant occurred_at{};
    Instant received_at{};
    Event event;
    bool operator==(const EventRecord&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("sequence", self.sequence);
        v("source", self.source);
        v("occurred_at", self.occurred_at);
        v("received_at", self.received_at);
        v("event", self.event);
    }
};

}  // namespace glassline
