// How many simulated days a second the silent model makes, how many with events told, and how many an undisturbed line
// makes by recurrence. Input: twelve stations in series, eight hours, products in turn; CPU time counts.
#include <memory>

#include "tests/bench/report.hpp"
#include "twin/simulation/line_simulation.hpp"
#include "twin/simulation/recurrence.hpp"

using namespace glassline;
using namespace glassline::bench;

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

/// CPU seconds a run, over so many runs: each seed is another day, so that the shortest would be the luckiest.
template <class F>
double mean_seconds(int runs, F&& run) {
    const double began = thread_seconds();
    for (int i = 0; i < runs; ++i) run();
    return (thread_seconds() - began) / runs;
}

double silent_day(const Report& report, const SimulationTuning& tuning) {
    LineModel model(std::make_shared<const ModelPlan>(make_plan(twelve_stations(), two_orders(), tuning)));
    std::uint64_t seed = 0;
    return mean_seconds(report.rounds(1'000, 1), [&] {
        model.reset(++seed, start);
        model.advance_to(start + std::chrono::hours(8));
        keep(model.work_completed());
    });
}

}  // namespace

int main(int argc, char** argv) {
    Report report(argc, argv);
    auto calm = undisturbed();
    calm.cycle_law = Law::bell;
    report.add({"simulation, 1,000 days of 8 h, twelve stations, full model", silent_day(report, {}) * 1e3, "s",
                Limit::at_most, 1});
    report.add({"simulation, 1,000 undisturbed days", silent_day(report, calm) * 1e3, "s"});
    const auto plan = make_plan(twelve_stations(), two_orders(), calm);
    std::uint64_t seed = 0;
    const double recurred =
        mean_seconds(report.rounds(1'000, 1), [&] { keep(serial_departures(plan, ++seed, start)); });
    report.add({"simulation, 1,000 undisturbed days by recurrence", recurred * 1e6, "ms", Limit::at_most, 50});
    const auto line = twelve_stations();
    const auto orders = two_orders();
    const double told = mean_seconds(report.rounds(20, 1), [&] {
        LineSimulation simulation(line, orders, ++seed, start);
        keep(simulation.advance_to(start + std::chrono::hours(8)));
    });
    report.add({"simulation, days told as events, with texts and ids", 1 / told, "a second"});
    return report.done();
}
