// The two themes' tokens and the sizes of type. Colours are packed for ImGui (IM_COL32).
#pragma once

#include <cstdint>

#include "twin/alarms/alarms.hpp"
#include "viewer/viewmodel/grid.hpp"

struct ImFont;

namespace glassline::theme {

struct Palette {
    std::uint32_t ground, panel, track, line, text, text2, grey3, productive, band, past_down, order, order_ink, ink;
    std::uint32_t order_text;  // the order hue where it is text on a panel
    bool dark = true;
};
[[nodiscard]] const Palette& charcoal();
[[nodiscard]] const Palette& light();

/// Hue of an alarm priority; the same in both themes and used for nothing else.
[[nodiscard]] std::uint32_t alarm_colour(AlarmPriority priority);
/// The colour with another opacity, 0 to 1.
[[nodiscard]] std::uint32_t faded(std::uint32_t colour, float opacity);

using viewmodel::TypeSizes;

/// Loaded once by the shell; panels only use them. Pixels follow viewing distance and screen, see type_sizes().
struct Fonts {
    ImFont* small = nullptr;
    ImFont* normal = nullptr;
    ImFont* bold = nullptr;
    ImFont* small_bold = nullptr;
    ImFont* headline = nullptr;
    ImFont* mono = nullptr;  // raw messages
};

}  // namespace glassline::theme
