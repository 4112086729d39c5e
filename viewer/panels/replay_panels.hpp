// The parts of a replay's page and of a station's page. Like panels.hpp: free functions over what they don't own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "viewer/panels/panels.hpp"
#include "viewer/viewmodel/replay_model.hpp"
#include "viewer/viewmodel/station_model.hpp"

namespace glassline::panels {

/// What a replay's header and timeline show.
struct ReplayBar {
    Instant first{}, last{}, now{};
    Instant from{}, to{};                  // the window that the lanes show
    std::string zone, clock, date, facts;  // "13:57:12"; "Mon 23 Nov 2026 . x4 . Line 2 . sequence 184 213 of 186 940"
    std::string clock_from, clock_to;
    std::string live;  // "Back to live 14:03:07"; empty: there is no live view to go back to
    bool simulated = false;
    bool playing = false;
    double speed = 1;
    const std::vector<float>* density = nullptr;  // events a slice of the recording, scaled to 0..1
    const std::vector<viewmodel::PastLane>* lanes = nullptr;
    StationId selected;
    std::string typed;  // "go to" entry while it is open; nothing shown when empty and not typing
    bool typing = false;
};
struct ReplayAnswer {
    std::optional<Instant> seek;
    std::optional<std::pair<Instant, Instant>> window;
    std::optional<StationId> station;
    bool toggle_play = false, step_back = false, step_on = false, live = false;
    bool held = false;  // the pointer scrubs
};
/// The border, plate and time that make a replay unmistakable.
void replay_header(const Pen& pen, const viewmodel::ReplayPage& page, const Box& window, const ReplayBar& bar,
                   ReplayAnswer& answer);
/// Buttons, lanes over the window, playhead and overview; drag scrubs, wheel zooms.
void timeline(const Pen& pen, const Box& box, const ReplayBar& bar, ReplayAnswer& answer);

/// The list of messages and, below, the raw text of the current one. Gives the sequence of a clicked row.
[[nodiscard]] std::optional<std::uint64_t> messages(const Pen& pen, const Box& box, const std::string& title,
                                                    const std::vector<viewmodel::MessageRow>& rows,
                                                    const std::vector<std::string>& raw, float& scroll);

void histogram(const Pen& pen, const Box& box, const viewmodel::StationModel& model);
void cycle_plot(const Pen& pen, const Box& box, const viewmodel::StationModel& model);
void state_history(const Pen& pen, const Box& box, const viewmodel::StationModel& model);
void station_now(const Pen& pen, const Box& box, const viewmodel::StationModel& model, const WorkOrderId& selected);
void station_faults(const Pen& pen, const Box& box, const viewmodel::StationModel& model);
/// "Line 2 > Placer 2" with its condition; true: the line's name was clicked, back to it.
[[nodiscard]] bool station_header(const Pen& pen, const Box& box, const viewmodel::StationModel& model,
                                  const LineModel& line);

}  // namespace glassline::panels
