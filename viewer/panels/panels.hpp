// The parts of the pages: free functions over models they don't own, drawn into the box they are given. What was done
// to them comes back as an answer; nothing here remembers anything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "viewer/scene/camera.hpp"
#include "viewer/scene/scene.hpp"
#include "viewer/viewmodel/layout.hpp"
#include "viewer/viewmodel/line_model.hpp"
#include "viewer/widgets/draw.hpp"

namespace glassline::panels {

using viewmodel::LineModel;
using widgets::Box;
using widgets::Pen;

void header(const Pen& pen, const Box& box, const LineModel& model);
/// `blink_on`: the half second in which an unacknowledged badge shows. True: its button (or, on a wall, the callout
/// itself) was clicked. `may_acknowledge`: there is a server to tell.
[[nodiscard]] bool callout(const Pen& pen, const Box& box, const viewmodel::Callout& alarm, bool blink_on,
                           bool may_acknowledge);
void link_lost(const Pen& pen, const Box& box, const std::string& words);

/// How the picture was made: what labels need to stand where the machines are.
struct Picture {
    const scene::Scene* scene = nullptr;
    scene::Camera camera;
    scene::Viewport viewport;
};
struct LabelAnswer {
    int station = -1;   // its name was clicked: index on the line
    bool open = false;  // twice
};
/// Names below the machines, cascade brackets, pins over own boards, the order's plate, the alarm's leader.
[[nodiscard]] LabelAnswer line_labels(const Pen& pen, const viewmodel::LinePage& page, const LineModel& model,
                                      const Picture& picture, const std::string& order, const StationId& selected);
/// The same for a view from the side: name plates above the machines on stems; they never lie over each other.
[[nodiscard]] LabelAnswer line_plates(const Pen& pen, const LineModel& model, const Picture& picture,
                                      const std::string& order, const StationId& selected);
/// Pins over the boards of the selected order. Gives the place of the foremost one's head, if there is one.
std::optional<scene::Vec2> pins(const Pen& pen, const Picture& picture);
/// Framed ages over stations without data.
void stale_plates(const Pen& pen, const LineModel& model, const Picture& picture);

void kpis(const Pen& pen, const Box& box, const LineModel& model);
/// The order that was clicked, if any.
[[nodiscard]] std::optional<WorkOrderId> orders(const Pen& pen, const Box& box, const LineModel& model,
                                                std::size_t rows, bool details, const WorkOrderId& selected);
/// Lanes of the stations' states; at most `most` of them, those with news first. Gives a clicked lane's station.
[[nodiscard]] std::optional<StationId> gantt(const Pen& pen, const Box& box, const LineModel& model, std::size_t most,
                                             const StationId& selected);
/// One stretch of a lane: a state by height and fill, an alarm in its colour, silence as reverse hatch.
void lane_bar(const Pen& pen, const Box& lane, float from, float to, const EquipmentState& state,
              const std::optional<AlarmPriority>& alarm, bool no_data, float opacity = 1);

/// Up to four lines beside the pointer, on a plate that stays inside `within`.
void tooltip(const Pen& pen, const Box& within, const std::vector<std::string>& lines);

}  // namespace glassline::panels
