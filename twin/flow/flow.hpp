// Panels on their way through the line: identity, units, visits, position. Nouns and events; the fold is in flow_fold.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"
#include "twin/quality/measurement.hpp"
#include "twin/trace/panel_trace.hpp"

namespace glassline {

/// How sure the twin is of a position.
enum class Certainty {
    observed,  // a machine said so
    inferred,  // concluded: between two stations, or passed unseen
    stale,     // once observed or inferred, but nothing came for longer than it should take
};
constexpr auto names(Certainty) { return std::array<std::string_view, 3>{"observed", "inferred", "stale"}; }

enum class UnitResult { unknown, good, failed, missing, skipped, scrapped };
constexpr auto names(UnitResult) {
    return std::array<std::string_view, 6>{"unknown", "good", "failed", "missing", "skipped", "scrapped"};
}

/// One circuit on a panel (CFX UnitPosition, Hermes SubBoard).
struct Unit {
    std::string identifier;      // its own barcode; empty: known by its position only
    std::uint32_t position = 0;  // 1..n on the panel
    double x_mm = 0;
    double y_mm = 0;
    double rotation_deg = 0;
    UnitResult result = UnitResult::unknown;
    bool first_pass_good = true;  // false for ever once an inspection failed it
    bool inspected = false;
    std::uint64_t judged_at = 0;  // bit n: inspected or tested at the line's station n (of the first 64)
    std::uint64_t failed_at = 0;  // bit n: failed its first judgement there, and it was no false call
    bool operator==(const Unit&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("identifier", self.identifier);
        v("position", self.position);
        v("x_mm", self.x_mm);
        v("y_mm", self.y_mm);
        v("rotation_deg", self.rotation_deg);
        v("result", self.result);
        v("first_pass_good", self.first_pass_good);
        v("inspected", self.inspected);
        v("judged_at", self.judged_at);
        v("failed_at", self.failed_at);
    }
};

/// What a message says about which panel it speaks of. Any of it may be empty, but not all.
struct PanelEvidence {
    std::string primary_identifier;  // CFX PrimaryIdentifier: barcode of the panel or carrier
    std::string hermes_board_id;     // GUID, unique within one unbroken Hermes stretch
    std::string top_barcode;
    std::string bottom_barcode;
    bool operator==(const PanelEvidence&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("primary_identifier", self.primary_identifier);
        v("hermes_board_id", self.hermes_board_id);
        v("top_barcode", self.top_barcode);
        v("bottom_barcode", self.bottom_barcode);
    }
};

/// Where a panel's work order is known from; a higher one replaces a lower one, never the other way round.
enum class OrderEvidence { none, recipe_activated, hermes_board, units_initialized, work_started, manual };
constexpr auto names(OrderEvidence) {
    return std::array<std::string_view, 6>{
        "none", "recipe_activated", "hermes_board", "units_initialized", "work_started", "manual"};
}

/// What a message says about the panel beside its identity.
struct PanelFacts {
    std::vector<Unit> units;  // empty: not said
    WorkOrderId order;
    std::string batch;
    OrderEvidence order_evidence = OrderEvidence::none;
    std::string product;
    double length_mm = 0;  // 0: not said
    double width_mm = 0;
    bool failed = false;  // Hermes FailedBoard 2
    bool operator==(const PanelFacts&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("units", self.units);
        v("order", self.order);
        v("batch", self.batch);
        v("order_evidence", self.order_evidence);
        v("product", self.product);
        v("length_mm", self.length_mm);
        v("width_mm", self.width_mm);
        v("failed", self.failed);
    }
};

/// One stay of a panel at a station. Inferred arrivals have no time of their own: arrived_at is that of the first
/// evidence that it must have been there.
struct Visit {
    StationId station;
    Instant arrived_at{};
    Certainty arrival = Certainty::observed;
    Instant work_started_at{};
    Instant work_completed_at{};
    Instant departed_at{};  // no_time: still there, as far as is known
    Certainty departure = Certainty::observed;
    bool removed = false;     // taken out by hand (Hermes BoardTransfer 3), to a rework bench for instance
    std::uint32_t stage = 0;  // CFX StageSequence being worked on, 0 none
    bool operator==(const Visit&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("arrived_at", self.arrived_at);
        v("arrival", self.arrival);
        v("work_started_at", self.work_started_at);
        v("work_completed_at", self.work_completed_at);
        v("departed_at", self.departed_at);
        v("departure", self.departure);
        v("removed", self.removed);
        v("stage", self.stage);
    }
};

// ---- where a panel is ----

struct AtStation {
    static constexpr std::string_view type_name = "at_station";
    static constexpr std::uint16_t tag = 1;
    StationId station;
    bool operator==(const AtStation&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
    }
};
/// On the conveyor between two stations.
struct OnLink {
    static constexpr std::string_view type_name = "on_link";
    static constexpr std::uint16_t tag = 2;
    StationId from;
    StationId to;
    bool operator==(const OnLink&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("from", self.from);
        v("to", self.to);
    }
};
/// Taken out at a station by hand, in rework as a rule.
struct TakenOut {
    static constexpr std::string_view type_name = "taken_out";
    static constexpr std::uint16_t tag = 3;
    StationId station;
    bool operator==(const TakenOut&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
    }
};
/// Behind the last station of the route.
struct LeftLine {
    static constexpr std::string_view type_name = "left_line";
    static constexpr std::uint16_t tag = 4;
    StationId from;
    bool operator==(const LeftLine&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("from", self.from);
    }
};
using Place = std::variant<AtStation, OnLink, TakenOut, LeftLine>;

struct Position {
    Place place;
    Certainty certainty = Certainty::observed;
    Instant since{};  // the moment of the newest evidence for it
    bool operator==(const Position&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("place", self.place);
        v("certainty", self.certainty);
        v("since", self.since);
    }
};

struct Defect {
    std::string unit;  // unit identifier or "#position"
    std::string code;
    std::string designator;  // component, "R12"
    StationId station;
    Instant found_at{};
    bool operator==(const Defect&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("unit", self.unit);
        v("code", self.code);
        v("designator", self.designator);
        v("station", self.station);
        v("found_at", self.found_at);
    }
};

inline constexpr std::size_t max_visits = 64;     // of one panel; a rework loop that never ends is cut at the front
inline constexpr std::size_t max_units = 10'000;  // on one panel (a sender once named 32,774); the rest is counted
inline constexpr std::size_t max_defects = 64;    // kept a panel
inline constexpr std::size_t max_panels = 4'000;  // kept a line: panels that left go first, oldest first

struct PanelState {
    PanelId id;
    PanelEvidence identity;  // everything learned so far, newest wins
    std::vector<Unit> units;
    std::uint64_t units_cut = 0;  // units over max_units that a message claimed
    WorkOrderId order;
    std::string batch;
    OrderEvidence order_evidence = OrderEvidence::none;
    std::string product;
    double length_mm = 0;
    double width_mm = 0;
    std::vector<Visit> visits;  // in the order of arrival
    Position position;
    std::vector<Defect> defects;
    std::uint32_t rework_loops = 0;
    bool scrapped = false;
    Instant first_seen_at{};
    Instant finished_at{};  // when it left the line good, no_time before
    bool operator==(const PanelState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("identity", self.identity);
        v("units", self.units);
        v("units_cut", self.units_cut);
        v("order", self.order);
        v("batch", self.batch);
        v("order_evidence", self.order_evidence);
        v("product", self.product);
        v("length_mm", self.length_mm);
        v("width_mm", self.width_mm);
        v("visits", self.visits);
        v("position", self.position);
        v("defects", self.defects);
        v("rework_loops", self.rework_loops);
        v("scrapped", self.scrapped);
        v("first_seen_at", self.first_seen_at);
        v("finished_at", self.finished_at);
    }
};

// ---- events (tags 40 to 69) ----

/// How a board changed hands (Hermes BoardTransfer; CFX UnitsLoaded/UnitsUnloaded map onto it).
enum class Transfer { by_conveyor, by_magazine, by_hand };
constexpr auto names(Transfer) { return std::array<std::string_view, 3>{"by_conveyor", "by_magazine", "by_hand"}; }

struct UnitsArrived {
    static constexpr std::string_view type_name = "UnitsArrived";
    static constexpr std::uint16_t tag = 40;
    StationId station;
    PanelEvidence panel;
    PanelFacts facts;
    std::uint32_t lane = 1;
    Transfer transfer = Transfer::by_conveyor;
    bool operator==(const UnitsArrived&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("panel", self.panel);
        v("facts", self.facts);
        v("lane", self.lane);
        v("transfer", self.transfer);
    }
};

struct UnitsDeparted {
    static constexpr std::string_view type_name = "UnitsDeparted";
    static constexpr std::uint16_t tag = 41;
    StationId station;
    PanelEvidence panel;
    PanelFacts facts;
    std::uint32_t lane = 1;
    Transfer transfer = Transfer::by_conveyor;
    bool operator==(const UnitsDeparted&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("panel", self.panel);
        v("facts", self.facts);
        v("lane", self.lane);
        v("transfer", self.transfer);
    }
};

struct WorkStarted {
    static constexpr std::string_view type_name = "WorkStarted";
    static constexpr std::uint16_t tag = 42;
    StationId station;
    TransactionId transaction;
    PanelEvidence panel;
    PanelFacts facts;
    std::uint32_t lane = 1;
    bool operator==(const WorkStarted&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("panel", self.panel);
        v("facts", self.facts);
        v("lane", self.lane);
    }
};

enum class WorkResult { completed, failed, aborted, skipped };
constexpr auto names(WorkResult) {
    return std::array<std::string_view, 4>{"completed", "failed", "aborted", "skipped"};
}

struct WorkCompleted {
    static constexpr std::string_view type_name = "WorkCompleted";
    static constexpr std::uint16_t tag = 43;
    StationId station;
    TransactionId transaction;
    PanelEvidence panel;  // may be empty: the transaction names it
    PanelFacts facts;
    WorkResult result = WorkResult::completed;
    bool operator==(const WorkCompleted&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("panel", self.panel);
        v("facts", self.facts);
        v("result", self.result);
    }
};

struct WorkStageStarted {
    static constexpr std::string_view type_name = "WorkStageStarted";
    static constexpr std::uint16_t tag = 44;
    StationId station;
    TransactionId transaction;
    std::uint32_t stage = 0;
    std::string stage_name;
    bool operator==(const WorkStageStarted&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("stage", self.stage);
        v("stage_name", self.stage_name);
    }
};

struct WorkStageCompleted {
    static constexpr std::string_view type_name = "WorkStageCompleted";
    static constexpr std::uint16_t tag = 45;
    StationId station;
    TransactionId transaction;
    std::uint32_t stage = 0;
    std::string stage_name;
    WorkResult result = WorkResult::completed;
    bool operator==(const WorkStageCompleted&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("stage", self.stage);
        v("stage_name", self.stage_name);
        v("result", self.result);
    }
};

/// One unit's verdict in an inspection; `identifier` or `position` names it.
struct InspectedUnit {
    std::string identifier;
    std::uint32_t position = 0;  // 0: not said
    UnitResult result = UnitResult::good;
    std::vector<Defect> defects;
    Verification verification = Verification::none;
    std::uint32_t false_calls = 0;  // defects that a second look rejected; they are not in `defects`
    std::vector<MeasurementSummary> measurements{};
    bool operator==(const InspectedUnit&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("identifier", self.identifier);
        v("position", self.position);
        v("result", self.result);
        v("defects", self.defects);
        v("verification", self.verification);
        v("false_calls", self.false_calls);
        v("measurements", self.measurements);
    }
};

struct UnitsInspected {
    static constexpr std::string_view type_name = "UnitsInspected";
    static constexpr std::uint16_t tag = 46;
    StationId station;
    TransactionId transaction;
    std::string method;  // SPI, AOI, AXI, Human
    std::vector<InspectedUnit> units;
    std::vector<InspectedUnit> panel{};  // CFX InspectedPanel [1.6]: none or one; judges no unit
    bool operator==(const UnitsInspected&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("method", self.method);
        v("units", self.units);
        v("panel", self.panel);
    }
};

struct UnitsRepaired {
    static constexpr std::string_view type_name = "UnitsRepaired";
    static constexpr std::uint16_t tag = 47;
    StationId station;
    TransactionId transaction;
    std::vector<InspectedUnit> units;  // result good: repaired; failed: not; scrapped: given up
    std::vector<Repair> repairs{};
    bool operator==(const UnitsRepaired&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("units", self.units);
        v("repairs", self.repairs);
    }
};

struct UnitsDisqualified {
    static constexpr std::string_view type_name = "UnitsDisqualified";
    static constexpr std::uint16_t tag = 48;
    StationId station;
    PanelEvidence panel;
    PanelFacts facts;  // units named: only these are scrapped; none: the whole panel
    std::string reason;
    bool operator==(const UnitsDisqualified&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("panel", self.panel);
        v("facts", self.facts);
        v("reason", self.reason);
    }
};

/// A panel gets its identity and its work order (CFX UnitsInitialized); IdentifiersRead maps onto it without an order.
struct UnitsInitialized {
    static constexpr std::string_view type_name = "UnitsInitialized";
    static constexpr std::uint16_t tag = 49;
    StationId station;
    PanelEvidence panel;
    PanelFacts facts;
    bool operator==(const UnitsInitialized&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("panel", self.panel);
        v("facts", self.facts);
    }
};

}  // namespace glassline
