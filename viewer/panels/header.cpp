#include "viewer/panels/panels.hpp"

namespace glassline::panels {

void header(const Pen& pen, const Box& box, const LineModel& model) {
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const float base = box.y + (box.h - fonts.bold->FontSize) / 2;
    const float used = widgets::text(pen, fonts.bold, box.x, base, palette.text, model.header.line);
    widgets::text(pen, fonts.small, box.x + used + pen.unit * 2,
                  base + (fonts.bold->FontSize - fonts.small->FontSize) * 0.75F, palette.text2, model.header.condition);
    widgets::text_right(pen, fonts.bold, box.x + box.w, base, palette.text, model.header.clock.substr(0, 5));
    if (model.header.simulated) {
        const float clock = widgets::width_of(fonts.bold, model.header.clock.substr(0, 5));
        widgets::text_right(pen, fonts.small, box.x + box.w - clock - pen.unit * 2,
                            base + (fonts.bold->FontSize - fonts.small->FontSize) * 0.75F, palette.text2,
                            "simulated data");
    }
    pen.list->AddLine(ImVec2(box.x, box.y + box.h), ImVec2(box.x + box.w, box.y + box.h), palette.line, 1);
}

void callout(const Pen& pen, const Box& box, const LineModel& model, bool blink_on) {
    if (!model.callout) return;
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const auto& alarm = *model.callout;
    const auto colour = theme::alarm_colour(alarm.priority);
    const float frame = pen.unit * 0.14F + 1;
    pen.list->AddRectFilled(ImVec2(box.x, box.y), ImVec2(box.x + box.w, box.y + box.h), palette.panel);
    pen.list->AddRect(ImVec2(box.x, box.y), ImVec2(box.x + box.w, box.y + box.h), palette.dark ? colour : palette.ink,
                      0, 0, frame);
    const float side = box.h;
    pen.list->AddRectFilled(ImVec2(box.x, box.y), ImVec2(box.x + side, box.y + box.h), colour);
    if (!alarm.unacknowledged || blink_on)
        widgets::badge(pen, alarm.priority, box.x + side / 2, box.y + side / 2, side * 0.62F, true);
    const float left = box.x + side + pen.unit * 0.8F;
    const float right = box.x + box.w - pen.unit * 0.8F;
    const float column =
        std::max(widgets::width_of(fonts.small, alarm.since), widgets::width_of(fonts.small, alarm.state));
    const float room = right - column - pen.unit - left;
    ImFont* headline = widgets::width_of(fonts.headline, alarm.cause) <= room ? fonts.headline : fonts.bold;
    const float gap = (box.h - headline->FontSize - fonts.small->FontSize) / 3;
    widgets::text(pen, headline, left, box.y + gap, palette.text, alarm.cause, room);
    const float second = box.y + box.h - gap - fonts.small->FontSize;
    const float used = widgets::text(pen, fonts.small, left, second, palette.text2, alarm.response + ". ", room);
    if (used < room * 0.7F)
        widgets::text(pen, fonts.small, left + used, second, palette.text, alarm.consequence, room - used);
    widgets::text_right(pen, fonts.small, right, box.y + gap + (headline->FontSize - fonts.small->FontSize) / 2,
                        palette.text2, alarm.since);
    widgets::text_right(pen, fonts.small, right, second, palette.text2, alarm.state);
}

void link_lost(const Pen& pen, const Box& box, const std::string& since, const std::string& age) {
    const auto& palette = *pen.palette;
    pen.list->AddRectFilled(ImVec2(box.x, box.y), ImVec2(box.x + box.w, box.y + box.h), palette.panel);
    const float edge = pen.unit * 0.6F;
    widgets::hatch(pen, {box.x, box.y, box.w, edge}, palette.text, pen.unit, false);
    widgets::hatch(pen, {box.x, box.y + box.h - edge, box.w, edge}, palette.text, pen.unit, false);
    const std::string words = "No data since " + since + " (" + age + ")";
    auto* font = pen.fonts->bold;
    widgets::text(pen, font, box.x + (box.w - widgets::width_of(font, words)) / 2, box.y + (box.h - font->FontSize) / 2,
                  palette.text, words);
}

}  // namespace glassline::panels
