#include "viewer/app/screen.hpp"

#include <imgui.h>

#include <algorithm>

namespace glassline::viewer {

using panels::Box;
using panels::Pen;

Screen::Screen(render::LineRenderer renderer, bool charcoal, theme::Fonts fonts, bool wall)
    : renderer_(std::move(renderer)), charcoal_(charcoal), fonts_(fonts), wall_(wall) {}

void Screen::rebuild(const FrameInput& input) {
    if (input.state->lines.empty()) return;
    if (input.state->lines.count(line_) == 0) line_ = input.state->lines.begin()->first;
    // A short recording fills its lanes; a long one shows the last hour.
    const double span = seconds(input.time.last - input.time.first);
    double window_s = input.source == Source::recording ? std::clamp(span, 60.0, 3600.0) : 600.0;
    if (input.source == Source::live) {
        for (const auto& [id, station] : input.state->lines.at(line_).stations) {
            if (station.history.empty()) continue;
            window_s =
                std::max(window_s, std::min(3600.0, seconds(input.state->as_of - station.history.front().since)));
        }
    }
    model_ = viewmodel::line_model(*input.state, line_, window_s);
    if (selected_order_.empty() || input.state->orders.orders.count(selected_order_) == 0) {
        for (const auto& row : model_.orders) {
            if (!row.finished) {
                selected_order_ = row.id;
                break;
            }
        }
    }
    scene::SceneOptions options;
    options.selected_order = selected_order_;
    previous_ = has_scene_ ? std::move(current_) : scene::Scene{};
    current_ = scene::build_scene(*input.state, line_, options, previous_.statics ? &previous_ : nullptr);
    if (!has_scene_) previous_ = current_;
    changed_at_ = input.seconds;
    has_scene_ = true;
}

FrameOutput Screen::frame(const FrameInput& input, int width, int height) {
    FrameOutput out;
    const auto w = static_cast<float>(width);
    const auto h = static_cast<float>(height);
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(ImVec2(w, h));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin("glassline", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus);
    const auto& palette = charcoal_ ? theme::charcoal() : theme::light();
    const Pen pen{ImGui::GetWindowDrawList(), &palette, &fonts_,
                  wall_ ? w * 30.0F / 3840.0F * 1.6F : w * 12.0F / 1920.0F};
    if (input.state != nullptr && (input.state_changed || !has_scene_)) rebuild(input);
    if (!has_scene_) {
        widgets::text(pen, fonts_.bold, pen.unit * 2, pen.unit * 2, palette.text, "Glassline");
        widgets::text(pen, fonts_.small, pen.unit * 2, pen.unit * 2.5F + fonts_.bold->FontSize, palette.text2,
                      input.notice);
    } else {
        const bool replay = input.source == Source::recording;
        const float edge = replay ? std::max(12.0F, pen.unit) : 0;
        const float outer = pen.unit * 1.4F + edge;
        const float gap = pen.unit * 0.8F;
        const Box page{outer, edge, w - 2 * outer, h - 2 * edge};
        float y = page.y;
        const float header_h = fonts_.bold->FontSize * 1.5F;
        if (replay) {
            panels::replay_frame(pen, {0, 0, w, h}, header_h, input.time, model_.header.date);
            if (model_.header.simulated)
                widgets::text_right(pen, fonts_.small, page.x + page.w, y + (header_h - fonts_.small->FontSize) / 2,
                                    palette.text2, model_.header.line + " \xC2\xB7 simulated data");
            else
                widgets::text_right(pen, fonts_.small, page.x + page.w, y + (header_h - fonts_.small->FontSize) / 2,
                                    palette.text2, model_.header.line);
        } else {
            panels::header(pen, {page.x, y, page.w, header_h}, model_);
        }
        y += header_h + gap * 0.6F;
        if (input.lost_since) {
            const float banner = fonts_.bold->FontSize * 1.8F;
            panels::link_lost(pen, {0, y, w, banner}, *input.lost_since, input.lost_age);
            y += banner + gap * 0.6F;
        }
        if (model_.callout) {
            const float callout_h = fonts_.headline->FontSize + fonts_.small->FontSize * 1.55F;
            panels::callout(pen, {page.x, y, page.w, callout_h}, model_, static_cast<long>(input.seconds * 2) % 2 == 0);
            y += callout_h + gap * 0.5F;
        }
        // From the bottom up: time bar, orders and lanes, indicators; the line gets all that is left.
        float bottom = page.y + page.h - gap * (replay ? 0.6F : 1.0F);
        if (replay) {
            const float bar_h = fonts_.small->FontSize * 4.2F;
            out.time = panels::time_bar(pen, {page.x, bottom - bar_h, page.w, bar_h}, input.time);
            bottom -= bar_h + gap;
        }
        const std::size_t lanes = wall_ ? 3 : 16;
        const float row = fonts_.small->FontSize + pen.unit * 0.55F;
        const std::size_t rows = std::clamp<std::size_t>(model_.orders.size(), 3, 4);
        const float lower_h = wall_ ? row * 3 + pen.unit * 0.8F
                                    : std::max(row * static_cast<float>(rows),
                                               std::min(h * 0.26F, static_cast<float>(model_.lanes.size()) *
                                                                           fonts_.small->FontSize * 1.25F +
                                                                       fonts_.small->FontSize * 1.8F));
        const float split = page.w * 0.56F;
        if (const auto clicked = panels::orders(pen, {page.x, bottom - lower_h, wall_ ? split : page.w * 0.4F, lower_h},
                                                model_, selected_order_)) {
            selected_order_ = *clicked;
            if (input.state != nullptr) rebuild(input);
        }
        const float lanes_x = page.x + (wall_ ? split : page.w * 0.4F) + gap;
        panels::gantt(pen, {lanes_x, bottom - lower_h, page.x + page.w - lanes_x, lower_h}, model_, lanes);
        bottom -= lower_h + gap;
        const float kpi_h = fonts_.small->FontSize + fonts_.bold->FontSize + pen.unit * (wall_ ? 2.2F : 3.4F);
        panels::kpis(pen, {page.x, bottom - kpi_h, page.w, kpi_h}, model_);
        bottom -= kpi_h + gap;
        const bool side_view = replay && !wall_;
        const float labels_h = side_view ? 0 : fonts_.small->FontSize * 2 + pen.unit * 1.2F;
        const int inset = static_cast<int>(edge);
        viewport_ = {inset, static_cast<int>(y), width - 2 * inset,
                     std::max(1, static_cast<int>(bottom - labels_h - y))};
        shown_ = scene::moved(previous_, current_, input.seconds - changed_at_);
        const auto& low = shown_.statics->bounds_min;
        const auto& high = shown_.statics->bounds_max;
        if (side_view) {
            camera_ = scene::replay_view(low.x, high.x, viewport_);
            camera_.distance_m *= 1.14F;  // room for the name plates, and no machine is cut
            panels::line_plates(pen, model_, shown_, camera_, viewport_, selected_order_);
        } else {
            camera_ = scene::front_view(low.x, high.x, viewport_, 0.06F);
            float names_y = 0;
            for (const auto& anchor : shown_.statics->stations) {
                if (const auto foot = scene::project(camera_, viewport_, anchor.foot))
                    names_y = std::max(names_y, foot->y);
            }
            names_y = std::min(names_y + pen.unit * 2.2F, bottom - labels_h);
            panels::line_labels(pen, {page.x, names_y, page.w, labels_h}, model_, shown_, camera_, viewport_,
                                selected_order_);
        }
    }
    ImGui::End();
    ImGui::PopStyleVar(2);
    return out;
}

void Screen::draw_scene(int height) {
    if (!has_scene_) return;
    render::DrawOptions options;
    options.target_height = height;
    options.outline_px = height > 1500 ? 9.0F : 3.0F;
    options.hatch_px = height > 1500 ? 5.0F : 2.0F;
    options.hatch_period_px = height > 1500 ? 44.0F : 20.0F;
    renderer_.draw(shown_, camera_, viewport_, charcoal_ ? scene::Theme::charcoal : scene::Theme::light, options);
}

}  // namespace glassline::viewer
