// How fast the model folds, copies, digests and travels in time. Input: a ten-station line, panels passing one behind
// the other, each with an arrival, a start, an end and a departure a station.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "twin/base/binary.hpp"
#include "twin/fold.hpp"
#include "twin/timeline.hpp"

using namespace glassline;

namespace {

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

std::vector<EventRecord> records_of(int panels) {
    const auto line = ten_stations();
    std::vector<EventRecord> records;
    const auto add = [&](Event event, std::int64_t second) {
        EventRecord record;
        record.source = SourceId("bench");
        record.occurred_at = record.received_at = from_micros(1'795'439'400'000'000 + second * 1'000'000);
        record.event = std::move(event);
        records.push_back(std::move(record));
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
    EventRecord first;
    first.event = LineDescribed{line};
    first.received_at = first.occurred_at = from_micros(1'795'439'400'000'000);
    records.insert(records.begin(), first);
    for (std::size_t i = 0; i < records.size(); ++i) records[i].sequence = i + 1;
    return records;
}

TwinState folded(const std::vector<EventRecord>& records) {
    TwinState state;
    for (const auto& record : records) fold(state, record);
    return state;
}

void fold_events(benchmark::State& bench) {
    const auto records = records_of(static_cast<int>(bench.range(0)));
    for (auto _ : bench) benchmark::DoNotOptimize(folded(records));
    bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(records.size()));
}
BENCHMARK(fold_events)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

void copy_state(benchmark::State& bench) {
    const auto state = folded(records_of(static_cast<int>(bench.range(0))));
    for (auto _ : bench) {
        TwinState copy = state;
        benchmark::DoNotOptimize(copy);
    }
}
BENCHMARK(copy_state)->Arg(50)->Arg(1000)->Unit(benchmark::kMicrosecond);

void digest_state(benchmark::State& bench) {
    const auto state = folded(records_of(static_cast<int>(bench.range(0))));
    for (auto _ : bench) benchmark::DoNotOptimize(digest(state));
    bench.counters["state_bytes"] = static_cast<double>(to_binary(state).size());
}
BENCHMARK(digest_state)->Arg(50)->Arg(1000)->Unit(benchmark::kMicrosecond);

void record_round_trip(benchmark::State& bench) {
    const auto records = records_of(100);
    for (auto _ : bench) {
        for (const auto& record : records) benchmark::DoNotOptimize(from_binary<EventRecord>(to_binary(record)));
    }
    bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(records.size()));
}
BENCHMARK(record_round_trip)->Unit(benchmark::kMillisecond);

void seek_in_memory(benchmark::State& bench) {
    Timeline timeline(1000);
    for (auto& record : records_of(500)) timeline.append(record);
    std::uint64_t target = 1;
    for (auto _ : bench) {
        target = (target * 7919 + 13) % timeline.newest().sequence;
        benchmark::DoNotOptimize(timeline.state_at(target));
    }
}
BENCHMARK(seek_in_memory)->Unit(benchmark::kMillisecond);

}  // namespace
