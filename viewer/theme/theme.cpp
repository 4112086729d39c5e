#include "viewer/theme/theme.hpp"

#include <imgui.h>

namespace glassline::theme {
namespace {

constexpr std::uint32_t rgb(std::uint32_t hex) {
    return IM_COL32((hex >> 16U) & 0xffU, (hex >> 8U) & 0xffU, hex & 0xffU, 255);
}

}  // namespace

const Palette& charcoal() {
    static const Palette palette{rgb(0x2B2F33), rgb(0x32373C), rgb(0x22262A), rgb(0x4A5056), rgb(0xE8EAEC),
                                 rgb(0xB4BABF), rgb(0x8F969C), rgb(0x80878E), rgb(0x4A5157), rgb(0xF2F4F5),
                                 rgb(0x56B4E9), rgb(0x10161B), rgb(0x14171A), rgb(0x56B4E9), true};
    return palette;
}

const Palette& light() {
    static const Palette palette{rgb(0xD3D3D3), rgb(0xDFE0E1), rgb(0xC3C5C7), rgb(0xA4A8AB), rgb(0x16191C),
                                 rgb(0x3E4449), rgb(0x5F666C), rgb(0x747B82), rgb(0xBCC0C3), rgb(0x16191C),
                                 rgb(0x0072B2), rgb(0xFFFFFF), rgb(0x14171A), rgb(0x00568A), false};
    return palette;
}

std::uint32_t alarm_colour(AlarmPriority priority) {
    switch (priority) {
        case AlarmPriority::a:
            return rgb(0xD55E00);
        case AlarmPriority::b:
            return rgb(0xE69F00);
        case AlarmPriority::c:
            return rgb(0xF0E442);
        case AlarmPriority::d:
            return rgb(0xCC79A7);
    }
    return rgb(0xD55E00);
}

std::uint32_t faded(std::uint32_t colour, float opacity) {
    const auto alpha = static_cast<std::uint32_t>(opacity * 255.0F + 0.5F);
    return (colour & 0x00ffffffU) | (alpha << 24U);
}

}  // namespace glassline::theme
