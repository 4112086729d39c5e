// The simulated line folded: the twin must end where the simulation is.
#include <doctest/doctest.h>

#include "connectors/wire/files/line_file.hpp"
#include "tests/support/files.hpp"
#include "twin/fold.hpp"
#include "twin/simulation/line_simulation.hpp"

using namespace glassline;

namespace {

struct Day {
    LineDescription line = read_line_file(test::read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo.json")).value;
    std::vector<WorkOrder> orders =
        read_orders_file(test::read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo-orders.json")).value;
};

}  // namespace

TEST_CASE("the demo's files are good") {
    CHECK(read_line_file(test::read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo.json")).faults ==
          std::vector<std::string>{});
    CHECK(read_orders_file(test::read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo-orders.json")).faults ==
          std::vector<std::string>{});
}

TEST_CASE("the same seed tells the same day, another seed another") {
    const Day day;
    const Instant start = from_micros(1'795'500'000'000'000);
    LineSimulation a(day.line, day.orders, 7, start);
    LineSimulation b(day.line, day.orders, 7, start);
    LineSimulation c(day.line, day.orders, 8, start);
    const auto told = a.advance_to(start + std::chrono::hours(1));
    CHECK(told == b.advance_to(start + std::chrono::hours(1)));
    CHECK(told != c.advance_to(start + std::chrono::hours(1)));
}

TEST_CASE("eight simulated days: every unit of every order leaves good, the twin holds its invariants all the way") {
    const Day day;
    const Instant start = from_micros(1'795'500'000'000'000);
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        CAPTURE(seed);
        LineSimulation simulation(day.line, day.orders, seed, start);
        TwinState state;
        std::uint64_t sequence = 0;
        const auto tell = [&](Event event, Instant at) {
            EventRecord record;
            record.sequence = ++sequence;
            record.source = SourceId("simulation");
            record.occurred_at = record.received_at = at;
            record.event = std::move(event);
            fold(state, record);
        };
        tell(LineDescribed{day.line}, start);
        for (const auto& order : day.orders) tell(WorkOrderDefined{order}, start);
        Instant now = start;
        std::uint32_t rework = 0;
        while (!simulation.finished() && now < start + std::chrono::hours(24)) {
            now += std::chrono::minutes(10);
            for (auto& e : simulation.advance_to(now)) tell(std::move(e.event), e.at);
            tell(TimePassed{now}, now);
            REQUIRE(broken_invariant(state) == "");
        }
        REQUIRE(simulation.finished());
        const auto& line = state.lines.at(day.line.id);
        std::uint64_t finished = 0;
        for (const auto& [id, panel] : line.panels) {
            CHECK(std::holds_alternative<LeftLine>(panel.position.place));
            CHECK(panel.visits.size() == 10 + panel.rework_loops);
            finished += panel.finished_at != no_time ? 1 : 0;
            rework += panel.rework_loops;
        }
        CHECK(finished == simulation.panels_finished());
        CHECK(line.inferred_visits == 0);
        CHECK(rework > 0);
        for (const auto& order : day.orders) CHECK(state.orders.orders.at(order.id).finished_at != no_time);
    }
}
