// What one customer may know of one order: a type with no field for anybody else's data. project() makes it; the
// gateway serves it; the page draws it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/fields.hpp"
#include "twin/base/time.hpp"
#include "twin/line/line_description.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

/// Whose view: one order, and what the link allows.
struct CustomerScope {
    WorkOrderId order;
    std::vector<std::string> scopes;
};

/// A station of the drawn line: its kind and size, nothing of its vendor, state or load.
struct CustomerStation {
    StationKind kind = StationKind::other;
    std::string step;  // the word a customer reads: "Placed"; empty: drawn without a word
    double x_mm = 0;
    double length_mm = 0;
    double depth_mm = 0;
    double height_mm = 0;
    bool rework_bench = false;
    bool operator==(const CustomerStation&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("kind", self.kind);
        v("step", self.step);
        v("x_mm", self.x_mm);
        v("length_mm", self.length_mm);
        v("depth_mm", self.depth_mm);
        v("height_mm", self.height_mm);
        v("rework_bench", self.rework_bench);
    }
};

enum class BoardPlace { at_station, behind_station, taken_out };
constexpr auto names(BoardPlace) {
    return std::array<std::string_view, 3>{"at_station", "behind_station", "taken_out"};
}

/// An own panel that is on the line now, numbered from 1 in the order of its first appearance.
struct CustomerBoard {
    std::uint32_t number = 0;
    BoardPlace place = BoardPlace::at_station;
    std::uint32_t station = 0;  // index into the stations; behind_station: between it and the next
    Certainty certainty = Certainty::observed;
    Instant since{};
    bool operator==(const CustomerBoard&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("number", self.number);
        v("place", self.place);
        v("station", self.station);
        v("certainty", self.certainty);
        v("since", self.since);
    }
};

enum class CustomerUnitStatus { to_come, on_line, rework, finished, scrapped };
constexpr auto names(CustomerUnitStatus) {
    return std::array<std::string_view, 5>{"to_come", "on_line", "rework", "finished", "scrapped"};
}

struct CustomerStep {
    std::string name;
    std::uint32_t done = 0;  // own units that have passed it
    bool operator==(const CustomerStep&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("name", self.name);
        v("done", self.done);
    }
};

enum class CustomerPhase { released, on_line, waiting, finished };
constexpr auto names(CustomerPhase) {
    return std::array<std::string_view, 4>{"released", "on_line", "waiting", "finished"};
}

/// The declared channel: all that may depend on the rest of the line. Quantised to the display unit.
struct CustomerRange {
    Instant from{};  // no_time: no forecast yet
    Instant to{};
    std::uint32_t unit_s = 0;
    std::vector<Instant> quantiles;  // 5, 15, 25 ... 95 %, rounded to the unit
    std::string reason;
    bool operator==(const CustomerRange&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("from", self.from);
        v("to", self.to);
        v("unit_s", self.unit_s);
        v("quantiles", self.quantiles);
        v("reason", self.reason);
    }
};

struct CustomerView {
    std::string plant;
    std::string order;
    std::string name;
    std::string product;
    std::uint32_t quantity = 0;
    Instant promised{};
    bool simulated = false;
    CustomerPhase phase = CustomerPhase::released;
    std::string waiting_step;  // phase waiting: the step the most advanced waiting board is at
    Instant as_of{};           // the newest fact about the own order
    std::vector<CustomerStation> stations;
    std::vector<CustomerBoard> boards;
    std::vector<CustomerUnitStatus> units;  // unit 1, 2, ... quantity
    std::vector<CustomerStep> steps;
    std::uint32_t units_inspected = 0;
    std::uint32_t units_first_pass_good = 0;
    CustomerRange range;
    bool operator==(const CustomerView&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("plant", self.plant);
        v("order", self.order);
        v("name", self.name);
        v("product", self.product);
        v("quantity", self.quantity);
        v("promised", self.promised);
        v("simulated", self.simulated);
        v("phase", self.phase);
        v("waiting_step", self.waiting_step);
        v("as_of", self.as_of);
        v("stations", self.stations);
        v("boards", self.boards);
        v("units", self.units);
        v("steps", self.steps);
        v("units_inspected", self.units_inspected);
        v("units_first_pass_good", self.units_first_pass_good);
        v("range", self.range);
    }
};

inline constexpr std::size_t max_customer_units = 20'000;  // drawn one by one; an order over that shows counts only

/// The view of one order, or one with an empty `order` when it doesn't exist.
[[nodiscard]] CustomerView project(const TwinState& state, const CustomerScope& scope);

}  // namespace glassline
