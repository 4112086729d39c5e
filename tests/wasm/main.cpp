// Folds a small story and prints the digest: the same program, native and as WebAssembly, must print the same.
#include <cstdio>

#include "twin/fold.hpp"

using namespace glassline;

int main() {
    TwinState state;
    std::uint64_t sequence = 0;
    const auto tell = [&](Event event, int second) {
        EventRecord record;
        record.sequence = ++sequence;
        record.source = SourceId("story");
        record.occurred_at = record.received_at = from_micros(1'795'439'400'000'000 + second * 1'000'000LL);
        record.event = std::move(event);
        fold(state, record);
    };
    LineDescription line;
    line.id = LineId("L");
    for (const char* name : {"A", "B", "C"}) {
        StationDescription station;
        station.id = StationId(name);
        station.cycle_time_s = 1.0 / 3.0;
        line.stations.push_back(station);
    }
    tell(LineDescribed{line}, 0);
    for (int panel = 0; panel < 50; ++panel) {
        for (int i = 0; i < 3; ++i) {
            UnitsArrived arrived;
            arrived.station = line.stations[static_cast<std::size_t>(i)].id;
            arrived.panel.top_barcode = "P" + std::to_string(panel);
            arrived.facts.units = {Unit{"u", 1, 0.1 * panel, 2.5}};
            tell(arrived, panel * 10 + i * 3);
            UnitsDeparted departed;
            departed.station = arrived.station;
            departed.panel = arrived.panel;
            tell(departed, panel * 10 + i * 3 + 2);
        }
    }
    std::printf("%s %s\n", digest(state).c_str(), broken_invariant(state).c_str());
    return broken_invariant(state).empty() ? 0 : 1;
}
