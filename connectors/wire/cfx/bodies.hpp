// One message body to events. Inside connectors/wire/cfx only; brings simdjson.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/cfx/json_access.hpp"
#include "twin/event.hpp"

namespace glassline::cfx {

/// What surrounds a body.
struct Surroundings {
    std::string_view name;       // canonical
    std::string_view unique_id;  // of the message
    StationId station;
    Instant occurred_at{};
    int zone_minutes = 0;   // of the line, for time stamps inside the body that state no zone
    std::string_view json;  // the whole envelope, for examples
    StationId target{};     // the station a request is addressed to; empty: none, or none of the line
};

/// False when messages of this name are not folded: the caller says MessageUnmapped.
bool body_to_events(const Node& body, const Surroundings& around, std::vector<Event>& events);

/// The names of all messages that are folded, sorted.
[[nodiscard]] std::vector<std::string_view> folded_names();

}  // namespace glassline::cfx
