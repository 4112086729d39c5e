// The measures of a page in pixels: type by viewing distance, gaps and lines by LOOK.md's grid. Pure numbers, so that a
// test can hold every wall against WALL.md.
#pragma once

namespace glassline::viewmodel {

struct Box {
    float x = 0, y = 0, w = 0, h = 0;
    bool operator==(const Box&) const = default;
    [[nodiscard]] float right() const { return x + w; }
    [[nodiscard]] float bottom() const { return y + h; }
    [[nodiscard]] bool holds(float px, float py) const { return px >= x && px < x + w && py >= y && py < y + h; }
    [[nodiscard]] Box inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
};

struct TypeSizes {
    float small = 15, normal = 18, headline = 28;  // px
    bool operator==(const TypeSizes&) const = default;
};
/// Character heights of 16, 20 and 30 arc minutes (WALL.md): h = 2 d tan(angle / 2), px = h / pitch / 0.71.
/// `distance_m` to the farthest seat, `diagonal_in` of the screen, its size in px.
[[nodiscard]] TypeSizes type_sizes(float distance_m, float diagonal_in, int width, int height);
/// The angle in minutes of arc under which a character of that size is seen.
[[nodiscard]] float arc_minutes(float size_px, float distance_m, float diagonal_in, int width, int height);

/// LOOK.md 1: wall numbers are for 3840 px, desk numbers for 1920 px of width; both scale with it.
struct Grid {
    bool wall = false;
    float outer = 24, gap = 12, inset = 16, radius = 4;
    float rule = 1, bracket = 2, trend = 2, frame = 2, pin = 8;
    bool operator==(const Grid&) const = default;
};
[[nodiscard]] Grid grid_of(bool wall, int width);

}  // namespace glassline::viewmodel
