// What the simulation tells: a day that looks like one, stages in their order, faults that an operator understands.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "tests/simulation/simulated_lines.hpp"
#include "twin/simulation/first_stop.hpp"
#include "twin/simulation/line_simulation.hpp"

using namespace glassline;
using namespace glassline::test;

TEST_CASE("ten demo days: the pace, the alarms and the yield are those of a real line") {
    const DemoDay day;
    constexpr int days = 10;
    constexpr int hours = 6;
    double panels = 0;
    double alarms = 0;
    double stopped_s = 0;
    double stops = 0;
    double units = 0;
    double good = 0;
    for (std::uint64_t seed = 1; seed <= days; ++seed) {
        LineSimulation simulation(day.line, day.orders, seed, simulated_start);
        std::map<std::string, Instant> open;
        Instant last = simulated_start;
        for (const auto& told : simulation.advance_to(simulated_start + std::chrono::hours(hours))) {
            REQUIRE(told.at >= last);
            last = told.at;
            if (const auto* fault = std::get_if<FaultOccurred>(&told.event)) {
                ++alarms;
                CHECK_FALSE(fault->fault.code.empty());
                CHECK_FALSE(fault->fault.cause.empty());
                CHECK(fault->fault.description.find('#') == std::string::npos);
                CHECK(fault->fault.occurred_at == told.at);
                CHECK(told.place.access == "Local");
                if (fault->fault.severity != FaultSeverity::warning) open[fault->fault.id.value] = told.at;
            }
            if (const auto* cleared = std::get_if<FaultCleared>(&told.event)) {
                const auto at = open.find(cleared->fault.value);
                if (at == open.end()) continue;
                stopped_s += seconds(told.at - at->second);
                ++stops;
            }
            if (const auto* inspected = std::get_if<UnitsInspected>(&told.event)) {
                if (inspected->method != "AOI") continue;
                for (const auto& unit : inspected->units) {
                    ++units;
                    good += unit.result == UnitResult::good ? 1 : 0;
                }
            }
        }
        panels += static_cast<double>(simulation.panels_finished());
        CHECK(simulation.truths_dropped() == 0);
    }
    const double pace = days * hours * 3600 / panels;
    const double per_hour = alarms / days / hours;
    std::printf("a panel every %.1f s, %.1f alarms an hour, %.0f s a stop, %.1f %% of units good at the AOI\n", pace,
                per_hour, stopped_s / stops, 100 * good / units);
    CHECK(pace > 20);
    CHECK(pace < 40);
    CHECK(per_hour > 1);
    CHECK(per_hour < 3);
    CHECK(stopped_s / stops > 60);
    CHECK(stopped_s / stops < 360);
    CHECK(good / units > 0.96);
    CHECK(good / units < 0.99);
}

TEST_CASE("stages come in their order between the start and the end of a work, each once, stops or not") {
    const DemoDay day;
    SimulationTuning tuning;
    tuning.stops_per_hour = 30;
    LineSimulation simulation(day.line, day.orders, 3, simulated_start, tuning);
    struct Work {
        StationId station;
        std::uint32_t open = 0;  // stage that runs
        std::uint32_t last = 0;  // stage that is over
        bool done = false;
    };
    std::map<std::string, Work> works;
    std::size_t staged = 0;
    for (const auto& told : simulation.advance_to(simulated_start + std::chrono::hours(3))) {
        if (const auto* started = std::get_if<WorkStarted>(&told.event)) {
            works[started->transaction.value].station = started->station;
        }
        if (const auto* stage = std::get_if<WorkStageStarted>(&told.event)) {
            auto& work = works.at(stage->transaction.value);
            REQUIRE(work.open == 0);
            REQUIRE(stage->stage == work.last + 1);
            REQUIRE(stage->stage_name == day.line.find(work.station)->stages[work.last].name);
            work.open = stage->stage;
        }
        if (const auto* stage = std::get_if<WorkStageCompleted>(&told.event)) {
            auto& work = works.at(stage->transaction.value);
            REQUIRE(work.open == stage->stage);
            work.last = stage->stage;
            work.open = 0;
        }
        if (const auto* completed = std::get_if<WorkCompleted>(&told.event)) {
            auto& work = works.at(completed->transaction.value);
            REQUIRE_FALSE(work.done);
            work.done = true;
            REQUIRE(work.open == 0);
            REQUIRE(work.last == day.line.find(work.station)->stages.size());
            staged += work.last > 0 ? 1 : 0;
        }
    }
    CHECK(staged > 1000);
}

TEST_CASE("a fault is named with its place; an empty feeder was low before when nobody had time") {
    const DemoDay day;
    SimulationTuning tuning;
    tuning.stops_per_hour = 0;  // whatever else waits for an operator would spare the feeders
    tuning.unit_failure = tuning.false_call_aoi = tuning.false_call_spi = 0;
    tuning.reel_least_panels = 20;
    tuning.reel_most_panels = 40;
    Chaos chaos(1);
    chaos[0].kind = ChaosKind::operator_away;
    chaos[0].at_s = 1200;
    chaos[0].duration_s = 3000;
    chaos[0].count = 2;
    LineSimulation simulation(day.line, day.orders, 4, simulated_start, tuning, chaos);
    int low = 0;
    int empty = 0;
    std::set<std::string> open_low;
    for (const auto& told : simulation.advance_to(simulated_start + std::chrono::hours(3))) {
        const auto* fault = std::get_if<FaultOccurred>(&told.event);
        if (fault == nullptr) continue;
        const auto& text = fault->fault.description;
        if (fault->fault.code == "FDR-002") {
            ++low;
            CHECK(fault->fault.severity == FaultSeverity::warning);
            open_low.insert(fault->station.value + text.substr(0, text.find(" low")));
        }
        if (fault->fault.code == "FDR-001") {
            ++empty;
            CHECK(fault->fault.severity == FaultSeverity::error);
            CHECK(fault->fault.cause == "MissingComponent");
            CHECK(open_low.count(fault->station.value + text.substr(0, text.find(" empty"))) == 1);
            CHECK(told.place.stage_name == "Place");
        }
    }
    CHECK(low > 5);
    CHECK(empty > 0);
    const auto truths = simulation.take_truths();
    CHECK(std::count_if(truths.begin(), truths.end(), [](const auto& t) { return t.kind == "splice"; }) > 0);
    CHECK(std::count_if(truths.begin(), truths.end(), [](const auto& t) { return t.kind == "operators_away"; }) == 2);
}

TEST_CASE("changeovers are told as setup, the laser marks with the work order, a recipe can be misstated") {
    const DemoDay day;
    Chaos chaos(1);
    chaos[0].kind = ChaosKind::recipe_misstated;
    chaos[0].duration_s = 7200;
    chaos[0].station = StationId("oven");
    chaos[0].factor = 0.5;
    LineSimulation simulation(day.line, day.orders, 4, simulated_start, {}, chaos);
    int setups = 0;
    std::set<std::string> marked;
    for (const auto& told : simulation.advance_to(simulated_start + std::chrono::hours(2))) {
        if (const auto* changed = std::get_if<StationStateChanged>(&told.event)) {
            if (changed->old_state.code == 4500 && changed->station.value == "printer") {
                ++setups;
                CHECK(changed->old_duration == std::chrono::seconds(70));
            }
        }
        if (const auto* unit = std::get_if<UnitsInitialized>(&told.event)) {
            CHECK(unit->station.value == "laser");
            CHECK_FALSE(unit->facts.order.empty());
            CHECK(unit->facts.order_evidence == OrderEvidence::units_initialized);
            CHECK(marked.insert(unit->panel.top_barcode).second);
        }
        if (const auto* recipe = std::get_if<RecipeActivated>(&told.event)) {
            const double real = day.line.find(recipe->station)->cycle_time_s;
            CHECK(recipe->expected_cycle_s == (recipe->station.value == "oven" ? real / 2 : real));
        }
    }
    CHECK(setups >= 10);
    CHECK(marked.size() > 150);
}

TEST_CASE("the demo's first stop is where the silent model said it would be, for every seed") {
    const DemoDay day;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        const auto stop = first_stop(day.line, day.orders, seed, {}, std::chrono::minutes(25), std::chrono::hours(6));
        REQUIRE(stop);
        LineSimulation simulation(day.line, day.orders, seed, simulated_start);
        std::optional<Instant> told_at;
        for (const auto& told : simulation.advance_to(simulated_start + *stop)) {
            const auto* fault = std::get_if<FaultOccurred>(&told.event);
            if (fault == nullptr || fault->fault.severity == FaultSeverity::warning) continue;
            if (!told_at && told.at >= simulated_start + std::chrono::minutes(25)) told_at = told.at;
        }
        CHECK(told_at == simulated_start + *stop);
    }
}
