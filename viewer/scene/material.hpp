// LOOK.md 2, "Materials": the few surfaces a line is made of.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace glassline::scene {

enum class Theme { charcoal, light };

enum class Material : std::uint8_t {
    body,
    door,
    frame,
    dark,
    seam,
    inside,
    aluminium,
    steel,
    belt,
    screen,
    lamp,
    board,
    board_unit,
    foreign_board,
    chip,
    tin,
    capacitor,
    gold,
    grey_lamp,   // stack light segments at rest
    alarm_lamp,  // lit; its hue comes from the station's mark
    connector,   // light plastic parts on boards
    glass,
};
inline constexpr std::size_t material_count = 22;

struct MaterialValues {
    std::uint32_t srgb = 0;  // 0xRRGGBB
    float roughness = 0.5F;
    float f0 = 0.04F;  // for metal a factor on the albedo
    bool metal = false;
    float emit = 0;
};

[[nodiscard]] constexpr std::array<MaterialValues, material_count> materials() {
    return {{{0xB4B9BD, 0.40F, 0.045F, false, 0},   {0xA3A9AE, 0.45F, 0.045F, false, 0},
             {0x7C8288, 0.50F, 0.04F, false, 0},    {0x3B4045, 0.50F, 0.04F, false, 0},
             {0x2A2E32, 0.80F, 0.03F, false, 0},    {0x83898E, 0.75F, 0.03F, false, 0.10F},
             {0xC3C7CA, 0.32F, 0.75F, true, 0},     {0x9DA2A6, 0.28F, 0.65F, true, 0},
             {0x24272A, 0.70F, 0.03F, false, 0},    {0x30363C, 0.18F, 0.05F, false, 0.25F},
             {0xF2F4F5, 0.40F, 0.04F, false, 1.0F}, {0x64876F, 0.38F, 0.045F, false, 0},
             {0x56765F, 0.38F, 0.045F, false, 0},   {0x757C77, 0.45F, 0.04F, false, 0},
             {0x26292C, 0.45F, 0.04F, false, 0},    {0xB8BBB9, 0.35F, 0.7F, true, 0},
             {0x8C7B66, 0.50F, 0.04F, false, 0},    {0xB49D63, 0.35F, 0.7F, true, 0},
             {0x9BA1A6, 0.30F, 0.05F, false, 0},    {0xD55E00, 0.40F, 0.04F, false, 1.2F},
             {0xDADCD8, 0.50F, 0.04F, false, 0},    {0xC8D0D6, 0.05F, 0.04F, false, 0}}};
}

}  // namespace glassline::scene
