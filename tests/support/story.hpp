// A short history told to the fold, one event after the other, with the invariants checked after each.
#pragma once

#include <doctest/doctest.h>

#include "twin/base/binary.hpp"
#include "twin/fold.hpp"
#include "twin/timeline.hpp"

namespace glassline::test {

/// Two stations, "placer" and "aoi".
inline LineDescription two_stations() {
    LineDescription line;
    line.id = LineId("L1");
    for (const char* name : {"placer", "aoi"}) {
        StationDescription station;
        station.id = StationId(name);
        station.cycle_time_s = 20;
        line.stations.push_back(station);
    }
    return line;
}

/// `second` of the story's day.
inline Instant at(int second) { return from_micros(1'795'439'400'000'000 + second * 1'000'000LL); }

class Story {
public:
    explicit Story(const LineDescription& line = two_stations()) : line_(line.id) { tell(LineDescribed{line}, 0); }

    /// Happened and received at `second`, or received at another one.
    void tell(Event event, int second, int received = -1, const char* source = "test") {
        EventRecord record;
        record.sequence = timeline_.records().size() + 1;
        record.source = SourceId(source);
        record.occurred_at = at(second);
        record.received_at = at(received < 0 ? second : received);
        record.event = std::move(event);
        timeline_.append(std::move(record));
        CHECK(broken_invariant(timeline_.newest()) == "");
    }
    /// The twin's own clock.
    void tick(int second) { tell(TimePassed{at(second)}, second, second, "glassline"); }
    /// A panel at work: arrives and starts under a transaction of its own name.
    void work(const char* panel, const char* station, int second, std::uint32_t units = 2) {
        WorkStarted event;
        event.station = StationId(station);
        event.transaction = TransactionId(std::string(panel) + "@" + station);
        event.panel.primary_identifier = panel;
        for (std::uint32_t n = 1; n <= units; ++n) {
            Unit unit;
            unit.position = n;
            event.facts.units.push_back(unit);
        }
        tell(std::move(event), second);
    }
    [[nodiscard]] static TransactionId transaction(const char* panel, const char* station) {
        return TransactionId(std::string(panel) + "@" + station);
    }

    [[nodiscard]] const TwinState& state() const { return timeline_.newest(); }
    [[nodiscard]] const LineState& line() const { return state().lines.at(line_); }
    [[nodiscard]] const StationState& station(const char* id) const { return line().stations.at(StationId(id)); }
    [[nodiscard]] const PanelState& panel(const char* id) const { return line().panels.at(PanelId(id)); }
    [[nodiscard]] const PanelTrace& trace(const char* id) const { return line().traces.traces.at(PanelId(id)); }
    [[nodiscard]] const SourceState& source() const { return state().sources.at(SourceId("test")); }

    /// Whatever was told, the state of each sequence is the same again from a checkpoint, and its bytes read back.
    void check_time_travel() const {
        TwinState anew;
        for (const auto& record : timeline_.records()) {
            fold(anew, record);
            CHECK((timeline_.state_at(record.sequence) == anew));
        }
        const auto copy = from_binary<TwinState>(to_binary(anew));
        REQUIRE(copy.has_value());
        CHECK((*copy == anew));
        CHECK(digest(*copy) == digest(anew));
    }

private:
    LineId line_;
    Timeline timeline_{3};
};

}  // namespace glassline::test
