// A line told event by event, for the view models' tests.
#pragma once

#include <vector>

#include "twin/fold.hpp"

namespace glassline::test {

struct Story {
    TwinState state;
    std::vector<EventRecord> records;
    Instant start = from_micros(1'795'500'000'000'000);
    void tell(Event event, int second) {
        EventRecord record;
        record.sequence = state.sequence + 1;
        record.source = SourceId("test");
        record.occurred_at = record.received_at = start + std::chrono::seconds(second);
        record.event = std::move(event);
        fold(state, record);
        records.push_back(std::move(record));
    }
    void enters(const char* station, int code, int second) {
        StationStateChanged changed;
        changed.station = StationId(station);
        changed.state = equipment_state_from_code(code);
        tell(changed, second);
    }
    void faults(const char* station, const char* id, const char* words, int second) {
        Fault fault;
        fault.id = FaultId(id);
        fault.description = words;
        fault.cause = "MissingComponent";
        tell(FaultOccurred{StationId(station), fault}, second);
    }
    void line_of(std::vector<const char*> stations) {
        LineDescription line;
        line.id = LineId("L");
        line.name = "Line 2";
        line.simulated = true;
        for (const char* id : stations) {
            StationDescription station;
            station.id = StationId(id);
            station.name = std::string("Station ") + id;
            station.short_name = id;
            station.cycle_time_s = 20;
            line.stations.push_back(station);
        }
        tell(LineDescribed{line}, 0);
    }
    /// One panel's work at a station from second `from` to `to`.
    void works(const char* station, const char* panel, int from, int to) {
        PanelEvidence evidence;
        evidence.primary_identifier = panel;
        UnitsArrived arrived;
        arrived.station = StationId(station);
        arrived.panel = evidence;
        tell(arrived, from);
        WorkStarted started;
        started.station = StationId(station);
        started.transaction = TransactionId(std::string("t-") + panel);
        started.panel = evidence;
        tell(started, from);
        WorkCompleted completed;
        completed.station = StationId(station);
        completed.transaction = started.transaction;
        tell(completed, to);
    }
};

}  // namespace glassline::test
