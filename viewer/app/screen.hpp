// One window's state and how a frame of it is drawn: which page, which order, the camera, the 3D picture, the panels.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/panels/panels.hpp"
#include "viewer/render/line_renderer.hpp"
#include "viewer/theme/theme.hpp"

namespace glassline::viewer {

enum class Source { live, recording };

/// What one frame shows; filled by the frame loop from feed or recording.
struct FrameInput {
    const TwinState* state = nullptr;  // nullptr: nothing yet
    bool state_changed = false;
    Source source = Source::live;
    panels::TimeBar time;                   // recordings
    std::string notice;                     // shown instead of the line while there is no state
    std::optional<std::string> lost_since;  // link lost banner
    std::string lost_age;
    double seconds = 0;  // monotonic
};

/// What the frame's controls asked for.
struct FrameOutput {
    panels::TimeBarAnswer time;
};

class Screen {
public:
    Screen(render::LineRenderer renderer, bool charcoal, theme::Fonts fonts, bool wall);
    [[nodiscard]] FrameOutput frame(const FrameInput& input, int width, int height);
    void select_order(WorkOrderId id) { selected_order_ = std::move(id); }
    /// Draws the 3D picture into the bound framebuffer; call after frame(), before the panels' draw data.
    void draw_scene(int height);

private:
    void rebuild(const FrameInput& input);

    render::LineRenderer renderer_;
    bool charcoal_;
    theme::Fonts fonts_;
    bool wall_;
    WorkOrderId selected_order_;
    LineId line_;
    viewmodel::LineModel model_;
    scene::Scene previous_, current_;
    double changed_at_ = 0;
    scene::Camera camera_;
    scene::Viewport viewport_;
    scene::Scene shown_;
    bool has_scene_ = false;
};

}  // namespace glassline::viewer
