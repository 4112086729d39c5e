#include "viewer/viewmodel/grid.hpp"

#include <algorithm>
#include <cmath>

namespace glassline::viewmodel {
namespace {

constexpr float minute_rad = 3.14159265F / 180.0F / 60.0F;

float pitch_mm(float diagonal_in, int width, int height) {
    const auto w = static_cast<float>(width), h = static_cast<float>(height);
    return diagonal_in * 25.4F / std::sqrt(w * w + h * h);
}

}  // namespace

TypeSizes type_sizes(float distance_m, float diagonal_in, int width, int height) {
    const float pitch = pitch_mm(diagonal_in, width, height);
    const auto px = [&](float minutes) {
        return std::ceil(2.0F * distance_m * 1000.0F * std::tan(minutes * minute_rad / 2.0F) / pitch / 0.71F);
    };
    return {px(16), px(20), px(30)};
}

float arc_minutes(float size_px, float distance_m, float diagonal_in, int width, int height) {
    const float height_mm = size_px * 0.71F * pitch_mm(diagonal_in, width, height);
    return 2.0F * std::atan(height_mm / (2000.0F * distance_m)) / minute_rad;
}

Grid grid_of(bool wall, int width) {
    const float s = static_cast<float>(width) / (wall ? 3840.0F : 1920.0F);
    const auto line = [s](float px) { return std::max(1.0F, px * s); };
    if (wall) return {true, 60 * s, 30 * s, 26 * s, 12 * s, line(4), line(6), line(7), line(4), 30 * s};
    return {false, 24 * s, 12 * s, 16 * s, 4 * s, line(1), line(2), line(2), line(2), std::max(4.0F, 8 * s)};
}

}  // namespace glassline::viewmodel
