// What must hold on every line and from every seed: nothing is lost, nobody overtakes, nothing holds more than it can.
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <map>

#include "tests/simulation/simulated_lines.hpp"
#include "twin/simulation/recurrence.hpp"

using namespace glassline;
using namespace glassline::test;

namespace {

// Checks each moment against a book of its own: who is where by the moments alone.
struct Bookkeeper final : ModelListener {
    explicit Bookkeeper(const LineModel& watched) : model(watched) {}
    const LineModel& model;
    std::vector<std::deque<std::uint32_t>> inside;
    std::vector<std::deque<std::uint32_t>> behind;
    std::deque<std::uint32_t> bench;
    std::uint64_t out = 0;
    std::uint64_t settled = 0;

    void on_moment(const Moment& moment) override {
        const auto count = model.plan().stations.size();
        inside.resize(count);
        behind.resize(count);
        const auto i = moment.station;
        if (moment.kind == MomentKind::entered) {
            if (moment.detail == 0) {
                REQUIRE(i > 0);
                REQUIRE_FALSE(behind[i - 1].empty());
                REQUIRE(behind[i - 1].front() == moment.panel);  // nobody overtakes on a conveyor
                behind[i - 1].pop_front();
            } else if (moment.detail == 2) {
                REQUIRE(std::find(bench.begin(), bench.end(), moment.panel) != bench.end());
                bench.erase(std::find(bench.begin(), bench.end(), moment.panel));
            } else {
                REQUIRE(i == 0);
            }
            inside[i].push_back(moment.panel);
        }
        if (moment.kind == MomentKind::left) {
            REQUIRE_FALSE(inside[i].empty());
            REQUIRE(inside[i].front() == moment.panel);  // nor in a station or on a belt
            inside[i].pop_front();
            if (moment.detail == 0) behind[i].push_back(moment.panel);
            if (moment.detail == 1) ++out;
            if (moment.detail == 2) bench.push_back(moment.panel);
        }
    }
    void on_settled(std::int64_t, const std::vector<std::uint32_t>&) override {
        ++settled;
        std::uint64_t on_line = bench.size();
        for (std::size_t i = 0; i < inside.size(); ++i) {
            REQUIRE(inside[i].size() <= model.plan().stations[i].capacity);
            REQUIRE(behind[i].size() <= model.plan().stations[i].conveyor);
            on_line += inside[i].size() + behind[i].size();
        }
        REQUIRE(on_line == model.panels_on_line());
        REQUIRE(out == model.panels_finished());
        REQUIRE(model.panels_entered() == on_line + out);
    }
};

// A line made up from a seed: up to nine stations of any kind and size.
LineDescription made_up_line(Rng& rng) {
    const auto count = 1 + rng.below(9);
    std::vector<double> cycles;
    for (std::uint64_t i = 0; i < count; ++i) cycles.push_back(rng.uniform(1, 40));
    auto line = serial_line(cycles);
    for (auto& station : line.stations) {
        station.kind = static_cast<StationKind>(rng.below(names(StationKind{}).size()));
        station.capacity = rng.chance(0.3) ? 1 + static_cast<std::uint32_t>(rng.below(8)) : 1;
        station.buffer_capacity = static_cast<std::uint32_t>(rng.below(4));
        station.rework_bench = station.kind == StationKind::optical_inspection && rng.chance(0.7);
    }
    line.products[0].units_per_panel = 1 + static_cast<std::uint32_t>(rng.below(70));
    line.products.push_back(line.products[0]);
    line.products[1].id = "Y";
    return line;
}

SimulationTuning rough_day(Rng& rng) {
    SimulationTuning tuning;
    tuning.cycle_spread = rng.uniform(0, 0.5);
    tuning.cycle_law = rng.chance(0.3) ? Law::exponential : Law::bell;
    tuning.transfer_s = rng.uniform(0, 10);
    tuning.release_mean_s = rng.chance(0.3) ? rng.uniform(1, 60) : 0;
    tuning.panels_per_lot = 1 + static_cast<std::uint32_t>(rng.below(20));
    tuning.stops_per_hour = rng.uniform(0, 40);
    tuning.unit_failure = rng.uniform(0, 0.2);
    tuning.false_call_aoi = rng.uniform(0, 0.5);
    tuning.unrepairable = rng.uniform(0, 0.5);
    tuning.reel_least_panels = 5;
    tuning.reel_most_panels = rng.uniform(6, 60);
    tuning.operators = static_cast<std::uint32_t>(rng.below(4));
    if (rng.chance(0.5)) tuning.pauses = {{1000, 2500}, {2000, 3000}};
    return tuning;
}

Chaos rough_chaos(Rng& rng, const LineDescription& line) {
    Chaos chaos;
    for (std::uint64_t n = rng.below(6); n > 0; --n) {
        ChaosEntry entry;
        entry.kind = static_cast<ChaosKind>(rng.below(4));
        entry.at_s = rng.uniform(0, 7000);
        entry.duration_s = rng.uniform(1, 2000);
        entry.station = line.stations[rng.below(line.stations.size())].id;
        entry.factor = rng.uniform(0.2, 3);
        entry.share = rng.uniform(0.1, 1);
        chaos.push_back(entry);
    }
    return chaos;
}

}  // namespace

TEST_CASE("200 made-up lines and days: conservation, capacity, no overtaking, and every panel comes out in the end") {
    std::uint64_t settled = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        Rng rng(seed);
        const auto line = made_up_line(rng);
        auto orders = one_order(60 * line.products[0].units_per_panel);
        orders.push_back(orders[0]);
        orders[1].id = WorkOrderId("2");
        orders[1].product = "Y";
        const auto tuning = rough_day(rng);
        LineModel model(planned(line, orders, tuning, rough_chaos(rng, line)));
        Bookkeeper book(model);
        model.listen(&book);
        model.reset(seed, simulated_start);
        REQUIRE(model.run_out(simulated_start + std::chrono::hours(500)));
        CHECK(model.panels_on_line() == 0);
        CHECK(model.panels_finished() >= 120);
        CHECK(model.order_finished_at(0) != no_time);
        CHECK(model.order_finished_at(1) != no_time);
        settled += book.settled;
    }
    CHECK(settled > 100'000);
}

TEST_CASE("the same seed is the same run; listening changes nothing; a run used again forgets the one before") {
    const DemoDay day;
    const auto plan = planned(day.line, day.orders, SimulationTuning{});
    const Instant end = simulated_start + std::chrono::hours(4);
    LineModel heard(plan);
    Moments moments;
    heard.listen(&moments);
    heard.reset(5, simulated_start);
    heard.advance_to(end);
    LineModel silent(plan);
    silent.reset(6, simulated_start);
    silent.advance_to(simulated_start + std::chrono::minutes(17));
    silent.reset(5, simulated_start);
    // In steps of any length.
    for (Instant t = simulated_start; t < end; t += std::chrono::seconds(37)) silent.advance_to(t);
    silent.advance_to(end);
    CHECK(silent.panels_finished() == heard.panels_finished());
    CHECK(silent.work_completed() == heard.work_completed());
    for (std::size_t i = 0; i < day.line.stations.size(); ++i) CHECK(silent.condition(i) == heard.condition(i));
    LineModel other(plan);
    Moments other_moments;
    other.listen(&other_moments);
    other.reset(7, simulated_start);
    other.advance_to(end);
    const auto times = [](const Moments& m) {
        std::vector<std::int64_t> out;
        for (const auto& moment : m.all) out.push_back(moment.at);
        return out;
    };
    CHECK(times(moments) != times(other_moments));
}

TEST_CASE("an undisturbed line leaves at the times of the recurrence, to the microsecond") {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        CAPTURE(seed);
        Rng rng(seed);
        auto line = made_up_line(rng);
        for (auto& station : line.stations) station.buffer_capacity = 1 + static_cast<std::uint32_t>(rng.below(3));
        auto tuning = undisturbed();
        tuning.cycle_law = Law::bell;
        tuning.cycle_spread = rng.uniform(0, 0.4);
        tuning.transfer_s = rng.uniform(0, 8);
        const auto plan = planned(line, one_order(200 * line.products[0].units_per_panel), tuning);
        REQUIRE(is_undisturbed(*plan));
        LineModel model(plan);
        Moments heard;
        model.listen(&heard);
        model.reset(seed, simulated_start);
        REQUIRE(model.run_out(simulated_start + std::chrono::hours(100)));
        std::vector<Instant> left;
        for (const auto& moment : heard.all) {
            if (moment.kind == MomentKind::left && moment.detail == 1) left.push_back(from_micros(moment.at));
        }
        CHECK(left == serial_departures(*plan, seed, simulated_start));
        CHECK(left.size() == 200);
    }
    CHECK_FALSE(is_undisturbed(make_plan(DemoDay().line, {}, SimulationTuning{})));
}

TEST_CASE("a stop takes from the work what it lasts, no more and no less") {
    Chaos chaos(1);
    chaos[0].station = StationId("s1");
    for (const double at : {0.0, 12.0, 17.5, 23.0, 31.0}) {
        CAPTURE(at);
        chaos[0].at_s = at;
        chaos[0].duration_s = 300;
        auto tuning = undisturbed();
        tuning.transfer_s = 0;
        const auto line = serial_line({10, 10});
        LineModel model(planned(line, one_order(3), tuning, chaos));
        Moments heard;
        model.listen(&heard);
        model.reset(1, simulated_start);
        REQUIRE(model.run_out(simulated_start + std::chrono::hours(1)));
        // Undisturbed the second station works without a gap from second 10 to 40: the stop moves the end.
        const double lost = at < 10 ? 290 : 300;
        CHECK(heard.all.back().at == micros(simulated_start) + from_seconds(40 + lost).count());
    }
}

TEST_CASE("chaos: cycles drift and split, a break lets no panel in, without operators a stop lasts") {
    auto tuning = undisturbed();
    const auto line = serial_line({10});
    ChaosEntry entry;
    entry.duration_s = 10'000;
    entry.factor = 3;
    entry.share = 0.25;
    const auto works = [&](const Chaos& chaos, std::uint32_t panels) {
        LineModel model(planned(line, one_order(panels), tuning, chaos));
        Moments heard;
        model.listen(&heard);
        model.reset(1, simulated_start);
        REQUIRE(model.run_out(simulated_start + std::chrono::hours(100)));
        std::vector<double> out;
        for (const auto& moment : heard.all) {
            if (moment.kind == MomentKind::work_began) out.push_back(moment.detail / 1e6);
        }
        return out;
    };
    entry.kind = ChaosKind::cycle_drift;
    const auto drift = works({entry}, 300);
    CHECK(drift.front() == doctest::Approx(10));
    CHECK(std::is_sorted(drift.begin(), drift.end()));
    CHECK(drift.back() > 16);
    entry.kind = ChaosKind::cycle_bimodal;
    const auto split = works({entry}, 400);
    const auto slow = std::count(split.begin(), split.end(), 30.0);
    CHECK(slow + std::count(split.begin(), split.end(), 10.0) == 400);
    CHECK(slow > 60);
    CHECK(slow < 140);

    tuning.pauses = {{95, 995}};
    LineModel model(planned(line, one_order(50), tuning));
    Moments heard;
    model.listen(&heard);
    model.reset(1, simulated_start);
    REQUIRE(model.run_out(simulated_start + std::chrono::hours(1)));
    for (const auto& moment : heard.all) {
        const double at = static_cast<double>(moment.at - micros(simulated_start)) / 1e6;
        if (moment.kind == MomentKind::entered) CHECK((at < 95 || at >= 995));
    }

    // Both operators away for an hour: what stops then stays down until they are back.
    const DemoDay day;
    ChaosEntry away;
    away.kind = ChaosKind::operator_away;
    away.at_s = 600;
    away.duration_s = 3600;
    away.count = 2;
    SimulationTuning rough;
    rough.stops_per_hour = 10;
    LineModel alone(planned(day.line, day.orders, rough, {away}));
    Moments told;
    alone.listen(&told);
    alone.reset(3, simulated_start);
    alone.advance_to(simulated_start + std::chrono::hours(2));
    int stopped = 0;
    for (const auto& moment : told.all) {
        const double at = static_cast<double>(moment.at - micros(simulated_start)) / 1e6;
        // Who was on the way already goes on.
        if (at < 660 || at > 4200) continue;
        stopped += moment.kind == MomentKind::stopped ? 1 : 0;
        CHECK(moment.kind != MomentKind::repair_began);
    }
    CHECK(stopped > 0);
}

TEST_CASE("a run can begin in the middle: panels stand where they are put, and no more than fit") {
    const auto line = serial_line({10, 20, 30}, 2);
    auto tuning = undisturbed();
    tuning.transfer_s = 0;
    LineModel model(planned(line, one_order(2), tuning));
    model.reset(1, simulated_start);
    CHECK(model.place(0, 2, false, 0.5));
    CHECK_FALSE(model.place(0, 2, false, 0.5));
    CHECK_FALSE(model.place(0, 2, true, 0));  // nothing stands behind the last station
    CHECK(model.place(0, 1, true, 0));
    CHECK(model.place(0, 0, false, 1));
    Moments heard;
    model.listen(&heard);
    REQUIRE(model.run_out(simulated_start + std::chrono::hours(1)));
    CHECK(model.panels_finished() == 5);
    std::vector<double> out;
    for (const auto& moment : heard.all) {
        if (moment.kind == MomentKind::left && moment.detail == 1)
            out.push_back(static_cast<double>(moment.at - micros(simulated_start)) / 1e6);
    }
    CHECK(out == std::vector<double>{15, 45, 75, 105, 135});
}
