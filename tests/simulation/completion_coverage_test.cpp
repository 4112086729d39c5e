// How often an order is really finished within the range that was shown to be four in five: over simulated days, asked
// every ten minutes from the first half hour on.
#include <doctest/doctest.h>

#include <cstdio>

#include "tests/simulation/simulated_lines.hpp"
#include "twin/fold.hpp"
#include "twin/forecast/completion.hpp"
#include "twin/simulation/line_simulation.hpp"

using namespace glassline;
using namespace glassline::test;

TEST_CASE("completion ranges: the 10 % to 90 % range holds about what it promises over simulated days") {
    const DemoDay day;
    // A short day, so that every order comes to its end.
    auto orders = day.orders;
    for (auto& order : orders) order.quantity = order.product == "LAMP-D7" ? 480 : 200;
    struct Asked {
        WorkOrderId order;
        Instant p10{};
        Instant p90{};
    };
    int held = 0;
    int early = 0;
    int asked_in_all = 0;
    for (std::uint64_t seed = 1; seed <= 24; ++seed) {
        LineSimulation simulation(day.line, orders, seed, simulated_start);
        TwinState state;
        const auto tell = [&](Event event, Instant at) {
            EventRecord record;
            record.sequence = state.sequence + 1;
            record.source = SourceId("simulation");
            record.occurred_at = record.received_at = at;
            record.event = std::move(event);
            fold(state, record);
        };
        tell(LineDescribed{day.line}, simulated_start);
        for (const auto& order : orders) tell(WorkOrderDefined{order}, simulated_start);
        std::vector<Asked> asked;
        Instant now = simulated_start + std::chrono::minutes(20);
        while (!simulation.finished() && now < simulated_start + std::chrono::hours(24)) {
            now += std::chrono::minutes(10);
            for (auto& told : simulation.advance_to(now)) tell(std::move(told.event), told.at);
            tell(TimePassed{now}, now);
            for (const auto& order : orders) {
                const auto range = forecast_completion(state, order.id, seed);
                if (range) asked.push_back({order.id, range->quantiles[1], range->quantiles[17]});
            }
        }
        REQUIRE(simulation.finished());
        for (const auto& one : asked) {
            const Instant finished = state.orders.orders.at(one.order).finished_at;
            REQUIRE(finished != no_time);
            held += finished >= one.p10 && finished <= one.p90 ? 1 : 0;
            early += finished < one.p10 ? 1 : 0;
        }
        asked_in_all += static_cast<int>(asked.size());
    }
    const double coverage = 100.0 * held / asked_in_all;
    std::printf("completion ranges: %.0f %% of %d finishes within the 80 %% range, %.0f %% before it\n", coverage,
                asked_in_all, 100.0 * early / asked_in_all);
    CHECK(asked_in_all > 300);
    CHECK(coverage > 60);
    CHECK(coverage < 98);
}
