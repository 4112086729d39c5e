// The parts of a line's page: free functions over a model they don't own, drawn into the box they are given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "viewer/scene/camera.hpp"
#include "viewer/scene/scene.hpp"
#include "viewer/viewmodel/line_model.hpp"
#include "viewer/widgets/draw.hpp"

namespace glassline::panels {

using viewmodel::LineModel;
using widgets::Box;
using widgets::Pen;

void header(const Pen& pen, const Box& box, const LineModel& model);
/// `blink_on`: the half second in which an unacknowledged badge shows.
void callout(const Pen& pen, const Box& box, const LineModel& model, bool blink_on);
/// Names below the machines, cascade brackets, pins over own boards, the order's label; placed by the camera.
void line_labels(const Pen& pen, const Box& box, const LineModel& model, const scene::Scene& scene,
                 const scene::Camera& camera, const scene::Viewport& viewport, const WorkOrderId& selected_order);
/// The same for a view from the side: name plates above the machines, with leaders.
void line_plates(const Pen& pen, const LineModel& model, const scene::Scene& scene, const scene::Camera& camera,
                 const scene::Viewport& viewport, const WorkOrderId& selected_order);
void kpis(const Pen& pen, const Box& box, const LineModel& model);
/// The order that was clicked, if any.
[[nodiscard]] std::optional<WorkOrderId> orders(const Pen& pen, const Box& box, const LineModel& model,
                                                const WorkOrderId& selected);
/// Lanes of the stations' states; at most `most` of them, those with news first.
void gantt(const Pen& pen, const Box& box, const LineModel& model, std::size_t most);

/// What the time bar shows and what was done to it.
struct TimeBar {
    Instant first{}, last{}, now{};
    std::string zone;
    std::uint64_t sequence = 0, last_sequence = 0;
    bool playing = false;
    double speed = 1;
    const std::vector<float>* density = nullptr;  // events a slice of the recording, scaled to 0..1
};
struct TimeBarAnswer {
    std::optional<double> seek;  // 0..1 of the recording
    bool toggle_play = false;
};
[[nodiscard]] TimeBarAnswer time_bar(const Pen& pen, const Box& box, const TimeBar& bar);
/// The frame, plate and time that make a replay unmistakable.
void replay_frame(const Pen& pen, const Box& window, float header_height, const TimeBar& bar, const std::string& date);
void link_lost(const Pen& pen, const Box& box, const std::string& since, const std::string& age);

}  // namespace glassline::panels
