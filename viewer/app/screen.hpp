// One window's state and how a frame of it is drawn: which page, what is selected, the camera, the 3D picture, the
// panels.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/feed/player.hpp"
#include "viewer/panels/replay_panels.hpp"
#include "viewer/render/line_renderer.hpp"
#include "viewer/theme/theme.hpp"

namespace glassline::viewer {

enum class Page { line, station };

/// What one frame shows; filled by the frame loop from feed or recording.
struct FrameInput {
    const TwinState* state = nullptr;  // nullptr: nothing yet
    bool state_changed = false;
    feed::Player* player = nullptr;  // of a recording; nullptr: live
    std::string notice;        // shown instead of the line while there is no state
    std::string lost;          // words of the link lost banner; empty: the link stands
    std::string sentence;      // what an ask of the server came to, shown for a while
    bool has_server = false;   // alarms can be acknowledged, a replay can go back to live
    std::string live_clock;    // "14:03:07" behind a replay
    std::shared_ptr<const std::vector<JournalEntry>> recent;  // the server's newest records
    double seconds = 0;                                       // monotonic
};

/// What the frame's controls asked for.
struct FrameOutput {
    panels::ReplayAnswer replay;
    std::optional<AlarmId> acknowledge;
    std::optional<std::uint64_t> go_to_sequence;
    bool wants_recent = false;  // messages of a live station are shown
};

struct ScreenOptions {
    bool charcoal = true;
    bool wall = false;
    bool reduced_motion = false;
    theme::TypeSizes type;
};

class Screen {
public:
    Screen(render::LineRenderer renderer, theme::Fonts fonts, const ScreenOptions& options);
    [[nodiscard]] FrameOutput frame(const FrameInput& input, int width, int height);
    void select_order(WorkOrderId id) { selected_order_ = std::move(id); }
    void select_station(StationId id) { selected_station_ = std::move(id); }
    void open(Page page) { page_ = page; }
    /// Enter, Escape, A and the typed time; call once a frame, before frame().
    void keys(const FrameInput& input);
    /// Draws the 3D picture into the bound framebuffer; call after frame(), before the panels' draw data.
    void draw_scene(int height);
    [[nodiscard]] const render::DrawStatistics& statistics() const { return renderer_.statistics(); }

private:
    void rebuild(const FrameInput& input);
    void rebuild_scene(const TwinState& state);
    void rebuild_station(const FrameInput& input);
    void look(const scene::Camera& to, const scene::Viewport& viewport, double now);
    void line_page(const FrameInput& input, const panels::Pen& pen, int width, int height, FrameOutput& out);
    void replay_page(const FrameInput& input, const panels::Pen& pen, int width, int height, FrameOutput& out);
    void station_page(const FrameInput& input, const panels::Pen& pen, int width, int height, FrameOutput& out);
    void replay_bar(const FrameInput& input);
    void point_at_scene(const FrameInput& input, const panels::Box& within, bool over_label);
    void take(const panels::LabelAnswer& answer);
    [[nodiscard]] panels::Picture picture() const { return {shown_, camera_, viewport_}; }
    [[nodiscard]] StationId shown_station() const;

    render::LineRenderer renderer_;
    theme::Fonts fonts_;
    ScreenOptions options_;
    Page page_ = Page::line;
    WorkOrderId selected_order_;
    StationId selected_station_;
    LineId line_;
    bool lost_ = false;   // the link is: everything shown is old
    bool dirty_ = false;  // something was selected: the models are of the past
    bool acknowledge_ = false;

    viewmodel::LineModel model_;
    viewmodel::StationModel station_;
    std::vector<viewmodel::MessageRow> messages_;
    std::vector<std::string> raw_;
    std::uint64_t raw_of_ = 0;
    std::shared_ptr<const std::vector<JournalEntry>> recent_;
    float raw_scroll_ = 0;
    std::string order_words_, messages_title_;
    panels::ReplayBar bar_;
    std::string typed_;
    bool typing_ = false;
    std::optional<Instant> typed_seek_;
    std::string sentence_;
    double sentence_until_ = 0;

    scene::Scene previous_, current_, between_;
    const scene::Scene* shown_ = nullptr;
    bool has_scene_ = false, close_up_ = false;
    double changed_at_ = 0;
    scene::Camera camera_, from_camera_, to_camera_;
    double camera_since_ = -10;
    bool has_camera_ = false;
    scene::Viewport viewport_;
    std::vector<std::string> tip_;
};

}  // namespace glassline::viewer
