#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "connectors/app/import.hpp"
#include "connectors/wire/files/work_order_log.hpp"
#include "twin/flow/flow.hpp"

namespace glassline::app {
namespace {

constexpr std::int32_t code_productive = 1000;  // SEMI E10 classes as CFX ResourceState numbers
constexpr std::int32_t code_standby = 2000;

Result<WorkOrderLog> read_log(const std::string& text, const LineDescription& line) {
    return read_work_order_log(text, zone_minutes(line.zone));
}

LineDescription line_of_csv(const std::string& text) {
    LineDescription line;
    line.id = LineId("imported");
    line.name = "Imported line";
    auto log = read_log(text, line);
    if (!log) return line;
    // In the order in which they were first used.
    std::stable_sort(log->rows.begin(), log->rows.end(),
                     [](const auto& a, const auto& b) { return a.start < b.start; });
    for (const auto& row : log->rows) {
        if (line.index_of(StationId(row.machine)) >= 0) continue;
        StationDescription station;
        station.id = StationId(row.machine);
        station.name = row.machine;
        station.short_name = row.machine;
        line.stations.push_back(std::move(station));
    }
    return line;
}

Instant begin_of_csv_in(const std::string& text, const LineDescription& line) {
    const auto log = read_log(text, line);
    Instant begin = no_time;
    if (!log) return begin;
    for (const auto& row : log->rows) begin = begin == no_time ? row.start : std::min(begin, row.start);
    return begin;
}

Instant begin_of_csv(const std::string& text) { return begin_of_csv_in(text, LineDescription{}); }

/// One operation's start or end.
struct Moment {
    Instant at{};
    bool ends = false;
    const OperationRow* row = nullptr;
};

/// A case travels as one lot: a panel whose units are the order's.
class LotTeller {
public:
    explicit LotTeller(Recorder& recorder) : recorder_(recorder) {}

    Status order(const std::string& id, const std::vector<const OperationRow*>& rows, Instant at) {
        WorkOrder order;
        order.id = WorkOrderId(id);
        std::uint32_t most_completed = 0;
        for (const auto* row : rows) {
            order.quantity = std::max(order.quantity, row->order_quantity);
            most_completed = std::max(most_completed, row->completed);
            if (order.product.empty()) order.product = order.product_name = row->product;
        }
        if (order.quantity == 0) order.quantity = most_completed;
        units_[id] = std::clamp<std::uint32_t>(order.quantity, 1, static_cast<std::uint32_t>(max_units));
        return tell(at, {}, {WorkOrderDefined{std::move(order)}});
    }

    Status moment(const Moment& moment) {
        const auto& row = *moment.row;
        const StationId station(row.machine);
        const TransactionId transaction(row.order + "/" + std::to_string(row.line));
        PanelEvidence lot;
        lot.primary_identifier = row.order;
        std::vector<Event> events;
        if (!moment.ends) {
            auto& place = place_[row.order];
            PanelFacts facts;
            facts.order = WorkOrderId(row.order);
            facts.order_evidence = OrderEvidence::work_started;
            facts.product = row.product;
            if (place.empty()) facts.units = all_units(row.order);
            if (place != row.machine) {
                if (!place.empty()) events.emplace_back(departed(StationId(place), lot));
                UnitsArrived arrived;
                arrived.station = station;
                arrived.panel = lot;
                arrived.facts = facts;
                arrived.transfer = Transfer::by_hand;
                events.emplace_back(std::move(arrived));
                place = row.machine;
            }
            WorkStarted started;
            started.station = station;
            started.transaction = transaction;
            started.panel = lot;
            started.facts = std::move(facts);
            if (busy_[row.machine]++ == 0) events.emplace_back(state(station, code_productive));
            events.emplace_back(std::move(started));
        } else {
            WorkCompleted completed;
            completed.station = station;
            completed.transaction = transaction;
            completed.panel = lot;
            events.emplace_back(std::move(completed));
            if (row.rejected > 0) events.emplace_back(rejected(row, station, lot));
            if (--busy_[row.machine] == 0) events.emplace_back(state(station, code_standby));
        }
        return tell(moment.at, {"work-order-csv", words(row)}, std::move(events));
    }

    Status refused(const RefusedRow& row, Instant at) {
        return tell(at, {"work-order-csv", row.example}, {MessageRefused{row.reason, row.example}});
    }

private:
    Status tell(Instant at, RawMessage raw, std::vector<Event> events) {
        Delivery delivery;
        delivery.source = SourceId("work-order-csv");
        delivery.raw = std::move(raw);
        for (auto& event : events) delivery.events.push_back({std::move(event), at});
        return recorder_.add(std::move(delivery), at);
    }
    static std::string words(const OperationRow& row) {
        return row.order + "," + row.activity + "," + row.machine + "," + to_iso8601(row.start) + "," +
               to_iso8601(row.complete) + "," + std::to_string(row.completed) + "," + std::to_string(row.rejected);
    }
    static StationStateChanged state(const StationId& station, std::int32_t code) {
        StationStateChanged out;
        out.station = station;
        out.state = equipment_state_from_code(code);
        return out;
    }
    static UnitsDeparted departed(const StationId& station, const PanelEvidence& lot) {
        UnitsDeparted out;
        out.station = station;
        out.panel = lot;
        out.transfer = Transfer::by_hand;
        return out;
    }
    std::vector<Unit> all_units(const std::string& order) const {
        std::vector<Unit> units(units_.at(order));
        for (std::size_t i = 0; i < units.size(); ++i) units[i].position = static_cast<std::uint32_t>(i + 1);
        return units;
    }
    UnitsDisqualified rejected(const OperationRow& row, const StationId& station, const PanelEvidence& lot) {
        UnitsDisqualified out;
        out.station = station;
        out.panel = lot;
        out.reason = row.activity;
        auto& gone = rejected_[row.order];
        for (std::uint32_t i = 0; i < row.rejected && gone < units_.at(row.order); ++i) {
            Unit unit;
            unit.position = ++gone;
            out.facts.units.push_back(std::move(unit));
        }
        return out;
    }

    Recorder& recorder_;
    std::map<std::string, std::uint32_t> units_;
    std::map<std::string, std::uint32_t> rejected_;
    std::map<std::string, std::string> place_;
    std::map<std::string, int> busy_;
};

Status import_csv(const std::string& text, const ImportContext& context, Recorder& recorder) {
    const auto& line = context.line;
    const auto log = read_log(text, line);
    if (!log) return log.error();
    const auto begin = begin_of_csv_in(text, line);
    LotTeller teller(recorder);
    std::map<std::string, std::vector<const OperationRow*>> orders;
    std::vector<Moment> moments;
    for (const auto& row : log->rows) {
        if (line.index_of(StationId(row.machine)) < 0) {
            return Error{"line " + std::to_string(row.line), "machine '" + row.machine + "' is no station of the line",
                         "add it to the line file, or leave --line out"};
        }
        orders[row.order].push_back(&row);
        moments.push_back({row.start, false, &row});
        moments.push_back({row.complete, true, &row});
    }
    if (moments.empty()) return Error{"the table", "holds no row that can be read", "see its header and times"};
    std::stable_sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) { return a.at < b.at; });
    for (const auto& row : log->refused) {
        if (auto done = teller.refused(row, begin); !done) return done;
    }
    std::set<std::string> known;
    for (const auto& moment : moments) {
        const auto& id = moment.row->order;
        if (known.insert(id).second) {
            if (auto done = teller.order(id, orders[id], moment.at); !done) return done;
        }
        if (auto done = teller.moment(moment); !done) return done;
    }
    return Done{};
}

Status readable_csv(const std::string& text) {
    const auto log = read_work_order_log(text, 0);
    return log ? Status(Done{}) : Status(log.error());
}

}  // namespace

ImportFormat work_order_csv_format() {
    return {"work-order-csv", line_of_csv, begin_of_csv, import_csv, readable_csv, begin_of_csv_in};
}

}  // namespace glassline::app
