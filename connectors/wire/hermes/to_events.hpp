// What a machine's Hermes message means to the twin.
#pragma once

#include <string>
#include <vector>

#include "connectors/wire/hermes/hermes_message.hpp"
#include "twin/event.hpp"

namespace glassline::hermes {

/// What is known about the connection a message came over.
struct Context {
    const LineDescription& line;  // maps MachineId to a station; gives the zone of the time stamps
    StationId station;            // of the connection; used when the MachineId is not of this line
};

struct Meaning {
    std::vector<Event> events;  // empty for session traffic (CheckAlive and the like)
    Instant occurred_at{};      // no_time when the time stamp could not be read
    std::string duplicate_key;  // the same report a second time has the same key
};

/// BoardArrived and BoardDeparted become UnitsArrived and UnitsDeparted; what changes no state becomes MessageUnmapped.
[[nodiscard]] Meaning to_events(Document&& document, const Context& context);

}  // namespace glassline::hermes
