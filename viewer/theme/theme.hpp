// The two themes' tokens and the sizes of type. Colours are packed for ImGui (IM_COL32).
#pragma once

#include <cstdint>

#include "twin/alarms/alarms.hpp"

struct ImFont;

namespace glassline::theme {

struct Palette {
    std::uint32_t ground, panel, track, line, text, text2, grey3, productive, band, past_down, order, order_ink, ink;
    bool dark = true;
};
[[nodiscard]] const Palette& charcoal();
[[nodiscard]] const Palette& light();

/// Hue of an alarm priority; the same in both themes and used for nothing else.
[[nodiscard]] std::uint32_t alarm_colour(AlarmPriority priority);
/// The colour with another opacity, 0 to 1.
[[nodiscard]] std::uint32_t faded(std::uint32_t colour, float opacity);

/// Loaded once by the shell; panels only use them. Pixels follow viewing distance and screen, see type_sizes().
struct Fonts {
    ImFont* small = nullptr;
    ImFont* normal = nullptr;
    ImFont* bold = nullptr;
    ImFont* headline = nullptr;
};

struct TypeSizes {
    float small = 15, normal = 18, headline = 28;  // px
};
/// Character heights of 16, 20 and 30 arc minutes (WALL.md): h = 2 d tan(angle / 2), px = h / pitch / 0.71.
/// `distance_m` to the farthest seat, `diagonal_in` of the screen, its size in px.
[[nodiscard]] TypeSizes type_sizes(float distance_m, float diagonal_in, int width, int height);

}  // namespace glassline::theme
