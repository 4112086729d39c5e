#include "tests/bench/workload.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "twin/simulation/line_simulation.hpp"

namespace glassline::bench {
namespace {

const Instant start = from_micros(1'795'439'400'000'000);

EventRecord record_at(Instant at, Event event, const char* source = "bench") {
    EventRecord record;
    record.source = SourceId(source);
    record.occurred_at = record.received_at = at;
    record.event = std::move(event);
    return record;
}

void number(std::vector<EventRecord>& records) {
    for (std::size_t i = 0; i < records.size(); ++i) records[i].sequence = i + 1;
}

LineDescription ten_stations() {
    LineDescription line;
    line.id = LineId("L");
    for (int i = 0; i < 10; ++i) {
        StationDescription station;
        station.id = StationId("S" + std::to_string(i));
        station.cycle_time_s = 20;
        line.stations.push_back(station);
    }
    return line;
}

}  // namespace

std::vector<EventRecord> ten_station_records(int panels) {
    const auto line = ten_stations();
    std::vector<EventRecord> records;
    const auto add = [&](Event event, std::int64_t second) {
        records.push_back(record_at(start + std::chrono::seconds(second), std::move(event)));
    };
    for (int p = 0; p < panels; ++p) {
        PanelEvidence evidence;
        evidence.top_barcode = "PNL-" + std::to_string(p);
        for (int s = 0; s < 10; ++s) {
            const auto& station = line.stations[static_cast<std::size_t>(s)].id;
            const std::int64_t t = (p + s) * 25;
            UnitsArrived arrived;
            arrived.station = station;
            arrived.panel = evidence;
            arrived.facts.order = WorkOrderId("WO-" + std::to_string(p / 50));
            arrived.facts.order_evidence = OrderEvidence::hermes_board;
            if (s == 0) arrived.facts.units = {Unit{"a", 1}, Unit{"b", 2}, Unit{"c", 3}, Unit{"d", 4}};
            add(arrived, t);
            WorkStarted started;
            started.station = station;
            started.transaction = TransactionId(std::to_string(p) + "-" + std::to_string(s));
            started.panel = evidence;
            add(started, t + 1);
            WorkCompleted completed;
            completed.station = station;
            completed.transaction = started.transaction;
            add(completed, t + 20);
            UnitsDeparted departed;
            departed.station = station;
            departed.panel = evidence;
            add(departed, t + 22);
        }
    }
    std::stable_sort(records.begin(), records.end(),
                     [](const EventRecord& a, const EventRecord& b) { return a.occurred_at < b.occurred_at; });
    records.insert(records.begin(), record_at(start, LineDescribed{line}));
    number(records);
    return records;
}

std::vector<EventRecord> simulated_records(const LineDescription& line, const std::vector<WorkOrder>& orders,
                                           Duration length) {
    std::vector<EventRecord> records{record_at(start, LineDescribed{line}, "glassline")};
    for (const auto& order : orders) records.push_back(record_at(start, WorkOrderDefined{order}, "operator"));
    LineSimulation simulation(line, orders, 7, start);
    for (auto t = start + std::chrono::seconds(1); t <= start + length && !simulation.finished();
         t += std::chrono::seconds(1)) {
        for (auto& event : simulation.advance_to(t))
            records.push_back(record_at(event.at, std::move(event.event), "cfx"));
        records.push_back(record_at(t, TimePassed{t}, "glassline"));
    }
    number(records);
    return records;
}

std::vector<WorkOrder> shift_orders(const LineDescription& line) {
    std::vector<WorkOrder> orders;
    for (std::size_t i = 0; i < 6; ++i) {
        WorkOrder order;
        order.id = WorkOrderId("WO-" + std::to_string(1'000 + i));
        order.customer.id = CustomerId("customer");
        order.quantity = 800;
        if (!line.products.empty()) order.product = line.products[i % line.products.size()].id;
        orders.push_back(std::move(order));
    }
    return orders;
}

Duration shift_length(const Report& report) {
    return report.smoke() ? Duration(std::chrono::minutes(10)) : Duration(std::chrono::hours(8));
}

}  // namespace glassline::bench
