// LOOK.md's numbers for the light of the two themes.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "viewer/scene/material.hpp"
#include "viewer/scene/math.hpp"

namespace glassline::render {

struct Look {
    scene::Vec3 sun, sky, ground;  // linear
    float exposure = 1;
    std::uint32_t background = 0, plinth = 0, order = 0, text = 0;  // sRGB 0xRRGGBB
    float plinth_k = 0;
    scene::Vec2 ribbon_greys;
    bool ink = false;  // a dark ring round alarm outlines
};

[[nodiscard]] constexpr Look look_of(scene::Theme theme) {
    if (theme == scene::Theme::charcoal) {
        return {{1.25F, 1.20F, 1.13F},
                {0.44F, 0.47F, 0.505F},
                {0.10F, 0.105F, 0.112F},
                0.84F,
                0x2B2F33,
                0x3A4046,
                0x56B4E9,
                0xE8EAEC,
                0.62F,
                {0.45F, 0.97F},
                false};
    }
    return {{1.55F, 1.52F, 1.46F},
            {0.66F, 0.69F, 0.72F},
            {0.22F, 0.225F, 0.23F},
            1.06F,
            0xD3D3D3,
            0xC6C7C8,
            0x0072B2,
            0x16191C,
            0.42F,
            {0.55F, 0.12F},
            true};
}

inline constexpr scene::Vec3 sun_direction{-0.42F, 0.82F, 0.48F};  // to be normalised

[[nodiscard]] constexpr scene::Vec3 rgb(std::uint32_t c) {
    return {static_cast<float>((c >> 16U) & 255U) / 255, static_cast<float>((c >> 8U) & 255U) / 255,
            static_cast<float>(c & 255U) / 255};
}
/// The light model's own gamma.
[[nodiscard]] inline scene::Vec3 linear(scene::Vec3 c) {
    return {std::pow(c.x, 2.2F), std::pow(c.y, 2.2F), std::pow(c.z, 2.2F)};
}

}  // namespace glassline::render
