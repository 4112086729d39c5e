// Small drawing helpers on an ImDrawList: text that fits, plates, badges, hatching. They own nothing.
#pragma once

#include <imgui.h>

#include <string>
#include <vector>

#include "viewer/theme/theme.hpp"
#include "viewer/viewmodel/grid.hpp"

namespace glassline::widgets {

using viewmodel::Box;
using viewmodel::Grid;

/// A text as it was drawn, for tests that hold pages against WALL.md.
struct Run {
    std::string words;
    Box box;
    float size = 0;  // px
    bool cut = false;
};

/// What every panel draws with: the list, the theme, the fonts and the page's measures.
struct Pen {
    ImDrawList* list = nullptr;
    const theme::Palette* palette = nullptr;
    const theme::Fonts* fonts = nullptr;
    Grid grid;
    std::vector<Run>* runs = nullptr;  // tests only: gets every text
};

[[nodiscard]] float width_of(const ImFont* font, const char* text);
[[nodiscard]] float width_of(const ImFont* font, const std::string& text);
/// Draws text with its upper left corner at (x, y) and returns its width; cut with an ellipsis beyond `most` px.
float text(const Pen& pen, ImFont* font, float x, float y, std::uint32_t colour, const std::string& words,
           float most = 1e9F);
/// The same, but ending at `x`.
void text_right(const Pen& pen, ImFont* font, float x, float y, std::uint32_t colour, const std::string& words);
void text_centred(const Pen& pen, ImFont* font, float x, float y, std::uint32_t colour, const std::string& words);
/// `y` at which a smaller font stands on the same line as a larger one that begins at `top`.
[[nodiscard]] float on_line_of(const ImFont* large, const ImFont* small, float top);
void fill(const Pen& pen, const Box& box, std::uint32_t colour, float rounding = 0);
void frame(const Pen& pen, const Box& box, std::uint32_t colour, float width, float rounding = 0);
void card(const Pen& pen, const Box& box);
void dashes(const Pen& pen, float from_x, float to_x, float y, std::uint32_t colour, float width);
void dashes_down(const Pen& pen, float x, float from_y, float to_y, std::uint32_t colour, float width);
/// The shape of an alarm priority with its letter: triangle, diamond, circle, square.
void badge(const Pen& pen, AlarmPriority priority, float x, float y, float size, bool in_ink);
/// 45-degree lines within a box; `reverse` leans them the other way.
void hatch(const Pen& pen, const Box& box, std::uint32_t colour, float step, bool reverse, float width = 0);
/// A left click of this frame within the box.
[[nodiscard]] bool clicked(const Box& box);
[[nodiscard]] bool hovered(const Box& box);

}  // namespace glassline::widgets
