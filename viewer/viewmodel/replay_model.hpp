// A recording as an engineer scrubs it: every station's past as lanes, what happened as messages. Built once from the
// records when a recording opens; a frame only asks for the window it shows.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "twin/event.hpp"
#include "twin/twin_state.hpp"
#include "viewer/viewmodel/line_model.hpp"

namespace glassline::viewmodel {

/// A stretch of one station's recorded past.
struct PastBar {
    Instant from{}, to{};
    EquipmentState state;
    bool no_data = false;  // its source was not heard
    std::optional<AlarmPriority> alarm;
};
struct PastLane {
    StationId station;
    std::string name;
    std::vector<PastBar> bars;  // oldest first, without gaps between them
};

/// A message as listed: when it came, what it is, which number it has.
struct MessageRow {
    std::uint64_t sequence = 0;
    std::string time;    // "13:57:12"
    std::string name;    // "FaultOccurred"
    std::string detail;  // "feeder 14 empty"
    std::string number;  // "184 213"
    std::optional<AlarmPriority> alarm;
    bool current = false;
    bool later = false;  // than the moment shown: dimmed
};

/// The station an event speaks of; empty where it speaks of none.
[[nodiscard]] StationId station_of(const Event& event);
/// One short phrase of what an event tells beside its name; may be empty.
[[nodiscard]] std::string detail_of(const Event& event);

/// Lanes of a whole recording, of one line, by when the records came.
[[nodiscard]] std::vector<PastLane> past_lanes(const std::vector<EventRecord>& records, const LineDescription& line);

inline constexpr std::size_t message_search = 20'000;  // records looked through each way for a station's messages

/// At most `before` messages up to the record `at` (an index) and `after` behind it, of one station or, when `station`
/// is empty, of all. The clock's events are none.
[[nodiscard]] std::vector<MessageRow> messages_around(const std::vector<EventRecord>& records, std::size_t at,
                                                      const StationId& station, const std::string& zone,
                                                      std::size_t before, std::size_t after);

inline constexpr std::size_t max_raw_lines = 400;
/// A raw message (JSON or XML) one member or element a line, indented by two; other text as it is. Cut at
/// max_raw_lines, which the last line then says. Control bytes are shown as dots.
[[nodiscard]] std::vector<std::string> pretty_lines(const std::string& raw);

}  // namespace glassline::viewmodel
