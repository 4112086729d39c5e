// The events that a mapping can say, with the names of their fields, and how filled fields become an event.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "twin/event.hpp"

namespace glassline {

/// One event kind as a mapping sees it.
struct EventKind {
    std::string_view name;
    std::vector<std::string_view> required;  // without any of these the event is not said
    std::vector<std::string_view> optional;
};

[[nodiscard]] const std::vector<EventKind>& event_kinds();
[[nodiscard]] const EventKind* find_event_kind(std::string_view name);

using Fields = std::map<std::string, std::string>;  // only those that the message filled

/// Error: a field's text is not what the field takes ("result: 'maybe' is not one of ..."). `occurred_at` is the
/// event's.
[[nodiscard]] Result<Event> make_event(std::string_view kind, const Fields& fields, Instant occurred_at);

}  // namespace glassline
