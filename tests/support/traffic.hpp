// Deliveries as a small line sends them, from a seed: same seed, same traffic.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "connectors/runtime/ingest.hpp"
#include "twin/base/rng.hpp"

namespace glassline::test {

inline const Instant traffic_start = from_micros(1'795'000'000'000'000);

inline LineDescription traffic_line() {
    LineDescription line;
    line.id = LineId("line");
    line.name = "Test line";
    for (const auto* name : {"Loader", "Printer", "Placer", "Oven"}) {
        StationDescription station;
        station.id = StationId(name);
        station.name = name;
        line.stations.push_back(station);
    }
    return line;
}

/// Message `n` of a stream: keys are unique, times run on, some come late.
inline Delivery traffic_message(std::uint64_t seed, std::uint64_t n) {
    Rng rng(seed * 1'000'003 + n);
    const auto line = traffic_line();
    Delivery delivery;
    delivery.source = SourceId("cfx");
    delivery.duplicate_key = "m" + std::to_string(seed) + "-" + std::to_string(n);
    delivery.raw = {"cfx-json", "{\"message\":" + std::to_string(n) + ",\"padding\":\"" +
                                    std::string(static_cast<std::size_t>(rng.below(300)), 'x') + "\"}"};
    const auto at = traffic_start + from_seconds(static_cast<double>(n) * 0.5 - rng.uniform(0, 5));
    const auto& station = line.stations[static_cast<std::size_t>(rng.below(line.stations.size()))].id;
    PanelEvidence panel;
    panel.primary_identifier = "P" + std::to_string(rng.below(n / 4 + 1));
    switch (rng.below(4)) {
        case 0: {
            UnitsDeparted event;
            event.station = station;
            event.panel = panel;
            delivery.events.push_back({event, at});
            break;
        }
        case 1: {
            StationStateChanged event;
            event.station = station;
            event.state = equipment_state_from_code(rng.chance(0.5) ? 1100 : 2202);
            delivery.events.push_back({event, at});
            break;
        }
        default: {
            UnitsArrived event;
            event.station = station;
            event.panel = panel;
            delivery.events.push_back({event, at});
            if (rng.chance(0.3)) delivery.events.push_back({HeartbeatReceived{}, at});
            break;
        }
    }
    return delivery;
}

}  // namespace glassline::test
