#include <algorithm>

#include "viewer/panels/panels.hpp"

namespace glassline::panels {

void header(const Pen& pen, const Box& box, const LineModel& model) {
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const bool wall = pen.grid.wall;
    ImFont* large = wall ? fonts.bold : fonts.headline;
    ImFont* plain = wall ? fonts.small : fonts.normal;
    const float base = box.y + (box.h - large->FontSize) / 2;
    const float line = widgets::on_line_of(large, plain, base);
    widgets::fill(pen, {0, box.y, box.x * 2 + box.w, box.h}, palette.panel);
    const float used = widgets::text(pen, large, box.x, base, palette.text, model.header.line);
    widgets::text(pen, plain, box.x + used + pen.grid.gap * (wall ? 1.8F : 2.5F), line, palette.text2,
                  model.header.condition);
    const std::string& clock = wall ? model.header.clock_short : model.header.clock;
    widgets::text_right(pen, large, box.right(), base, palette.text, clock);
    if (model.header.simulated) {
        static const std::string simulated = "simulated data";
        widgets::text_right(pen, plain,
                            box.right() - widgets::width_of(large, clock) - pen.grid.gap * (wall ? 1.8F : 2.5F), line,
                            palette.text2, simulated);
    }
    pen.list->AddLine(ImVec2(0, box.bottom()), ImVec2(box.x * 2 + box.w, box.bottom()), palette.line, pen.grid.rule);
}

namespace {

// The sentence below the cause: what to do, then what happens otherwise, as far as it fits.
void response(const Pen& pen, const viewmodel::Callout& alarm, float x, float y, float room) {
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    static const std::string stop = ". ";
    const float answer = widgets::width_of(fonts.small, alarm.response) + widgets::width_of(fonts.small, stop);
    const std::string* urgent = nullptr;
    for (const std::string* words : {&alarm.urgency, &alarm.urgency_short, &alarm.consequence}) {
        if (!words->empty() && urgent == nullptr && answer + widgets::width_of(fonts.small_bold, *words) <= room)
            urgent = words;
    }
    const float used = widgets::text(pen, fonts.small, x, y, palette.text2, alarm.response, room);
    if (urgent == nullptr) return;
    widgets::text(pen, fonts.small, x + used, y, palette.text2, stop);
    widgets::text(pen, fonts.small_bold, x + answer, y, palette.text, *urgent);
}

void column(const Pen& pen, float x, float y, const char* title, const std::string& words, float room) {
    widgets::text(pen, pen.fonts->small, x, y, pen.palette->text2, title);
    widgets::text(pen, pen.fonts->bold, x, y + pen.fonts->small->FontSize * 1.3F, pen.palette->text, words, room);
}

}  // namespace

bool callout(const Pen& pen, const Box& box, const viewmodel::Callout& alarm, bool blink_on, bool may_acknowledge) {
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const auto& grid = pen.grid;
    const auto colour = theme::alarm_colour(alarm.priority);
    widgets::fill(pen, box, palette.panel);
    widgets::fill(pen, {box.x, box.y, box.h * 0.82F, box.h}, colour);
    widgets::frame(pen, box, palette.dark ? colour : palette.ink, grid.frame);
    const float side = box.h * 0.82F;
    if (!alarm.unacknowledged || blink_on)
        widgets::badge(pen, alarm.priority, box.x + side / 2, box.y + box.h / 2, side * 0.74F, true);
    const float left = box.x + side + grid.inset * (grid.wall ? 0.8F : 1.0F);
    const float right = box.right() - grid.inset;
    bool answer = false;

    if (grid.wall) {
        const float words =
            std::max(widgets::width_of(fonts.small, alarm.since), widgets::width_of(fonts.small, alarm.state));
        const float room = right - words - grid.gap - left;
        // The largest form that fits: first the words are shortened, only then the type, and never under the smallest.
        ImFont* font = fonts.headline;
        const std::string* cause = &alarm.cause;
        if (widgets::width_of(font, *cause) > room) cause = &alarm.cause_short;
        if (widgets::width_of(font, *cause) > room) font = fonts.bold, cause = &alarm.cause;
        if (widgets::width_of(font, *cause) > room) cause = &alarm.cause_short;
        if (widgets::width_of(font, *cause) > room) font = fonts.small_bold;
        const float gap = std::max(0.0F, (box.h - fonts.headline->FontSize - fonts.small->FontSize) / 3);
        const float first = box.y + gap + (fonts.headline->FontSize - font->FontSize) / 2;
        widgets::text(pen, font, left, first, palette.text, *cause, room);
        const float second = box.bottom() - gap * 1.2F - fonts.small->FontSize;
        response(pen, alarm, left, second, room);
        widgets::text_right(pen, fonts.small, right,
                            box.y + gap + (fonts.headline->FontSize - fonts.small->FontSize) / 2, palette.text2,
                            alarm.since);
        widgets::text_right(pen, fonts.small, right, second, palette.text2, alarm.state);
        return may_acknowledge && alarm.can_acknowledge && widgets::clicked(box);
    }

    // On a desk there is room for the four things an alarm must say, side by side.
    float end = right;
    if (may_acknowledge && alarm.can_acknowledge) {
        static const std::string words = "Acknowledge (A)";
        const float w = widgets::width_of(fonts.bold, words) + grid.inset * 2;
        const Box button{right - w, box.y + (box.h - fonts.bold->FontSize * 2.1F) / 2, w, fonts.bold->FontSize * 2.1F};
        if (widgets::hovered(button)) widgets::fill(pen, button, palette.line, grid.radius);
        widgets::frame(pen, button, palette.text, std::max(1.0F, grid.frame * 0.75F), grid.radius);
        widgets::text_centred(pen, fonts.bold, button.x + w / 2, button.y + (button.h - fonts.bold->FontSize) / 2,
                              palette.text, words);
        answer = widgets::clicked(button);
        end = button.x - grid.gap;
    }
    const float all = end - left;
    const float cause_room = all * 0.42F;
    ImFont* font = widgets::width_of(fonts.headline, alarm.cause) <= cause_room ? fonts.headline : fonts.bold;
    const float top = box.y + (box.h - fonts.headline->FontSize - fonts.small->FontSize * 1.35F) / 2;
    widgets::text(pen, font, left, top + (fonts.headline->FontSize - font->FontSize) / 2, palette.text, alarm.cause,
                  cause_room);
    float x = left;
    const float y = top + fonts.headline->FontSize + fonts.small->FontSize * 0.35F;
    for (const std::string* words : {&alarm.since, &alarm.state, &alarm.more_text}) {
        if (words->empty()) continue;
        if (x > left) {
            static const std::string dot = " \xC2\xB7 ";
            x += widgets::text(pen, fonts.small, x, y, palette.text2, dot);
        }
        x += widgets::text(pen, fonts.small, x, y, palette.text2, *words, left + cause_room - x);
    }
    const float columns = left + cause_room + grid.gap * 2;
    const float each = (end - columns) / 3;
    const float second = box.y + (box.h - fonts.small->FontSize * 1.3F - fonts.bold->FontSize) / 2;
    column(pen, columns, second, "Consequence", alarm.consequence, each * 1.05F - grid.gap);
    column(pen, columns + each * 1.05F, second, "Response", alarm.response, each * 1.2F - grid.gap);
    if (!alarm.urgency.empty() && alarm.urgency != alarm.consequence)
        column(pen, columns + each * 2.25F, second, "Time to respond", alarm.urgency, each * 0.75F);
    return answer;
}

void link_lost(const Pen& pen, const Box& box, const std::string& words) {
    const auto& palette = *pen.palette;
    widgets::fill(pen, box, palette.panel);
    const float edge = box.h * 0.14F;
    widgets::hatch(pen, {box.x, box.y, box.w, edge}, palette.text, edge * 1.6F, false, edge * 0.45F);
    widgets::hatch(pen, {box.x, box.bottom() - edge, box.w, edge}, palette.text, edge * 1.6F, false, edge * 0.45F);
    auto* font = pen.fonts->bold;
    widgets::text_centred(pen, font, box.x + box.w / 2, box.y + (box.h - font->FontSize) / 2, palette.text, words);
}

void tooltip(const Pen& pen, const Box& within, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    auto* font = pen.fonts->small;
    const float step = font->FontSize * 1.3F, pad = pen.grid.inset * 0.6F;
    Box box{0, 0, 0, step * static_cast<float>(lines.size()) + 2 * pad - font->FontSize * 0.3F};
    for (std::size_t i = 0; i < lines.size(); ++i)
        box.w = std::max(box.w, widgets::width_of(i == 0 ? pen.fonts->small_bold : font, lines[i]));
    box.w += 2 * pad;
    const auto mouse = ImGui::GetIO().MousePos;
    box.x = std::clamp(mouse.x + pen.grid.gap * 1.4F, within.x, std::max(within.x, within.right() - box.w));
    box.y = mouse.y - box.h - pen.grid.gap * 0.5F;
    if (box.y < within.y) box.y = mouse.y + pen.grid.gap * 1.8F;
    widgets::fill(pen, box, pen.palette->track, pen.grid.radius);
    widgets::frame(pen, box, pen.palette->grey3, pen.grid.rule, pen.grid.radius);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        widgets::text(pen, i == 0 ? pen.fonts->small_bold : font, box.x + pad,
                      box.y + pad + step * static_cast<float>(i), i == 0 ? pen.palette->text : pen.palette->text2,
                      lines[i]);
    }
}

}  // namespace glassline::panels
