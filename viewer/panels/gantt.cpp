#include <algorithm>

#include "viewer/panels/panels.hpp"

namespace glassline::panels {

// State by height and fill, not by hue: only an active alarm has a colour.
void lane_bar(const Pen& pen, const Box& lane, float from, float to, const EquipmentState& state,
              const std::optional<AlarmPriority>& alarm, bool no_data, float opacity) {
    const auto& palette = *pen.palette;
    const float third = lane.h / 3;
    const float w = std::max(1.0F, to - from);
    const Box full{from, lane.y, w, lane.h};
    const Box middle{from, lane.y + third, w, third};
    const Box taller{from, lane.y + third * 0.55F, w, third * 1.9F};
    const float step = std::max(4.0F, lane.h * 0.42F);
    const auto colour = [&](std::uint32_t c) { return opacity < 1 ? theme::faded(c, opacity) : c; };
    const float rule = std::max(1.0F, pen.grid.rule * 0.75F);
    const auto hollow = [&](const Box& b) {
        // Narrower than its own two lines: one line of the same colour says as much.
        if (b.w <= 2 * rule + 1) return widgets::fill(pen, b, colour(palette.grey3));
        widgets::fill(pen, b, palette.panel);
        widgets::frame(pen, b, colour(palette.text2), rule);
    };
    if (no_data || state.e10 == EquipmentClass::unknown)
        return widgets::hatch(pen, middle, colour(palette.grey3), step, true, rule);
    if (alarm) return widgets::fill(pen, full, colour(theme::alarm_colour(*alarm)));
    switch (state.e10) {
        case EquipmentClass::productive:
            return widgets::fill(pen, middle, colour(palette.productive));
        case EquipmentClass::standby:
            // Too short for a pattern: a dark gap in the productive bar says "waited" without a picket fence.
            if (w < step * 1.3F) return widgets::fill(pen, middle, colour(palette.band));
            if (!state.blocked()) return hollow(middle);
            hollow(taller);
            if (w > step) widgets::hatch(pen, taller, colour(palette.text2), step, false, rule);
            return;
        case EquipmentClass::engineering:
        case EquipmentClass::scheduled_down:
            hollow(full);
            for (float x = full.x + step * 0.5F; x < full.right() - rule; x += step * 0.7F) {
                for (const float y : {0.3F, 0.7F})
                    pen.list->AddCircleFilled(ImVec2(x, full.y + full.h * y), std::max(1.0F, rule * 1.1F),
                                              colour(palette.text2), 6);
            }
            return;
        case EquipmentClass::unscheduled_down:
            return widgets::fill(pen, full, colour(palette.past_down));
        case EquipmentClass::non_scheduled:
        case EquipmentClass::unknown:
            return;
    }
}

std::optional<StationId> gantt(const Pen& pen, const Box& box, const LineModel& model, std::size_t most,
                               const StationId& selected) {
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    auto* font = pen.fonts->small;
    widgets::card(pen, box);
    std::optional<StationId> answer;
    // An alarm's lane is always there, then those with the newest news; each stands at its place on the line.
    const std::size_t count = std::max<std::size_t>(1, std::min(most, model.lanes.size()));
    const auto better = [](const viewmodel::GanttLane& a, const viewmodel::GanttLane& b) {
        return a.alarm != b.alarm ? a.alarm : a.last_news_s > b.last_news_s;
    };
    const auto chosen = [&](const viewmodel::GanttLane& lane) {
        std::size_t before = 0;
        for (const auto& other : model.lanes)
            before += better(other, lane) || (&other < &lane && !better(lane, other)) ? 1 : 0;
        return before < count;
    };
    float names = 0;
    for (const auto& lane : model.lanes) names = std::max(names, widgets::width_of(pen.fonts->small_bold, lane.name));
    const float top = box.y + grid.inset * (grid.wall ? 0.4F : 1.0F);
    const float left = box.x + grid.inset + names + grid.gap;
    const float right = box.right() - grid.inset;
    const float axis = font->FontSize * (grid.wall ? 1.02F : 1.5F);
    const float bottom = box.bottom() - grid.inset * (grid.wall ? 0.4F : 0.7F) - axis;
    const float step = (bottom - top) / static_cast<float>(count);
    const auto x_of = [&](double s) {
        return left + (right - left) * static_cast<float>(std::clamp(1.0 + s / model.lane_window_s, 0.0, 1.0));
    };
    for (const double part : {0.0, 0.5})
        pen.list->AddLine(ImVec2(x_of(-model.lane_window_s * (1 - part)), top),
                          ImVec2(x_of(-model.lane_window_s * (1 - part)), bottom), palette.line, grid.rule);
    std::size_t shown = 0;
    for (const auto& lane : model.lanes) {
        if (!chosen(lane)) continue;
        const Box row{left, top + step * static_cast<float>(shown++), right - left, step};
        const bool own = lane.station == selected;
        if (own)
            widgets::fill(pen, {box.x, row.y + row.h * 0.1F, std::max(3.0F, grid.rule * 3), row.h * 0.8F},
                          palette.text);
        widgets::text(pen, lane.news || own ? pen.fonts->small_bold : font, box.x + grid.inset,
                      row.y + (row.h - font->FontSize) / 2, lane.news || own ? palette.text : palette.text2, lane.name);
        const float h = std::min(row.h * 0.72F, font->FontSize * (grid.wall ? 0.75F : 1.1F));
        const Box bar{row.x, row.y + (row.h - h) / 2, row.w, h};
        if (lane.bars.empty()) {
            lane_bar(pen, bar, left, right, {}, std::nullopt, true);
        } else if (lane.bars.front().from_s > -model.lane_window_s + model.lane_window_s * 0.004) {
            lane_bar(pen, bar, left, x_of(lane.bars.front().from_s), {}, std::nullopt, true);
        }
        // What is narrower than a pixel is merged into its neighbour, so that a fast line stays readable.
        float drawn = left - 1;
        for (const auto& b : lane.bars) {
            const float from = std::max(x_of(b.from_s), drawn), to = x_of(b.to_s);
            if (to - from < 0.75F && !b.alarm && b.state.e10 != EquipmentClass::unscheduled_down) continue;
            lane_bar(pen, bar, from, std::max(to, from + 1), b.state, b.alarm, false);
            drawn = std::max(drawn, to);
        }
        if (widgets::clicked({box.x, row.y, box.w, row.h})) answer = lane.station;
    }
    const float y = bottom + axis - font->FontSize;
    static const std::string now = "now";
    widgets::text(pen, font, left, y, palette.text2, model.lanes_from);
    const float middle = x_of(-model.lane_window_s / 2), half = widgets::width_of(font, model.lanes_middle) / 2;
    if (left + half * 2 + grid.gap < middle - half && middle + half + grid.gap < right - widgets::width_of(font, now))
        widgets::text_centred(pen, font, middle, y, palette.text2, model.lanes_middle);
    widgets::text_right(pen, font, right, y, palette.text2, now);
    pen.list->AddLine(ImVec2(right, top), ImVec2(right, bottom), palette.text, std::max(grid.rule, grid.trend * 0.8F));
    return answer;
}

}  // namespace glassline::panels
