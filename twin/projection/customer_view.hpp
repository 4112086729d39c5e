// What one customer sees of one order. The type is the wall: it has no field for anybody else's data, so nothing that
// stands behind the projection (gateway, stream, page) can leak what it never got. All of it is a function of the
// order's own facts, the line's description and the health of the sources on the way, save the one declared channel:
// `range` and `waiting`.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"
#include "twin/flow/flow.hpp"
#include "twin/line/line_description.hpp"

namespace glassline {

struct TwinState;

/// Which order may be seen, and what of it (watch, decide, comment).
struct CustomerScope {
    WorkOrderId order;
    std::vector<std::string> scopes;
    Instant expires_at{};  // of the link; no_time: not shown
};

/// A machine as the customer's picture draws it: no id, no vendor, no state.
struct CustomerStation {
    StationKind kind = StationKind::other;
    std::string step;  // LineDescription's customer_step
    bool bench = false;
    StationGeometry geometry;
    bool operator==(const CustomerStation&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("kind", self.kind);
        v("step", self.step);
        v("bench", self.bench);
        v("geometry", self.geometry);
    }
};

enum class BoardPlace { at_station, behind_station, on_bench };
constexpr auto names(BoardPlace) { return std::array<std::string_view, 3>{"at_station", "behind_station", "on_bench"}; }

/// One own board on the line. Boards that are finished or still to come are in `units` only.
struct CustomerBoard {
    std::uint32_t number = 0;      // 1, 2, ... in the order in which the own boards appeared
    std::uint32_t first_unit = 0;  // its units are first_unit .. first_unit + units - 1
    std::uint32_t units = 0;
    BoardPlace place = BoardPlace::at_station;
    std::uint32_t station = 0;  // index into CustomerLine::stations; behind_station: on the way to the next one
    Certainty certainty = Certainty::observed;
    Instant since{};
    bool operator==(const CustomerBoard&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("number", self.number);
        v("first_unit", self.first_unit);
        v("units", self.units);
        v("place", self.place);
        v("station", self.station);
        v("certainty", self.certainty);
        v("since", self.since);
    }
};

struct CustomerLine {
    std::vector<CustomerStation> stations;  // in the order in which boards pass them
    bool operator==(const CustomerLine&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("stations", self.stations);
    }
};

struct CustomerOrder {
    std::string id;
    std::string name;
    std::string product;         // "glacier sensor"
    std::uint32_t quantity = 0;  // units
    Instant promised{};
    Instant started_at{};
    Instant finished_at{};
    bool operator==(const CustomerOrder&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
        v("product", self.product);
        v("quantity", self.quantity);
        v("promised", self.promised);
        v("started_at", self.started_at);
        v("finished_at", self.finished_at);
    }
};

inline constexpr std::size_t max_customer_units = 5'000;   // drawn one by one; beyond that the counts speak
inline constexpr std::size_t max_customer_boards = 1'000;  // on the line at once

/// All own units. `each` holds one letter a unit, number 1 first: F finished, L on the line, R in rework, S scrapped,
/// '.' to come; cut at max_customer_units, the counts are not.
struct CustomerUnits {
    std::string each;
    std::uint64_t finished = 0;
    std::uint64_t on_line = 0;
    std::uint64_t rework = 0;
    std::uint64_t scrapped = 0;
    std::uint64_t to_come = 0;
    std::uint64_t first_pass_good = 0;  // good at their first inspection ...
    std::uint64_t inspected = 0;        // ... of so many inspected
    bool operator==(const CustomerUnits&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("each", self.each);
        v("finished", self.finished);
        v("on_line", self.on_line);
        v("rework", self.rework);
        v("scrapped", self.scrapped);
        v("to_come", self.to_come);
        v("first_pass_good", self.first_pass_good);
        v("inspected", self.inspected);
    }
};

struct CustomerStep {
    std::string label;                      // the line file's word
    StationKind kind = StationKind::other;  // lets the page say it in the reader's language
    std::uint64_t done = 0;                 // own units that are through
    std::uint64_t total = 0;
    bool operator==(const CustomerStep&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("label", self.label);
        v("kind", self.kind);
        v("done", self.done);
        v("total", self.total);
    }
};

/// The declared channel: what the forecast says, each time a multiple of unit_s.
struct CustomerRange {
    bool known = false;
    Instant from{};             // 10 %
    Instant to{};               // 90 %
    std::uint32_t unit_s = 0;   // the display unit
    std::vector<Instant> dots;  // twenty equally likely moments
    std::string reason;         // why it moved, empty if it did not
    bool operator==(const CustomerRange&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("known", self.known);
        v("from", self.from);
        v("to", self.to);
        v("unit_s", self.unit_s);
        v("dots", self.dots);
        v("reason", self.reason);
    }
};

/// The declared channel, too: own boards stand longer than their step takes.
struct CustomerWaiting {
    bool waiting = false;
    std::uint32_t station = 0;  // where, an index into CustomerLine::stations
    bool operator==(const CustomerWaiting&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("waiting", self.waiting);
        v("station", self.station);
    }
};

enum class CustomerPhase { not_started, on_line, between, finished };
constexpr auto names(CustomerPhase) {
    return std::array<std::string_view, 4>{"not_started", "on_line", "between", "finished"};
}

struct CustomerView {
    std::string plant;
    bool simulated = false;
    Instant as_of{};        // whole second up to which the picture is known to be complete
    bool connected = true;  // false: a source on the way is out, as_of stands still
    Instant link_expires_at{};
    CustomerPhase phase = CustomerPhase::not_started;
    CustomerOrder order;
    CustomerLine line;
    std::vector<CustomerBoard> boards;
    CustomerUnits units;
    std::vector<CustomerStep> steps;
    CustomerRange range;
    CustomerWaiting waiting;
    bool operator==(const CustomerView&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("plant", self.plant);
        v("simulated", self.simulated);
        v("as_of", self.as_of);
        v("connected", self.connected);
        v("link_expires_at", self.link_expires_at);
        v("phase", self.phase);
        v("order", self.order);
        v("line", self.line);
        v("boards", self.boards);
        v("units", self.units);
        v("steps", self.steps);
        v("range", self.range);
        v("waiting", self.waiting);
    }
};

inline constexpr std::size_t range_dots = 20;

/// The only way from the twin to a customer. An order that the twin doesn't know gives a view with an empty order id.
[[nodiscard]] CustomerView project(const TwinState& state, const CustomerScope& scope);

}  // namespace glassline
