#include "viewer/scene/camera.hpp"

#include <algorithm>
#include <cmath>

namespace glassline::scene {

namespace {
float aspect_of(const Viewport& v) {
    return static_cast<float>(std::max(v.width, 1)) / static_cast<float>(std::max(v.height, 1));
}
/// FOV that makes a width visible at a distance, never over LOOK.md's 26 degrees.
float fov_for_width(float width_m, float distance_m, float aspect) {
    return std::min(26.0F, 2 * std::atan(width_m / aspect / 2 / distance_m) * 180.0F / pi);
}

/// Steps back (or closer) and aside until the box fills `share` of the viewport.
Camera fitted(Camera c, Vec3 low, Vec3 high, const Viewport& v, float share) {
    const Viewport unit{0, 0, v.width, v.height};
    for (int round = 0; round < 12; ++round) {
        Vec2 from{1e9F, 1e9F}, to{-1e9F, -1e9F};
        for (int corner = 0; corner < 8; ++corner) {
            const auto p = project(c, unit,
                                   {(corner & 1) != 0 ? high.x : low.x, (corner & 2) != 0 ? high.y : low.y,
                                    (corner & 4) != 0 ? high.z : low.z});
            if (!p) {
                c.distance_m *= 1.5F;
                continue;
            }
            from = {std::min(from.x, p->x), std::min(from.y, p->y)};
            to = {std::max(to.x, p->x), std::max(to.y, p->y)};
        }
        const auto w = static_cast<float>(v.width), h = static_cast<float>(v.height);
        const Vec3 back = normalize(eye_of(c) - c.target), right = normalize(cross({0, 1, 0}, back));
        const float px = pixels_per_metre(c, v);
        c.target = c.target + right * (((from.x + to.x) / 2 - w / 2) / px) +
                   cross(back, right) * ((h / 2 - (from.y + to.y) / 2) / px);
        const float filled = std::max((to.x - from.x) / w, (to.y - from.y) / h);
        c.distance_m *= std::clamp(filled / share, 0.6F, 1.6F);
    }
    return c;
}
}  // namespace

Vec3 eye_of(const Camera& c) {
    const float a = radians(c.azimuth_deg), e = radians(c.elevation_deg);
    return c.target + Vec3{std::sin(a) * std::cos(e), std::sin(e), std::cos(a) * std::cos(e)} * c.distance_m;
}

Mat4 view_of(const Camera& c) { return look_at(eye_of(c), c.target, {0, 1, 0}); }

Mat4 projection_of(const Camera& c, const Viewport& v) {
    const float near_m = std::max(0.3F, c.distance_m * 0.25F - 2.0F);
    return perspective(radians(c.fov_y_deg), aspect_of(v), near_m, c.distance_m + 45.0F);
}

Mat4 view_projection(const Camera& c, const Viewport& v) { return projection_of(c, v) * view_of(c); }

std::optional<Vec2> project(const Camera& c, const Viewport& v, Vec3 world) {
    const Vec4 clip = view_projection(c, v) * Vec4{world.x, world.y, world.z, 1};
    if (clip.w <= 1e-5F) return std::nullopt;
    return Vec2{static_cast<float>(v.x) + (clip.x / clip.w * 0.5F + 0.5F) * static_cast<float>(v.width),
                static_cast<float>(v.y) + (0.5F - clip.y / clip.w * 0.5F) * static_cast<float>(v.height)};
}

float pixels_per_metre(const Camera& c, const Viewport& v) {
    return static_cast<float>(v.height) / (2 * std::tan(radians(c.fov_y_deg) / 2) * c.distance_m);
}

Ray ray_through(const Camera& c, const Viewport& v, Vec2 pixel) {
    const Vec3 eye = eye_of(c);
    const float x = (pixel.x - static_cast<float>(v.x)) / static_cast<float>(std::max(v.width, 1)) * 2 - 1;
    const float y = 1 - (pixel.y - static_cast<float>(v.y)) / static_cast<float>(std::max(v.height, 1)) * 2;
    const Vec4 far_point = inverse(view_projection(c, v)) * Vec4{x, y, 1, 1};
    const Vec3 point = Vec3{far_point.x, far_point.y, far_point.z} * (1 / far_point.w);
    return {eye, normalize(point - eye)};
}

Camera between(const Camera& a, const Camera& b, float t) {
    const float s = std::clamp(t, 0.0F, 1.0F);
    const float e = s < 0.5F ? 4 * s * s * s : 1 - 4 * (1 - s) * (1 - s) * (1 - s);
    if (e >= 1) return b;
    const auto mix = [e](float p, float q) { return p + (q - p) * e; };
    return {a.target + (b.target - a.target) * e, mix(a.azimuth_deg, b.azimuth_deg),
            mix(a.elevation_deg, b.elevation_deg), mix(a.distance_m, b.distance_m), mix(a.fov_y_deg, b.fov_y_deg)};
}

Camera front_view(float from_x, float to_x, const Viewport& v, float lift) {
    Camera c;
    const float width = to_x - from_x + 1.2F;
    c.fov_y_deg = fov_for_width(width, c.distance_m, aspect_of(v));
    // A tall viewport would need more than 26 degrees: step back instead.
    const float visible = 2 * std::tan(radians(c.fov_y_deg) / 2) * c.distance_m * aspect_of(v);
    if (visible < width) c.distance_m *= width / visible;
    const float picture_height = 2 * std::tan(radians(c.fov_y_deg) / 2) * c.distance_m;
    c.target = {(from_x + to_x) / 2, 0.78F + lift * picture_height, 0};
    return c;
}

namespace {
// The lamps stand a little behind the belt.
Vec3 highest(Vec3 low, Vec3 high) { return {(low.x + high.x) / 2, high.y, -0.35F}; }
}  // namespace

FrontExtent front_extent(Vec3 low, Vec3 high, Vec3 plinth_max, int width_px) {
    const Viewport v{0, 0, width_px, std::max(1, width_px / 3)};
    const Camera c = front_view(low.x, high.x, v);
    const auto top = project(c, v, highest(low, high));
    const auto foot = project(c, v, {(low.x + high.x) / 2, 0, high.z});
    const auto edge = project(c, v, {(low.x + high.x) / 2, -0.06F, plinth_max.z});
    if (!top || !foot || !edge) return {};
    return {foot->y - top->y, edge->y - foot->y};
}

Camera front_view_at(Vec3 low, Vec3 high, const Viewport& v, float top_y) {
    Camera c = front_view(low.x, high.x, v);
    const float e = radians(c.elevation_deg);
    const Vec3 up{0, std::cos(e), -std::sin(e)};
    for (int round = 0; round < 3; ++round) {
        const auto at = project(c, v, highest(low, high));
        if (!at) break;
        c.target = c.target + up * ((top_y - at->y) / pixels_per_metre(c, v));
    }
    return c;
}

Camera close_view(Vec3 centre, float size_m, const Viewport& v) {
    Camera c;
    c.azimuth_deg = -22;
    c.elevation_deg = 26;
    c.fov_y_deg = 22;
    const float width = size_m * 1.55F + 1.2F;
    const float half = std::tan(radians(c.fov_y_deg) / 2);
    c.distance_m = std::max(width / (2 * half * aspect_of(v)), 2.9F / (2 * half)) + 0.8F;
    c.target = {centre.x, 0.88F, centre.z};
    return c;
}

Camera replay_view(float from_x, float to_x, const Viewport& v, float above_m) {
    Camera c;
    c.azimuth_deg = -34;
    c.elevation_deg = 23;
    c.fov_y_deg = 18;
    c.distance_m = to_x - from_x;
    c.target = {(from_x + to_x) / 2, 0.8F, 0};
    return fitted(c, {from_x, 0, -0.9F}, {to_x, 1.9F + above_m, 1.0F}, v, 0.97F);
}

Camera customer_view(float from_x, float to_x, const Viewport& v) {
    Camera c = front_view(from_x, to_x, v);
    c.azimuth_deg = -14;
    c.elevation_deg = 24;
    return fitted(c, {from_x, 0, -0.9F}, {to_x, 1.9F, 1.0F}, v, 0.97F);
}

Camera customer_phone_view(Vec3 centre, float size_m, const Viewport& v) {
    Camera c = close_view(centre, size_m, v);
    c.azimuth_deg = -47;
    c.elevation_deg = 26;
    return c;
}

}  // namespace glassline::scene
