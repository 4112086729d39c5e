#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/panels/replay_panels.hpp"

namespace glassline::panels {
namespace {

constexpr std::array<int, 14> tick_steps_s{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200};

struct Axis {
    Instant from{};
    double span_s = 1;
    Box box;
    [[nodiscard]] float x_of(Instant t) const {
        return box.x + box.w * static_cast<float>(std::clamp(seconds(t - from) / span_s, -1.0, 2.0));
    }
    [[nodiscard]] Instant at(float x) const {
        return from + from_seconds(span_s * static_cast<double>((x - box.x) / box.w));
    }
};

// Whole seconds, minutes or hours of the line's own clock.
template <class Draw>
void ticks(const Axis& axis, const std::string& zone, float least_px, Draw&& draw) {
    int step = 4 * 3600;
    for (const int each : tick_steps_s) {
        if (axis.box.w * static_cast<float>(each / axis.span_s) >= least_px) {
            step = each;
            break;
        }
    }
    const auto east = std::chrono::minutes(zone_minutes(zone));
    const std::int64_t width = static_cast<std::int64_t>(step) * 1'000'000;
    std::int64_t at = (micros(axis.from + east) + width - 1) / width * width;
    const std::int64_t end = micros(axis.from + east) + static_cast<std::int64_t>(axis.span_s * 1e6);
    for (int n = 0; at <= end && n < 200; at += width, ++n) draw(from_micros(at) - east, step < 60);
}

void buttons(const Pen& pen, const Box& box, const ReplayBar& bar, ReplayAnswer& answer) {
    const auto& palette = *pen.palette;
    const float s = box.h * 0.32F;
    const float cy = box.y + box.h / 2;
    const auto place = [&](int n) {
        return Box{box.x + box.h * 1.15F * static_cast<float>(n), box.y, box.h * 1.05F, box.h};
    };
    const auto colour = [&](const Box& b) { return widgets::hovered(b) ? palette.text : palette.text2; };
    const Box back = place(0), play = place(1), on = place(2);
    const auto arrow = [&](float cx, float direction, std::uint32_t c) {
        const ImVec2 a(cx - direction * s * 0.7F, cy - s), b(cx + direction * s * 0.7F, cy),
            d(cx - direction * s * 0.7F, cy + s);
        if (direction > 0)
            pen.list->AddTriangleFilled(a, b, d, c);
        else
            pen.list->AddTriangleFilled(a, d, b, c);
    };
    const auto mark = [&](float x, std::uint32_t c) {
        widgets::fill(pen, {x, cy - s, std::max(2.0F, s * 0.3F), 2 * s}, c);
    };
    arrow(back.x + back.w / 2, -1, colour(back)), mark(back.x + back.w / 2 - s * 1.15F, colour(back));
    arrow(on.x + on.w / 2, 1, colour(on)), mark(on.x + on.w / 2 + s * 0.85F, colour(on));
    if (bar.playing) {
        widgets::fill(pen, {play.x + play.w / 2 - s * 0.8F, cy - s, s * 0.55F, 2 * s}, palette.text);
        widgets::fill(pen, {play.x + play.w / 2 + s * 0.25F, cy - s, s * 0.55F, 2 * s}, palette.text);
    } else {
        arrow(play.x + play.w / 2, 1, palette.text);
    }
    answer.step_back = widgets::clicked(back);
    answer.toggle_play = widgets::clicked(play);
    answer.step_on = widgets::clicked(on);
}

void lanes(const Pen& pen, const Axis& axis, const Box& names, const ReplayBar& bar, ReplayAnswer& answer) {
    if (bar.lanes == nullptr || bar.lanes->empty()) return;
    const auto& palette = *pen.palette;
    auto* font = pen.fonts->small;
    const float step = axis.box.h / static_cast<float>(bar.lanes->size());
    const float now_x = axis.x_of(bar.now);
    for (std::size_t i = 0; i < bar.lanes->size(); ++i) {
        const auto& lane = (*bar.lanes)[i];
        const Box row{names.x, axis.box.y + step * static_cast<float>(i), axis.box.right() - names.x, step};
        const bool own = lane.station == bar.selected;
        if (i % 2 == 1) widgets::fill(pen, row, theme::faded(palette.track, 0.35F));
        if (own) widgets::fill(pen, {names.x - pen.grid.inset, row.y + 2, 3, row.h - 4}, palette.text);
        widgets::text(pen, own ? pen.fonts->small_bold : font, names.x, row.y + (row.h - font->FontSize) / 2,
                      own ? palette.text : palette.text2, lane.name, names.w);
        if (widgets::clicked({names.x, row.y, names.w, row.h})) answer.station = lane.station;
        const float h = std::min(row.h * 0.74F, font->FontSize * 1.25F);
        const Box line{axis.box.x, row.y + (row.h - h) / 2, axis.box.w, h};
        const auto first =
            std::partition_point(lane.bars.begin(), lane.bars.end(), [&](const auto& b) { return b.to < axis.from; });
        // Where nothing was said there is no state to show: hatched the other way, as everywhere.
        const float said = lane.bars.empty()
                               ? axis.box.right()
                               : std::clamp(axis.x_of(lane.bars.front().from), axis.box.x, axis.box.right());
        if (said > axis.box.x + 1) lane_bar(pen, line, axis.box.x, said, {}, std::nullopt, true);
        float drawn = axis.box.x - 1;
        for (auto b = first; b != lane.bars.end(); ++b) {
            const float from = std::max(axis.x_of(b->from), std::max(drawn, axis.box.x));
            const float to = std::min(axis.x_of(b->to), axis.box.right());
            if (axis.x_of(b->from) > axis.box.right()) break;
            if (to - from < 0.75F && !b->alarm && b->state.e10 != EquipmentClass::unscheduled_down) continue;
            // What comes later is there to be seen, but dimmed.
            if (from < now_x)
                lane_bar(pen, line, from, std::max(from + 1, std::min(to, now_x)), b->state, b->alarm, b->no_data);
            if (to > now_x) lane_bar(pen, line, std::max(from, now_x), to, b->state, b->alarm, b->no_data, 0.42F);
            drawn = std::max(drawn, to);
        }
    }
}

void overview(const Pen& pen, const Box& box, const ReplayBar& bar, ReplayAnswer& answer) {
    const auto& palette = *pen.palette;
    auto* font = pen.fonts->small;
    const Axis axis{
        bar.first, std::max(1.0, seconds(bar.last - bar.first)), {box.x, box.y, box.w, box.h - font->FontSize * 1.35F}};
    widgets::fill(pen, axis.box, palette.track);
    const float now_x = axis.x_of(bar.now);
    if (bar.density != nullptr && !bar.density->empty()) {
        const float step = axis.box.w / static_cast<float>(bar.density->size());
        for (std::size_t i = 0; i < bar.density->size(); ++i) {
            const float h = (axis.box.h - 4) * (*bar.density)[i];
            if (h <= 0) continue;
            const float x = axis.box.x + step * static_cast<float>(i);
            widgets::fill(pen, {x, axis.box.bottom() - 2 - std::max(1.0F, h), step * 0.7F, std::max(1.0F, h)},
                          x <= now_x ? palette.grey3 : theme::faded(palette.grey3, 0.42F));
        }
    }
    const Box window{axis.x_of(bar.from), axis.box.y - 3, std::max(4.0F, axis.x_of(bar.to) - axis.x_of(bar.from)),
                     axis.box.h + 6};
    widgets::frame(pen, window, palette.text, pen.grid.bracket, pen.grid.radius);
    pen.list->AddLine(ImVec2(now_x, axis.box.y), ImVec2(now_x, axis.box.bottom()), palette.text, pen.grid.trend);
    float last = -1e9F;
    ticks(axis, bar.zone, font->FontSize * 7, [&](Instant t, bool with_seconds) {
        const auto words = viewmodel::clock_text(t, bar.zone, with_seconds);
        const float x = std::clamp(axis.x_of(t) - widgets::width_of(font, words) / 2, axis.box.x,
                                   axis.box.right() - widgets::width_of(font, words));
        if (x < last + pen.grid.gap) return;
        widgets::text(pen, font, x, axis.box.bottom() + font->FontSize * 0.35F, palette.text2, words);
        last = x + widgets::width_of(font, words);
    });
    ImGui::SetCursorScreenPos(ImVec2(axis.box.x, axis.box.y));
    ImGui::InvisibleButton("overview", ImVec2(std::max(1.0F, axis.box.w), std::max(1.0F, axis.box.h)));
    if (ImGui::IsItemActive()) {
        answer.seek = std::clamp(axis.at(ImGui::GetIO().MousePos.x), bar.first, bar.last);
        answer.held = true;
    }
}

}  // namespace

void timeline(const Pen& pen, const Box& box, const ReplayBar& bar, ReplayAnswer& answer) {
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    auto* font = pen.fonts->small;
    widgets::card(pen, box);
    float names_w = 0;
    if (bar.lanes != nullptr) {
        for (const auto& lane : *bar.lanes)
            names_w = std::max(names_w, widgets::width_of(pen.fonts->small_bold, lane.name));
    }
    names_w = std::min(names_w, box.w * 0.2F);
    const float pad = grid.inset;
    const float head = font->FontSize * 1.6F, over = font->FontSize * 4.2F;
    const Box names{box.x + pad, 0, names_w, 0};
    const Axis axis{bar.from,
                    std::max(0.5, seconds(bar.to - bar.from)),
                    {names.right() + grid.gap, box.y + pad * 0.5F + head * 2.1F,
                     box.right() - pad - names.right() - grid.gap, box.h - pad * 1.5F - head * 2.1F - over - grid.gap}};
    buttons(pen, {box.x + pad, box.y + pad * 0.5F, 0, head * 1.5F}, bar, answer);
    const float tick_y = box.y + pad * 0.5F + head * 1.05F;
    const float now_x = std::clamp(axis.x_of(bar.now), axis.box.x, axis.box.right());
    const float plate_w = widgets::width_of(pen.fonts->small_bold, bar.clock) + grid.inset;
    ticks(axis, bar.zone, font->FontSize * 6.5F, [&](Instant t, bool with_seconds) {
        const float x = axis.x_of(t);
        pen.list->AddLine(ImVec2(x, axis.box.y - font->FontSize * 0.3F), ImVec2(x, axis.box.bottom()), palette.line,
                          grid.rule);
        const auto words = viewmodel::clock_text(t, bar.zone, with_seconds);
        const float w = widgets::width_of(font, words);
        if (x + w > axis.box.right() || std::abs(x + w / 2 - now_x) < (w + plate_w) / 2 + 4) return;
        widgets::text(pen, font, x + 3, tick_y, palette.text2, words);
    });
    lanes(pen, axis, names, bar, answer);
    overview(pen, {box.x + pad, box.bottom() - over - pad * 0.4F, box.w - 2 * pad, over}, bar, answer);

    // The playhead: a line through all lanes and the time on a plate.
    pen.list->AddLine(ImVec2(now_x, tick_y), ImVec2(now_x, axis.box.bottom()), palette.text, grid.trend);
    const Box plate{std::clamp(now_x - plate_w / 2, axis.box.x, axis.box.right() - plate_w),
                    tick_y - font->FontSize * 0.35F, plate_w, font->FontSize * 1.55F};
    widgets::fill(pen, plate, palette.text, grid.radius);
    widgets::text(pen, pen.fonts->small_bold, plate.x + grid.inset / 2, plate.y + font->FontSize * 0.27F,
                  palette.ground, bar.clock);

    const Box drag{axis.box.x, tick_y, axis.box.w, axis.box.bottom() - tick_y};
    ImGui::SetCursorScreenPos(ImVec2(drag.x, drag.y));
    ImGui::InvisibleButton("scrub", ImVec2(std::max(1.0F, drag.w), std::max(1.0F, drag.h)));
    const auto& io = ImGui::GetIO();
    if (ImGui::IsItemActive()) {
        answer.seek = std::clamp(axis.at(std::clamp(io.MousePos.x, drag.x, drag.right())), bar.first, bar.last);
        answer.held = true;
    }
    if (std::abs(io.MouseWheel) > 0 && widgets::hovered(box)) {
        // The moment under the pointer stays where it is.
        const double share = std::clamp(static_cast<double>((io.MousePos.x - axis.box.x) / axis.box.w), 0.0, 1.0);
        const double whole = std::max(1.0, seconds(bar.last - bar.first));
        const double span =
            std::clamp(axis.span_s * std::pow(0.8, static_cast<double>(io.MouseWheel)), std::min(5.0, whole), whole);
        const Instant fixed = axis.from + from_seconds(axis.span_s * share);
        const Instant from = std::clamp(fixed - from_seconds(span * share), bar.first,
                                        std::max(bar.first, bar.last - from_seconds(span)));
        answer.window = {from, from + from_seconds(span)};
    }
}

}  // namespace glassline::panels
