// The model against what queueing theory knows, from fixed seeds: inside the 99.99 % confidence interval of the runs.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>

#include "tests/simulation/simulated_lines.hpp"

using namespace glassline;
using namespace glassline::test;

namespace {

struct Estimate {
    double mean = 0;
    double half_width = 0;  // 3.89 standard errors of the runs' means
    [[nodiscard]] bool holds(double value) const { return std::abs(value - mean) <= half_width; }
};

Estimate estimate(const std::vector<double>& runs) {
    Estimate out;
    for (const double run : runs) out.mean += run / static_cast<double>(runs.size());
    double squares = 0;
    for (const double run : runs) squares += (run - out.mean) * (run - out.mean);
    const auto n = static_cast<double>(runs.size());
    out.half_width = 3.89 * std::sqrt(squares / (n - 1) / n);
    return out;
}

// Time between a panel's coming to the line and the beginning of its work at the first station.
Estimate mean_wait(const SimulationTuning& tuning, double service_s, std::uint32_t customers) {
    const auto plan = planned(serial_line({service_s}), one_order(customers), tuning);
    std::vector<double> runs;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        LineModel model(plan);
        Moments heard;
        model.listen(&heard);
        model.reset(seed, simulated_start);
        REQUIRE(model.run_out(simulated_start + std::chrono::hours(24'000)));
        const std::uint32_t warm_up = customers / 10;
        double sum = 0;
        double count = 0;
        for (const auto& moment : heard.all) {
            if (moment.kind != MomentKind::entered || moment.panel < warm_up) continue;
            sum += static_cast<double>(moment.at - model.panel(moment.panel).released_at) / 1e6;
            ++count;
        }
        runs.push_back(sum / count);
    }
    return estimate(runs);
}

SimulationTuning queue(double release_s, Law service) {
    auto tuning = undisturbed();
    tuning.release_mean_s = release_s;
    tuning.release_law = Law::exponential;
    tuning.cycle_law = service;
    return tuning;
}

}  // namespace

TEST_CASE("M/M/1 and M/D/1: the mean wait is that of Pollaczek and Khinchine") {
    const double service = 7;
    for (const double load : {0.5, 0.8}) {
        CAPTURE(load);
        const double theory = load * service / (1 - load);
        const auto random = mean_wait(queue(service / load, Law::exponential), service, 6000);
        const auto even = mean_wait(queue(service / load, Law::constant), service, 6000);
        std::printf("load %.1f: M/M/1 %.2f s +- %.2f (theory %.2f), M/D/1 %.2f s +- %.2f (theory %.2f)\n", load,
                    random.mean, random.half_width, theory, even.mean, even.half_width, theory / 2);
        CHECK(random.holds(theory));
        CHECK(even.holds(theory / 2));
        // The two are told apart, so the intervals are no formality.
        CHECK_FALSE(random.holds(theory / 2));
        CHECK_FALSE(even.holds(theory));
    }
}

TEST_CASE("two stations with a conveyor of finite length: the throughput is that of the Markov chain") {
    // States: panels that the second station has or that wait for it, and the first one blocked: conveyor + 3 of them.
    // The second station starves in the first state alone.
    const auto theory = [](double first_s, double second_s, double conveyor) {
        const double r = second_s / first_s;
        const double starved = r == 1 ? 1 / (conveyor + 3) : (1 - r) / (1 - std::pow(r, conveyor + 3));
        return (1 - starved) / second_s;
    };
    for (const std::uint32_t conveyor : {1U, 4U}) {
        for (const double second : {10.0, 8.0}) {
            CAPTURE(conveyor);
            CAPTURE(second);
            auto tuning = undisturbed();
            tuning.cycle_law = Law::exponential;
            tuning.transfer_s = 0;
            const auto plan = planned(serial_line({10, second}, conveyor), one_order(200'000), tuning);
            std::vector<double> runs;
            for (std::uint64_t seed = 1; seed <= 40; ++seed) {
                LineModel model(plan);
                model.reset(seed, simulated_start);
                model.advance_to(simulated_start + std::chrono::hours(2));
                const auto before = model.panels_finished();
                model.advance_to(simulated_start + std::chrono::hours(42));
                runs.push_back(static_cast<double>(model.panels_finished() - before) / (40 * 3600.0));
            }
            const auto measured = estimate(runs);
            const double expected = theory(10, second, conveyor);
            std::printf("conveyor %u, second station %.0f s: %.1f panels an hour +- %.1f (theory %.1f)\n", conveyor,
                        second, measured.mean * 3600, measured.half_width * 3600, expected * 3600);
            CHECK(measured.holds(expected));
            CHECK_FALSE(measured.holds(theory(10, second, conveyor + 2)));
        }
    }
}

TEST_CASE("Little's law holds to the microsecond on the whole disturbed line") {
    const DemoDay day;
    const auto plan = planned(day.line, day.orders, SimulationTuning{});
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        LineModel model(plan);
        Moments heard;
        model.listen(&heard);
        model.reset(seed, simulated_start);
        REQUIRE(model.run_out(simulated_start + std::chrono::hours(48)));
        std::vector<std::int64_t> came(model.panels_entered());
        std::int64_t on_line = 0;
        std::int64_t area = 0;   // panels times time
        std::int64_t times = 0;  // sum of the panels' times on the line
        std::int64_t last = micros(simulated_start);
        for (const auto& moment : heard.all) {
            const bool in = moment.kind == MomentKind::entered && moment.detail == 1;
            const bool out = moment.kind == MomentKind::left && moment.detail == 1;
            if (!in && !out) continue;
            area += on_line * (moment.at - last);
            last = moment.at;
            on_line += in ? 1 : -1;
            if (in) came[moment.panel] = moment.at;
            if (out) times += moment.at - came[moment.panel];
        }
        CHECK(on_line == 0);
        CHECK(area == times);
        CHECK(times > 0);
    }
}
