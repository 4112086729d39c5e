// Non-interference: two histories that agree on customer A's own facts give A the same bytes, whatever other customers'
// boards did in between. Histories are generated from printed seeds with foreign orders inserted, removed and changed;
// the stream's bytes come from the gateway's own CustomerStream on an injected clock. The declared channel (range,
// waiting) is blanked for the comparison and checked to be quantised by itself. Leaky projections must be caught.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "connectors/gateway/customer_stream.hpp"
#include "connectors/wire/json/described_json.hpp"
#include "twin/base/rng.hpp"
#include "twin/fold.hpp"
#include "twin/projection/customer_view.hpp"

using namespace glassline;

namespace {

constexpr int seeds = 25;
constexpr int length_s = 400;
const WorkOrderId own_order("A-2417");
const char* const stations[] = {"print", "place1", "place2", "oven", "aoi", "out"};

Instant at_ms(std::int64_t ms) { return from_micros(1'795'439'400'000'000 + ms * 1000); }

struct Happening {
    std::int64_t ms = 0;
    Event event;
};
using History = std::vector<Happening>;

LineDescription line() {
    LineDescription out;
    out.id = LineId("line");
    out.site = "Works North";
    double x = 0;
    for (const char* id : stations) {
        StationDescription station;
        station.id = StationId(id);
        station.customer_step = std::string("step ") + id;
        station.cycle_time_s = 10;
        station.geometry = {x += 2000, 0, 1500, 1200, 1500};
        out.stations.push_back(station);
    }
    return out;
}

void define(History& out, const WorkOrderId& id, std::uint32_t quantity, std::int64_t ms) {
    WorkOrder order;
    order.id = id;
    order.name = "name of " + id.value;
    order.customer = {CustomerId("customer of " + id.value), "firm of " + id.value};
    order.product_name = "product of " + id.value;
    order.quantity = quantity;
    out.push_back({ms, WorkOrderDefined{order}});
}

// One order's boards on their way: arrivals, work, inspections, rework by hand, scrap.
void run_order(History& out, Rng& rng, const WorkOrderId& id, int panels) {
    define(out, id, static_cast<std::uint32_t>(panels) * 2, static_cast<std::int64_t>(rng.below(2000)));
    for (int n = 0; n < panels; ++n) {
        const std::string name = id.value + "-p" + std::to_string(n);
        std::int64_t ms = 3000 + static_cast<std::int64_t>(rng.below((length_s - 100) * 1000ULL));
        for (const char* station : stations) {
            UnitsArrived arrived;
            arrived.station = StationId(station);
            arrived.panel.top_barcode = name;
            arrived.facts.order = id;
            arrived.facts.order_evidence = OrderEvidence::hermes_board;
            for (std::uint32_t u = 1; u <= 2; ++u) {
                Unit unit;
                unit.identifier = name + "-u" + std::to_string(u);
                unit.position = u;
                arrived.facts.units.push_back(unit);
            }
            out.push_back({ms, arrived});
            const TransactionId transaction(name + station);
            out.push_back({ms + 300, WorkStarted{StationId(station), transaction, arrived.panel, {}, 1}});
            ms += 2000 + static_cast<std::int64_t>(rng.below(20'000));
            if (std::string(station) == "aoi") {
                UnitsInspected inspected;
                inspected.station = StationId(station);
                inspected.transaction = transaction;
                for (const auto& unit : arrived.facts.units) {
                    InspectedUnit verdict;
                    verdict.identifier = unit.identifier;
                    verdict.result = rng.chance(0.2) ? UnitResult::failed : UnitResult::good;
                    inspected.units.push_back(verdict);
                }
                out.push_back({ms - 500, inspected});
                if (rng.chance(0.1))
                    out.push_back({ms - 300, UnitsDisqualified{StationId(station), arrived.panel, {}, ""}});
            }
            WorkCompleted completed;
            completed.station = StationId(station);
            completed.transaction = transaction;
            out.push_back({ms - 100, completed});
            UnitsDeparted departed;
            departed.station = StationId(station);
            departed.panel = arrived.panel;
            if (rng.chance(0.05)) departed.transfer = Transfer::by_hand;
            if (!rng.chance(0.1)) out.push_back({ms, departed});  // some machines forget to say it
            ms += 500 + static_cast<std::int64_t>(rng.below(4000));
        }
    }
}

// What A's own facts are: the line, the clock, the sources' connections, the own order.
History own_history(std::uint64_t seed) {
    Rng rng(seed);
    History out;
    out.push_back({0, LineDescribed{line()}});
    out.push_back({1, SourceDeclared{"cfx-listen", "a:1", {}, true}});
    out.push_back({2, SourceStatusChanged{LinkStatus::connected, ""}});
    const auto gone = static_cast<std::int64_t>(rng.below(length_s * 1000ULL));
    out.push_back({gone, SourceStatusChanged{LinkStatus::disconnected, "cable"}});
    out.push_back({gone + 7000, SourceStatusChanged{LinkStatus::connected, ""}});
    for (int second = 1; second < length_s; ++second) out.push_back({second * 1000, TimePassed{at_ms(second * 1000)}});
    run_order(out, rng, own_order, 8);
    return out;
}

// What others do meanwhile; also what the declared channel carries, which may depend on them.
History foreign_history(std::uint64_t seed, int orders) {
    Rng rng(seed);
    History out;
    for (int n = 0; n < orders; ++n) {
        run_order(out, rng, WorkOrderId("foreign-" + std::to_string(n)), 1 + static_cast<int>(rng.below(12)));
    }
    for (int n = 0; n < 20 * orders; ++n) {
        const auto ms = static_cast<std::int64_t>(rng.below(length_s * 1000ULL));
        const StationId station(stations[rng.below(6)]);
        if (rng.chance(0.3)) {
            CompletionForecast forecast;
            forecast.order = own_order;
            const auto first = 4'000'000 + static_cast<std::int64_t>(rng.below(3'000'000));
            for (int q = 1; q <= 19; ++q) forecast.range.quantiles.push_back(at_ms(first + q * 67'001));
            forecast.range.shown_from = at_ms(first + 2 * 67'001);
            forecast.range.shown_to = at_ms(first + 18 * 67'001);
            forecast.range.unit_s = 300;
            out.push_back({ms, forecast});
        } else if (rng.chance(0.5)) {
            FaultOccurred fault;
            fault.station = station;
            fault.fault.id = FaultId("foreign fault " + std::to_string(n));
            out.push_back({ms, fault});
        } else {
            out.push_back({ms, MessageRefused{"foreign bytes", "foreign-0"}});
        }
    }
    return out;
}

using Projection = std::function<CustomerView(const TwinState&, const CustomerScope&)>;

struct Seen {
    std::string bytes;    // the stream with the declared channel blanked
    std::string with_it;  // the stream as it is sent
    std::vector<CustomerRange> ranges;
};

// The customer's whole stream on an injected clock: a tick a second in the client's own slot.
Seen watch(const History& own, const History& foreign, const Projection& projection) {
    History all = own;
    all.insert(all.end(), foreign.begin(), foreign.end());
    std::stable_sort(all.begin(), all.end(), [](const Happening& a, const Happening& b) { return a.ms < b.ms; });
    TwinState state;
    gateway::CustomerStream blanked, sent;
    Seen seen;
    std::size_t next = 0;
    constexpr std::int64_t slot_ms = 370;
    for (std::int64_t second = 5; second < length_s; ++second) {
        for (; next < all.size() && all[next].ms <= second * 1000 + slot_ms; ++next) {
            EventRecord record;
            record.sequence = state.sequence + 1;
            record.source = SourceId("line");
            record.occurred_at = at_ms(all[next].ms);
            record.received_at = at_ms(all[next].ms);
            record.event = all[next].event;
            fold(state, record);
        }
        CustomerView view = projection(state, {own_order, {"watch"}, {}});
        seen.with_it += sent.tick(to_json_value(view).dump());
        seen.ranges.push_back(view.range);
        view.range = {};
        view.waiting = {};
        seen.bytes += blanked.tick(to_json_value(view).dump());
    }
    return seen;
}

bool quantised(const CustomerRange& range) {
    if (!range.known) return true;
    const auto fits = [&](Instant t) { return micros(t) % (std::int64_t{range.unit_s} * 1'000'000) == 0; };
    return range.unit_s >= 60 && fits(range.from) && fits(range.to) &&
           std::all_of(range.dots.begin(), range.dots.end(), fits);
}

// How many of the seeds give a stream that tells foreign histories apart.
int leaks(const Projection& projection) {
    int caught = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const auto own = own_history(seed);
        const bool same =
            watch(own, {}, projection).bytes == watch(own, foreign_history(seed + 500, 3), projection).bytes;
        caught += same ? 0 : 1;
    }
    return caught;
}

}  // namespace

TEST_CASE("foreign orders inserted, removed and changed leave a customer's bytes as they are") {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        CAPTURE(seed);
        const auto own = own_history(seed);
        const auto alone = watch(own, {}, project);
        const auto crowded = watch(own, foreign_history(seed + 1000, 4), project);
        const auto changed = watch(own, foreign_history(seed + 2000, 2), project);
        CHECK(alone.bytes == crowded.bytes);
        CHECK(alone.bytes == changed.bytes);
        // The histories are no empty promise: boards move, and the streams are not short of them.
        CHECK(alone.bytes.find("\"at_station\"") != std::string::npos);
        CHECK(alone.bytes.size() > 100'000);
        for (const auto* seen : {&alone, &crowded, &changed}) {
            CHECK(seen->with_it.find("foreign") == std::string::npos);
            CHECK(seen->with_it.size() % gateway::stream_padding == 0);
            CHECK(std::all_of(seen->ranges.begin(), seen->ranges.end(), quantised));
        }
        CHECK(alone.with_it != crowded.with_it);  // the declared channel does carry something
    }
}

TEST_CASE("leaky projections are caught") {
    SUBCASE("the age of the newest event of all") {
        CHECK(leaks([](const TwinState& state, const CustomerScope& scope) {
                  auto view = project(state, scope);
                  view.as_of = state.as_of;
                  return view;
              }) == 5);
    }
    SUBCASE("boards numbered over the whole line") {
        CHECK(leaks([](const TwinState& state, const CustomerScope& scope) {
                  auto view = project(state, scope);
                  for (auto& board : view.boards) {
                      board.number += static_cast<std::uint32_t>(state.lines.begin()->second.panels.size());
                  }
                  return view;
              }) == 5);
    }
    SUBCASE("a source's own chatter") {
        CHECK(leaks([](const TwinState& state, const CustomerScope& scope) {
                  auto view = project(state, scope);
                  view.as_of = state.sources.begin()->second.last_event_at;
                  return view;
              }) == 5);
    }
    SUBCASE("and the projection itself is not") { CHECK(leaks(project) == 0); }
}
