// What a line's page shows, as words and numbers: made from a state when it changed, drawn by the panels each frame.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "twin/alarms/alarms.hpp"
#include "twin/kpi/kpi.hpp"
#include "twin/twin_state.hpp"

namespace glassline::viewmodel {

struct Header {
    std::string line;       // "Line 2"
    std::string condition;  // "running", "stopped 6 min"
    bool simulated = false;
    std::string clock;  // "14:03:07", the line's zone
    std::string date;   // "Mon 23 Nov 2026"
};

/// The first-out alarm; absent: the line has none.
struct Callout {
    AlarmPriority priority = AlarmPriority::a;
    std::string cause;
    std::string response;
    std::string consequence;
    std::string since;  // "since 13:57"
    std::string state;
    bool unacknowledged = true;
    int station = -1;      // index on the line
    std::size_t more = 0;  // further alarms
};

enum class StationTone { normal, waiting, alarm, down, stale };

struct StationLabel {
    std::string short_name;
    std::string name;
    std::string state;  // describe(state)
    StationTone tone = StationTone::normal;
    AlarmPriority priority = AlarmPriority::a;  // with tone alarm
};

/// A run of stations that wait because of the first-out alarm.
struct Cascade {
    int first = 0;
    int last = 0;
    bool towards_right = true;  // the cause stands to the right
    std::string text;
};

struct OrderRow {
    WorkOrderId id;
    std::string name;
    std::uint64_t done = 0;  // units
    std::uint64_t on_line = 0;
    std::uint64_t quantity = 0;
    std::string range;  // "14:50-15:15" or "no forecast yet"
    bool finished = false;
};

struct GanttBar {
    double from_s = 0;  // before the model's now, negative
    double to_s = 0;
    EquipmentState state;
    std::optional<AlarmPriority> alarm;  // an active alarm of the station, in its own colour
};
struct GanttLane {
    std::string name;
    bool news = false;  // something abnormal in the window
    std::vector<GanttBar> bars;
};

struct LineModel {
    Header header;
    std::optional<Callout> callout;
    std::vector<StationLabel> stations;
    std::vector<Cascade> cascades;
    std::vector<Kpi> kpis;
    std::vector<OrderRow> orders;
    std::vector<GanttLane> lanes;
    double lane_window_s = 3600;
    std::size_t alarms = 0;
};

[[nodiscard]] LineModel line_model(const TwinState& state, const LineId& line, double lane_window_s = 3600);

/// "14:03:07" in the zone.
[[nodiscard]] std::string clock_text(Instant t, const std::string& zone, bool with_seconds);
/// "48 s", "6 min", "3 h".
[[nodiscard]] std::string age_text(Duration age);
/// "12", "98.6", "1 240": as many digits as are worth reading.
[[nodiscard]] std::string number_text(double value);

}  // namespace glassline::viewmodel
