// How many simulated days a second the silent model makes, how many with events told, and how many an undisturbed line
// makes by recurrence. Input: twelve stations in series, eight hours, products in turn; CPU time counts.
#include <benchmark/benchmark.h>

#include <memory>

#include "twin/simulation/line_simulation.hpp"
#include "twin/simulation/recurrence.hpp"

using namespace glassline;

namespace {

const Instant start = from_micros(1'795'500'000'000'000);

LineDescription twelve_stations() {
    LineDescription line;
    line.id = LineId("L");
    constexpr StationKind kinds[] = {StationKind::loader,      StationKind::laser_marker,
                                     StationKind::printer,     StationKind::paste_inspection,
                                     StationKind::placer,      StationKind::placer,
                                     StationKind::placer,      StationKind::odd_form_placer,
                                     StationKind::reflow_oven, StationKind::optical_inspection,
                                     StationKind::buffer,      StationKind::unloader};
    for (const auto kind : kinds) {
        StationDescription station;
        const auto n = line.stations.size();
        station.id = StationId("s" + std::to_string(n));
        station.kind = kind;
        station.cycle_time_s = 18 + static_cast<double>(n * 7 % 5);
        station.buffer_capacity = 2;
        if (kind == StationKind::reflow_oven) station.capacity = 6;
        station.rework_bench = kind == StationKind::optical_inspection;
        line.stations.push_back(station);
    }
    ProductDescription product;
    product.id = "A";
    product.units_per_panel = 4;
    line.products = {product, product};
    line.products[1].id = "B";
    return line;
}

std::vector<WorkOrder> two_orders() {
    std::vector<WorkOrder> orders(2);
    for (std::size_t i = 0; i < 2; ++i) {
        orders[i].id = WorkOrderId(std::to_string(i));
        orders[i].product = i == 0 ? "A" : "B";
        orders[i].quantity = 2800;
    }
    return orders;
}

void silent_days(benchmark::State& bench, const SimulationTuning& tuning) {
    LineModel model(std::make_shared<const ModelPlan>(make_plan(twelve_stations(), two_orders(), tuning)));
    std::uint64_t seed = 0;
    std::uint64_t works = 0;
    for (auto _ : bench) {
        model.reset(++seed, start);
        model.advance_to(start + std::chrono::hours(8));
        works += model.work_completed();
    }
    bench.SetItemsProcessed(static_cast<std::int64_t>(works));
    bench.counters["runs"] = benchmark::Counter(static_cast<double>(bench.iterations()), benchmark::Counter::kIsRate);
}
void simulate_full_model(benchmark::State& bench) { silent_days(bench, {}); }
void simulate_undisturbed(benchmark::State& bench) {
    auto tuning = undisturbed();
    tuning.cycle_law = Law::bell;
    silent_days(bench, tuning);
}
BENCHMARK(simulate_full_model)->Unit(benchmark::kMillisecond);
BENCHMARK(simulate_undisturbed)->Unit(benchmark::kMillisecond);

void simulate_by_recurrence(benchmark::State& bench) {
    auto tuning = undisturbed();
    tuning.cycle_law = Law::bell;
    const auto plan = make_plan(twelve_stations(), two_orders(), tuning);
    std::uint64_t seed = 0;
    for (auto _ : bench) benchmark::DoNotOptimize(serial_departures(plan, ++seed, start));
    bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(plan.schedule.size() * 12));
    bench.counters["runs"] = benchmark::Counter(static_cast<double>(bench.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(simulate_by_recurrence)->Unit(benchmark::kMillisecond);

void simulate_and_tell(benchmark::State& bench) {
    const auto line = twelve_stations();
    const auto orders = two_orders();
    std::uint64_t seed = 0;
    std::uint64_t events = 0;
    for (auto _ : bench) {
        LineSimulation simulation(line, orders, ++seed, start);
        events += simulation.advance_to(start + std::chrono::hours(8)).size();
    }
    bench.SetItemsProcessed(static_cast<std::int64_t>(events));
    bench.counters["runs"] = benchmark::Counter(static_cast<double>(bench.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(simulate_and_tell)->Unit(benchmark::kMillisecond);

}  // namespace
