#include <algorithm>

#include "viewer/panels/replay_panels.hpp"

namespace glassline::panels {
namespace {

// No alarm or order hue: two greys at 45 degrees (LOOK.md 3).
void striped_border(const Pen& pen, const Box& window, float b) {
    const auto bright = IM_COL32(0xE8, 0xEA, 0xEC, 255);
    const auto dim = IM_COL32(0x5A, 0x60, 0x67, 255);
    for (const Box& edge : {Box{window.x, window.y, window.w, b}, Box{window.x, window.bottom() - b, window.w, b},
                            Box{window.x, window.y, b, window.h}, Box{window.right() - b, window.y, b, window.h}}) {
        widgets::fill(pen, edge, dim);
        pen.list->PushClipRect(ImVec2(edge.x, edge.y), ImVec2(edge.right(), edge.bottom()), true);
        for (float d = -window.h; d < window.w; d += b * 2.2F) {
            pen.list->AddLine(ImVec2(window.x + d, window.bottom()), ImVec2(window.x + d + window.h, window.y), bright,
                              b * 0.75F);
        }
        pen.list->PopClipRect();
    }
}

}  // namespace

void replay_header(const Pen& pen, const viewmodel::ReplayPage& page, const Box& window, const ReplayBar& bar,
                   ReplayAnswer& answer) {
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const auto& grid = pen.grid;
    static const std::string replay = "REPLAY", simulated = "simulated data", go = "Go to ", caret = "_";
    widgets::fill(pen, page.header, palette.panel);
    striped_border(pen, window, page.border);
    const Box plate{page.header.x, page.header.y, widgets::width_of(fonts.headline, replay) + grid.inset * 4,
                    page.header.h};
    widgets::fill(pen, plate, palette.text);
    const float base = plate.y + (plate.h - fonts.headline->FontSize) / 2;
    widgets::text(pen, fonts.headline, plate.x + grid.inset * 2, base, palette.dark ? palette.ink : palette.ground,
                  replay);
    float x = plate.right() + grid.inset * 1.6F;
    x += widgets::text(pen, fonts.headline, x, base, palette.text, bar.clock) + grid.inset;
    const float line = widgets::on_line_of(fonts.headline, fonts.normal, base);
    float right = page.header.right() - grid.inset;
    if (!bar.live.empty()) {
        const float w = widgets::width_of(fonts.normal, bar.live) + grid.inset * 2;
        const Box button{right - w, page.header.y + page.header.h * 0.2F, w, page.header.h * 0.6F};
        if (widgets::hovered(button)) widgets::fill(pen, button, palette.line, grid.radius);
        widgets::frame(pen, button, palette.text, grid.frame * 0.75F, grid.radius);
        widgets::text(pen, fonts.normal, button.x + grid.inset, button.y + (button.h - fonts.normal->FontSize) / 2,
                      palette.text, bar.live);
        answer.live = widgets::clicked(button);
        right = button.x - grid.inset;
    }
    if (bar.simulated) {
        widgets::text_right(pen, fonts.small, right, widgets::on_line_of(fonts.headline, fonts.small, base),
                            palette.text2, simulated);
        right -= widgets::width_of(fonts.small, simulated) + grid.inset;
    }
    if (bar.typing) {
        x += widgets::text(pen, fonts.normal, x, line, palette.text2, go);
        x += widgets::text(pen, fonts.bold, x, widgets::on_line_of(fonts.headline, fonts.bold, base), palette.text,
                           bar.typed);
        widgets::text(pen, fonts.bold, x, widgets::on_line_of(fonts.headline, fonts.bold, base), palette.text, caret);
        return;
    }
    // A wall has room for the date alone.
    ImFont* font = grid.wall ? fonts.small : fonts.normal;
    const std::string& words = widgets::width_of(font, bar.facts) <= right - x ? bar.facts : bar.date;
    if (widgets::width_of(font, words) > right - x && grid.wall) return;
    widgets::text(pen, font, x, grid.wall ? widgets::on_line_of(fonts.headline, font, base) : line, palette.text2,
                  words, right - x);
}

}  // namespace glassline::panels
