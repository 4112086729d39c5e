// Small drawing helpers on an ImDrawList: text that fits, alarm badges, hatching. They own nothing.
#pragma once

#include <imgui.h>

#include <string>

#include "viewer/theme/theme.hpp"

namespace glassline::widgets {

/// What every panel draws with: the list, the theme, the fonts and the width of a rule in px.
struct Pen {
    ImDrawList* list = nullptr;
    const theme::Palette* palette = nullptr;
    const theme::Fonts* fonts = nullptr;
    float unit = 12;  // the grid: 30 px on a 4K wall, 12 on a desk (LOOK.md)
};

struct Box {
    float x = 0, y = 0, w = 0, h = 0;
};

[[nodiscard]] float width_of(const ImFont* font, const std::string& text);
/// Draws text with its upper left corner at (x, y) and returns its width; cut with an ellipsis beyond `most` px.
float text(const Pen& pen, ImFont* font, float x, float y, std::uint32_t colour, const std::string& words,
           float most = 1e9F);
/// The same, but ending at `x`.
void text_right(const Pen& pen, ImFont* font, float x, float y, std::uint32_t colour, const std::string& words);
void card(const Pen& pen, const Box& box);
/// The shape of an alarm priority with its letter: triangle, diamond, circle, square.
void badge(const Pen& pen, AlarmPriority priority, float x, float y, float size, bool in_ink);
/// 45-degree lines within a box; `reverse` leans them the other way.
void hatch(const Pen& pen, const Box& box, std::uint32_t colour, float step, bool reverse);

}  // namespace glassline::widgets
