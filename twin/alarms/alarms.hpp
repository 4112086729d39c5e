// Alarms as a function of the state (ISA-18.2): what needs an operator's response, the cause first, its cascade
// suppressed by design from the line's own order of stations.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/fields.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

/// A: stops the line. B: will stop it or spoils panels. C: needs attention. D: the twin's own senses.
enum class AlarmPriority { a, b, c, d };
constexpr auto names(AlarmPriority) { return std::array<std::string_view, 4>{"A", "B", "C", "D"}; }

/// `shelved`: off the list until shelved_until, by an operator who said why.
enum class AlarmState { unacknowledged, acknowledged, shelved };
constexpr auto names(AlarmState) {
    return std::array<std::string_view, 3>{"unacknowledged", "acknowledged", "shelved"};
}

struct Alarm {
    AlarmId id;  // station/fault, or source/link
    AlarmPriority priority = AlarmPriority::c;
    AlarmState state = AlarmState::unacknowledged;
    LineId line;
    StationId station;        // empty for a source that serves no single station
    FaultId fault;            // empty where no fault stands behind it
    std::string cause;        // "Placer 2: feeder 14 empty"
    std::string consequence;  // "The line runs dry behind it"
    std::string response;     // "Load the feeder that is named"
    double respond_within_s = 0;
    Instant since{};
    std::string acknowledged_by;
    std::vector<StationId> blocked;  // upstream stations that wait because of it
    std::vector<StationId> starved;  // downstream stations that wait because of it
    std::string acknowledged_why;
    std::string shelved_by;  // these three are empty unless the state is shelved
    std::string shelved_why;
    Instant shelved_until{};
    bool operator==(const Alarm&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("priority", self.priority);
        v("state", self.state);
        v("line", self.line);
        v("station", self.station);
        v("fault", self.fault);
        v("cause", self.cause);
        v("consequence", self.consequence);
        v("response", self.response);
        v("respond_within_s", self.respond_within_s);
        v("since", self.since);
        v("acknowledged_by", self.acknowledged_by);
        v("blocked", self.blocked);
        v("starved", self.starved);
        v("acknowledged_why", self.acknowledged_why);
        v("shelved_by", self.shelved_by);
        v("shelved_why", self.shelved_why);
        v("shelved_until", self.shelved_until);
    }
};

/// All alarms of a line, the most urgent first (priority, then the one that came first); shelved ones last.
[[nodiscard]] std::vector<Alarm> alarms_of(const TwinState& state, const LineId& line);
/// Without the shelved ones: what a wall shows.
[[nodiscard]] std::vector<Alarm> active_alarms_of(const TwinState& state, const LineId& line);

}  // namespace glassline
