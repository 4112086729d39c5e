// What a station's page (L3) shows: its past in states, its cycle times against the recipe, the panels that are there,
// what it found, what is wrong with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "viewer/viewmodel/line_model.hpp"

namespace glassline::viewmodel {

/// Cycle times in bins, against what the recipe (or the line file) wants.
struct Histogram {
    double from = 0, width = 1;  // s, of the first bin
    std::vector<std::size_t> counts;
    std::vector<std::string> ticks;  // under every other bin's left edge
    [[nodiscard]] bool empty() const { return counts.empty(); }
};

struct StateShare {
    EquipmentState state;
    std::string name;   // "starved"
    std::string share;  // "4 %"
};

struct StationPanel {
    PanelId id;
    std::string title;  // barcode
    std::string order;  // "2417 Glacier"
    std::string age;    // "31 s"
    bool inferred = false;
};

/// A panel whose work here is done.
struct PanelDone {
    PanelId id;
    std::string title, order;
    std::string worked;  // "21.3 s"
    std::string at;      // "14:53:19"
    bool slow = false;   // more than a tenth over the recipe
};

struct Counted {
    std::string name;
    std::size_t count = 0;
    std::string text;  // count as words
};

struct StationModel {
    StationId id;
    int index = -1;
    std::string line;
    std::string name;
    std::string condition;  // "unscheduled down 6 min, recipe GLACIER-TOP, vendor model"
    std::optional<Callout> callout;
    GanttLane history;
    double history_s = 0;
    std::string history_from, history_to, history_middle;
    std::vector<StateShare> shares;
    std::vector<double> cycles;            // s, oldest first
    double nominal_s = 0;                  // recipe's, else the line file's; 0: none known
    std::string cycle_heading;             // "Cycle time against recipe", "Time inside"
    std::string nominal_words;             // "recipe 96 s", "6 x 16 s"
    double cycle_low = 0, cycle_high = 1;  // scale of the cycle plot
    Histogram histogram;
    std::string median, slowest, cycles_title;  // "96 s", "111 s", "last 47 panels"
    std::vector<StationPanel> panels;           // here now, the oldest first
    std::size_t panels_more = 0;
    std::vector<PanelDone> done;      // the newest first
    std::vector<Counted> facts;       // panels in, panels out, ... as rows of name and words
    std::vector<Counted> defects;     // found here, by code, the most frequent first
    std::vector<std::string> faults;  // active, with since
    std::string yield;                // "98.3 % of 118 units passed first"; empty: does not inspect
};

inline constexpr std::size_t max_station_panels = 24;  // listed here, and listed as done

[[nodiscard]] StationModel station_model(const TwinState& state, const LineId& line, const StationId& station);

}  // namespace glassline::viewmodel
