#include <algorithm>

#include "viewer/panels/replay_panels.hpp"

namespace glassline::panels {
namespace {
constexpr std::size_t wrap_indent = 8;  // characters
}  // namespace

std::optional<std::uint64_t> messages(const Pen& pen, const Box& box, const std::string& title,
                                      const std::vector<viewmodel::MessageRow>& rows,
                                      const std::vector<std::string>& raw, float& scroll) {
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    auto* font = pen.fonts->small;
    auto* mono = pen.fonts->mono;
    widgets::card(pen, box);
    std::optional<std::uint64_t> answer;
    widgets::text(pen, pen.fonts->small_bold, box.x + grid.inset, box.y + grid.inset * 0.8F, palette.text, title,
                  box.w - 2 * grid.inset);
    const float row_h = mono->FontSize * 1.65F;
    float y = box.y + grid.inset * 0.8F + font->FontSize * 1.7F;
    if (rows.empty()) {
        static const std::string none = "no messages near this moment";
        widgets::text(pen, font, box.x + grid.inset, y, palette.text2, none);
    }
    for (const auto& row : rows) {
        const Box line{box.x + grid.inset * 0.5F, y, box.w - grid.inset, row_h};
        if (row.current)
            widgets::fill(pen, line, palette.text, grid.radius);
        else if (widgets::hovered(line))
            widgets::fill(pen, line, palette.line, grid.radius);
        const auto ink = row.current ? palette.ground : row.later ? theme::faded(palette.text, 0.42F) : palette.text;
        const auto soft = row.current ? palette.ground : row.later ? theme::faded(palette.text2, 0.42F) : palette.text2;
        const float text_y = y + (row_h - mono->FontSize) / 2;
        float x = box.x + grid.inset;
        x += widgets::text(pen, mono, x, text_y, soft, row.time) + grid.inset * 0.6F;
        const float right = box.right() - grid.inset;
        const float number = widgets::width_of(mono, row.number);
        x += widgets::text(pen, mono, x, text_y, ink, row.name, right - number - x);
        if (row.alarm) {
            x += mono->FontSize;
            if (row.current) {
                widgets::badge(pen, *row.alarm, x, y + row_h / 2, mono->FontSize * 0.85F, true);
            } else {
                widgets::badge(pen, *row.alarm, x, y + row_h / 2, mono->FontSize * 0.85F, false);
            }
            x += mono->FontSize * 0.4F;
        }
        x += grid.inset * 0.6F;
        if (right - number - grid.inset * 0.5F - x > mono->FontSize * 3)
            widgets::text(pen, mono, x, text_y, soft, row.detail, right - number - grid.inset * 0.5F - x);
        widgets::text_right(pen, mono, right, text_y, soft, row.number);
        if (widgets::clicked(line)) answer = row.sequence;
        y += row_h;
    }
    const Box text{box.x + grid.inset, y + grid.gap * 0.6F, box.w - 2 * grid.inset,
                   box.bottom() - grid.inset - y - grid.gap * 0.6F};
    if (text.h < mono->FontSize * 3) return answer;
    widgets::fill(pen, text, palette.track, grid.radius);
    const float step = mono->FontSize * 1.32F;
    const Box inside = text.inset(grid.inset * 0.6F);
    if (raw.empty()) {
        static const std::string none = "no raw message is kept with this event";
        widgets::text(pen, font, inside.x, inside.y, palette.text2, none, inside.w);
        return answer;
    }
    // Long lines go on below, indented; one font cell a character.
    const float cell = std::max(1.0F, widgets::width_of(mono, "0"));
    const auto columns = static_cast<std::size_t>(std::max(12.0F, inside.w / cell));
    const auto rows_of = [&](const std::string& line) {
        if (line.size() <= columns + 1) return std::size_t{1};  // a comma may hang out
        return 1 + (line.size() - columns + columns - wrap_indent - 1) / (columns - wrap_indent);
    };
    std::size_t all = 0;
    for (const auto& line : raw) all += rows_of(line);
    const float most = std::max(0.0F, step * static_cast<float>(all) - inside.h);
    if (widgets::hovered(text)) scroll -= ImGui::GetIO().MouseWheel * step * 3;
    scroll = std::clamp(scroll, 0.0F, most);
    pen.list->PushClipRect(ImVec2(text.x, text.y), ImVec2(text.right(), text.bottom()), true);
    float line_y = inside.y - scroll;
    for (const auto& line : raw) {
        std::size_t from = 0;
        while (from < line.size() || from == 0) {
            const std::size_t room = from > 0                     ? columns - wrap_indent
                                     : line.size() <= columns + 1 ? columns + 1
                                                                  : columns;
            const std::size_t count = std::min(room, line.size() - from);
            if (line_y > text.y - step && line_y < text.bottom())
                pen.list->AddText(mono, mono->FontSize, ImVec2(inside.x + (from == 0 ? 0 : cell * wrap_indent), line_y),
                                  palette.text, line.c_str() + from, line.c_str() + from + count);
            line_y += step;
            from += count;
            if (count == 0) break;
        }
    }
    pen.list->PopClipRect();
    if (most > 0) {  // how much of it is seen
        const float part = inside.h / (step * static_cast<float>(all));
        const float at = text.y + 2 + (text.h - 4) * (1 - part) * scroll / most;
        widgets::fill(pen, {text.right() - grid.gap * 0.4F, at, grid.gap * 0.25F, (text.h - 4) * part}, palette.line,
                      grid.radius);
    }
    return answer;
}

}  // namespace glassline::panels
