// What a line's page shows, as words and numbers: made from a state when it changed, drawn by the panels each frame.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "twin/alarms/alarms.hpp"
#include "twin/kpi/kpi.hpp"
#include "twin/twin_state.hpp"
#include "viewer/viewmodel/words.hpp"

namespace glassline::viewmodel {

struct Header {
    std::string line;       // "Line 2"
    std::string condition;  // "running", "stopped 6 min"
    bool simulated = false;
    std::string clock;        // "14:03:07", the line's zone
    std::string clock_short;  // "14:03"
    std::string date;         // "Mon 23 Nov 2026"
};

/// The first-out alarm; absent: the line has none.
struct Callout {
    AlarmId id;
    AlarmPriority priority = AlarmPriority::a;
    std::string cause;          // "Placer 2: feeder 14 empty"
    std::string cause_short;    // "P2: feeder 14 empty": a wall shortens the word, never the glyph
    std::string response;       // "Load the feeder that is named"
    std::string consequence;    // "The line runs dry behind it"
    std::string urgency;        // "Dry behind it in 4 min"; empty: no time to respond is known
    std::string urgency_short;  // "Dry in 4 min"
    std::string since;          // "since 13:57"
    std::string state;          // "unacknowledged", "acknowledged by line 2"
    bool unacknowledged = true;
    bool can_acknowledge = false;  // a fault stands behind it; a lost link goes when it comes back
    int station = -1;              // index on the line
    std::size_t more = 0;          // further alarms
    std::string more_text;         // "2 more alarms"
};

enum class StationTone { normal, waiting, alarm, down, stale };

struct StationLabel {
    std::string short_name;
    std::string name;
    std::string state;    // describe(state)
    std::string since;    // "since 13:57"
    std::string no_data;  // "no data 48 s": why it is greyed; empty: it speaks
    std::string fault;    // "feeder 14 empty" of its gravest alarm
    std::string now;      // "2 of 4 panels", "31 s of 96 s": for plates and tooltips
    StationId id;
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
    std::string customer;
    std::uint64_t done = 0;  // units
    std::uint64_t on_line = 0;
    std::uint64_t quantity = 0;
    std::string counts;    // "116/200"
    std::string range;     // "14:50-15:15", "done 15:02"; empty: no forecast yet
    std::string promised;  // "promised 15:30"; empty: no promise
    std::string details;   // "North Ice Instruments, 32 on the line, 52 to come"
    bool finished = false;
    bool late = false;  // the range reaches beyond the promise
};

/// One indicator in words; its numbers are LineModel::kpis of the same index.
struct KpiWords {
    std::string value;      // "98.6"; "no data"
    std::string low, high;  // ends of its scale
    std::string limit;      // empty: none
    std::string since;      // "since 02:41": the trend is younger than its hour; empty: it is whole
    bool known = false;
    bool out_of_band = false;
};

struct GanttBar {
    double from_s = 0;  // before the model's now, negative
    double to_s = 0;
    EquipmentState state;
    std::optional<AlarmPriority> alarm;  // an active alarm of the station, in its own colour
};
struct GanttLane {
    std::string name;
    StationId station;
    bool news = false;          // something abnormal in the window
    bool alarm = false;         // an active one
    double last_news_s = -1e9;  // when the newest abnormal stretch ended, before the model's now
    std::vector<GanttBar> bars;
};

struct LineModel {
    Header header;
    std::optional<Callout> callout;
    std::vector<StationLabel> stations;
    std::vector<Cascade> cascades;
    std::vector<Kpi> kpis;
    std::vector<KpiWords> kpi_words;
    std::vector<OrderRow> orders;
    std::vector<GanttLane> lanes;
    double lane_window_s = 3600;
    std::string lanes_from;    // "13:03": where the lanes begin
    std::string lanes_middle;  // "13:33"
    std::size_t alarms = 0;
    std::string zone;
    Instant as_of{};
};

[[nodiscard]] LineModel line_model(const TwinState& state, const LineId& line, double lane_window_s = 3600);

/// What a panel's tooltip says: "Panel 36 of 50", its order, where it is, how sure that is and since when.
struct PanelWords {
    std::string title;      // its barcode, or the twin's own id
    std::string order;      // "2417 Glacier, panel 36"
    std::string place;      // "at Placer 2", "between Buffer and Placer 1"
    std::string certainty;  // "observed 12 s ago"
};
[[nodiscard]] std::optional<PanelWords> panel_words(const TwinState& state, const LineId& line, const PanelId& panel);
/// "2417 Glacier" of an order that the state knows; empty otherwise.
[[nodiscard]] std::string order_words(const TwinState& state, const WorkOrderId& order);

}  // namespace glassline::viewmodel
