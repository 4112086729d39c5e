#include <doctest/doctest.h>

#include "twin/alarms/alarms.hpp"
#include "twin/fold.hpp"

using namespace glassline;

namespace {

constexpr Instant start = from_micros(1'795'521'600'000'000);
constexpr auto minute = std::chrono::minutes(1);

struct Twin {
    TwinState state;
    void happens(Event event, Instant at) {
        fold(state, EventRecord{state.sequence + 1, SourceId("test"), at, at, std::move(event)});
    }
    [[nodiscard]] std::vector<Alarm> alarms() const { return alarms_of(state, LineId("line")); }
};

Twin with_faults(int count) {
    Twin twin;
    LineDescription line;
    line.id = LineId("line");
    StationDescription station;
    station.id = StationId("printer");
    line.stations.push_back(station);
    twin.happens(LineDescribed{line}, start);
    for (int i = 0; i < count; ++i) {
        Fault fault;
        fault.id = FaultId("f" + std::to_string(i));
        twin.happens(FaultOccurred{StationId("printer"), fault}, start + i * minute);
    }
    return twin;
}

}  // namespace

TEST_CASE("a shelved alarm goes off the list with who, why and until, and comes back when its time is over") {
    auto twin = with_faults(2);
    const AlarmId first("printer/f0");
    twin.happens(AlarmShelved{first, "ada", "waiting for a spare part", start + 30 * minute}, start + 5 * minute);
    REQUIRE(twin.alarms().size() == 2);
    CHECK(twin.alarms()[0].id == AlarmId("printer/f1"));
    const auto shelved = twin.alarms()[1];
    CHECK(shelved.state == AlarmState::shelved);
    CHECK(shelved.shelved_by == "ada");
    CHECK(shelved.shelved_why == "waiting for a spare part");
    CHECK(shelved.shelved_until == start + 30 * minute);
    CHECK(active_alarms_of(twin.state, LineId("line")).size() == 1);

    twin.happens(TimePassed{start + 29 * minute}, start + 29 * minute);
    CHECK(twin.alarms()[1].state == AlarmState::shelved);
    twin.happens(TimePassed{start + 30 * minute}, start + 30 * minute);
    CHECK(twin.alarms()[0].id == first);
    CHECK(twin.alarms()[0].state == AlarmState::unacknowledged);
}

TEST_CASE("unshelving ends it at once; an acknowledged alarm is acknowledged again afterwards") {
    auto twin = with_faults(1);
    const AlarmId id("printer/f0");
    twin.happens(FaultAcknowledged{StationId("printer"), FaultId("f0"), "ada", "seen"}, start + minute);
    twin.happens(AlarmShelved{id, "ada", "known", start + 60 * minute}, start + 2 * minute);
    twin.happens(AlarmUnshelved{id, "bo", "it matters after all"}, start + 3 * minute);
    REQUIRE(twin.alarms().size() == 1);
    CHECK(twin.alarms()[0].state == AlarmState::acknowledged);
    CHECK(twin.alarms()[0].acknowledged_why == "seen");
}

TEST_CASE("a shelf is bounded in number and time; what goes over is counted and changes nothing") {
    auto twin = with_faults(1);
    const AlarmId id("printer/f0");
    twin.happens(AlarmShelved{id, "ada", "for ever", start + max_shelving_time + minute}, start);
    twin.happens(AlarmShelved{id, "ada", "in the past", start}, start);
    CHECK(twin.state.shelving.refused == 2);
    CHECK(twin.alarms()[0].state == AlarmState::unacknowledged);
    for (std::size_t i = 0; i < max_shelved + 3; ++i) {
        twin.happens(AlarmShelved{AlarmId(std::to_string(i)), "ada", "x", start + minute}, start);
    }
    CHECK(twin.state.shelving.shelved.size() == max_shelved);
    CHECK(twin.state.shelving.refused == 5);
    CHECK(broken_invariant(twin.state).empty());
}
