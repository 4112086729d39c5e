// The pages: which part stands where, and what is done with what was clicked.
#include <imgui.h>

#include <algorithm>

#include "viewer/app/screen.hpp"
#include "viewer/panels/line_page.hpp"

namespace glassline::viewer {

using panels::Box;
using panels::Pen;

namespace {

scene::Viewport viewport_of(const Box& box) {
    return {static_cast<int>(box.x), static_cast<int>(box.y), std::max(1, static_cast<int>(box.w)),
            std::max(1, static_cast<int>(box.h))};
}

// Half a second on, half off, all badges in phase (WALL.md); steady with reduced motion.
bool blink(double seconds, bool reduced) { return reduced || static_cast<long>(seconds * 2) % 2 == 0; }

}  // namespace

void Screen::replay_bar(const FrameInput& input) {
    feed::Player& player = *input.player;
    const bool moved = bar_.now != player.now() || bar_.speed != player.speed() || bar_.clock.empty();
    bar_.first = player.recording().first();
    bar_.last = player.recording().last();
    bar_.now = player.now();
    bar_.from = player.from();
    bar_.to = player.to();
    bar_.zone = model_.zone;
    bar_.playing = player.playing();
    bar_.speed = player.speed();
    bar_.simulated = model_.header.simulated;
    bar_.density = &player.density();
    bar_.lanes = &player.lanes();
    bar_.selected = shown_station();
    bar_.typing = typing_;
    bar_.typed = typed_;
    if (input.has_server) bar_.live = "Back to live " + input.live_clock;
    if (!moved) return;
    bar_.clock = viewmodel::clock_text(bar_.now, bar_.zone, true);
    bar_.date = viewmodel::date_text(bar_.now, bar_.zone);
    bar_.facts = viewmodel::date_text(bar_.now, bar_.zone) + " \xC2\xB7 " + viewmodel::speed_text(bar_.speed) +
                 " \xC2\xB7 " + model_.header.line + " \xC2\xB7 sequence " +
                 viewmodel::grouped_text(player.sequence()) + " of " +
                 viewmodel::grouped_text(player.recording().last_sequence());
}

void Screen::line_page(const FrameInput& input, const Pen& pen, int width, int height, FrameOutput& out) {
    const auto& statics = *current_.statics;
    const auto extent = scene::front_extent(statics.bounds_min, statics.bounds_max, statics.plinth_max, width);
    viewmodel::LinePageNeeds needs;
    needs.callout = model_.callout.has_value();
    needs.banner = !input.lost.empty();
    needs.replay = input.player != nullptr;
    needs.orders = model_.orders.size();
    needs.lanes = model_.lanes.size();
    needs.picture_px = extent.picture_px;
    needs.floor_px = extent.floor_px;
    const auto page = viewmodel::line_page(pen.grid, options_.type, width, height, needs);
    if (input.player != nullptr) {
        // A wall that shows a recording keeps its page and takes the replay's border and plate.
        auto head = viewmodel::replay_page(pen.grid, options_.type, width, height);
        head.header.h = page.header.h - head.header.y;
        panels::replay_header(pen, head, {0, 0, static_cast<float>(width), static_cast<float>(height)}, bar_,
                              out.replay);
    }
    const auto viewport = viewport_of(page.scene);
    look(scene::front_view_at(statics.bounds_min, statics.bounds_max, viewport, page.picture_y), viewport,
         input.seconds);
    panels::LinePageView view;
    view.model = &model_;
    view.picture = picture();
    view.order = order_words_;
    view.selected_order = selected_order_;
    view.selected_station = selected_station_;
    view.lost = input.lost;
    view.blink_on = blink(input.seconds, options_.reduced_motion);
    view.may_acknowledge = input.has_server && input.player == nullptr;
    view.own_header = input.player == nullptr;
    const auto answer = panels::line_page(pen, page, view);
    if (answer.acknowledge) out.acknowledge = model_.callout->id;
    take(answer.label);
    if (answer.order) selected_order_ = *answer.order, dirty_ = true;
    if (answer.station) selected_station_ = *answer.station, dirty_ = true;
    const auto mouse = ImGui::GetIO().MousePos;
    point_at_scene(input, page.scene, answer.label.station >= 0 || page.names.holds(mouse.x, mouse.y));
}

void Screen::replay_page(const FrameInput& input, const Pen& pen, int width, int height, FrameOutput& out) {
    const auto page = viewmodel::replay_page(pen.grid, options_.type, width, height);
    const auto& statics = *current_.statics;
    const auto viewport = viewport_of(page.scene);
    // Room above the machines for two rows of plates.
    const float plates_m = 4.2F * fonts_.small->FontSize * (statics.bounds_max.x - statics.bounds_min.x) / page.scene.w;
    look(scene::replay_view(statics.bounds_min.x, statics.bounds_max.x, viewport, plates_m), viewport, input.seconds);
    const auto label = panels::line_plates(pen, model_, picture(), order_words_, selected_station_);
    take(label);
    panels::replay_header(pen, page, {0, 0, static_cast<float>(width), static_cast<float>(height)}, bar_, out.replay);
    panels::timeline(pen, page.timeline, bar_, out.replay);
    if (out.replay.station) {
        selected_station_ = *out.replay.station;
        dirty_ = true;
    }
    out.go_to_sequence = panels::messages(pen, page.messages, messages_title_, messages_, raw_, raw_scroll_);
    panels::histogram(pen, page.station, station_);
    point_at_scene(input, page.scene, label.station >= 0);
}

void Screen::station_page(const FrameInput& input, const Pen& pen, int width, int height, FrameOutput& out) {
    const bool replay = input.player != nullptr;
    const auto head = viewmodel::replay_page(pen.grid, options_.type, width, height);
    const bool has_alarm = model_.callout && model_.callout->station == station_.index;
    auto page = viewmodel::station_page(pen.grid, options_.type, width, height, replay ? head.border : 0, has_alarm,
                                        !input.lost.empty(), std::max(station_.faults.size(), station_.defects.size()));
    if (replay) {
        // The replay's plate stays; the station's name goes to its picture.
        panels::replay_header(pen, head, {0, 0, static_cast<float>(width), static_cast<float>(height)}, bar_,
                              out.replay);
    } else if (panels::station_header(pen, page.header, station_, model_)) {
        page_ = Page::line;
        dirty_ = true;
    }
    if (!input.lost.empty()) panels::link_lost(pen, page.banner, input.lost);
    if (has_alarm && panels::callout(pen, page.callout, *model_.callout, blink(input.seconds, options_.reduced_motion),
                                     input.has_server && !replay))
        out.acknowledge = model_.callout->id;
    const auto viewport = viewport_of(page.scene);
    if (station_.index >= 0 && static_cast<std::size_t>(station_.index) < current_.statics->stations.size()) {
        const auto& anchor = current_.statics->stations[static_cast<std::size_t>(station_.index)];
        look(scene::close_view(anchor.centre, anchor.maximum.x - anchor.minimum.x, viewport), viewport, input.seconds);
    }
    pen.list->PushClipRect(ImVec2(page.scene.x, page.scene.y), ImVec2(page.scene.right(), page.scene.bottom()), true);
    panels::pins(pen, picture());
    pen.list->PopClipRect();
    if (replay) {
        const Box plate{page.scene.x, page.scene.y,
                        widgets::width_of(fonts_.headline, station_.name) + 2 * pen.grid.inset,
                        fonts_.headline->FontSize * 1.5F};
        widgets::fill(pen, plate, pen.palette->track, pen.grid.radius);
        widgets::text(pen, fonts_.headline, plate.x + pen.grid.inset, plate.y + fonts_.headline->FontSize * 0.25F,
                      pen.palette->text, station_.name);
    }
    panels::state_history(pen, page.history, station_);
    panels::cycle_plot(pen, page.cycles, station_);
    panels::station_now(pen, page.middle, station_, selected_order_);
    out.go_to_sequence = panels::messages(pen, page.messages, messages_title_, messages_, raw_, raw_scroll_);
    panels::station_faults(pen, page.faults, station_);
    out.wants_recent = !replay && input.has_server;
    point_at_scene(input, page.scene, false);
}

}  // namespace glassline::viewer
