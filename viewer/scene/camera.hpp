// Where the line is seen from, and where a world point lands on the screen: panels place labels, pins and leaders with
// project(), the renderer draws with view_projection(). Angles are LOOK.md's: azimuth 0 is dead front (from the
// operator's side), negative is from the left; elevation is above the floor; both in degrees.
#pragma once

#include <optional>

#include "viewer/scene/math.hpp"

namespace glassline::scene {

/// A part of the window in pixels; (x, y) is its upper left corner, y down, as ImGui counts.
struct Viewport {
    int x = 0, y = 0;
    int width = 1, height = 1;
    bool operator==(const Viewport&) const = default;
};

struct Camera {
    Vec3 target;               // looked at
    float azimuth_deg = 0;     // 0 front; -30 from the left
    float elevation_deg = 23;  // LOOK.md: never under 15
    float distance_m = 40;
    float fov_y_deg = 8.4F;  // LOOK.md: never over 26
    bool operator==(const Camera&) const = default;
};

[[nodiscard]] Vec3 eye_of(const Camera& camera);
[[nodiscard]] Mat4 view_of(const Camera& camera);
[[nodiscard]] Mat4 projection_of(const Camera& camera, const Viewport& viewport);
[[nodiscard]] Mat4 view_projection(const Camera& camera, const Viewport& viewport);

/// The pixel of a world point, in the window's coordinates (y down). Empty behind the camera; may lie outside the
/// viewport.
[[nodiscard]] std::optional<Vec2> project(const Camera& camera, const Viewport& viewport, Vec3 world);

/// How many pixels one metre is at the camera's target: line widths in mm become pixels with it.
[[nodiscard]] float pixels_per_metre(const Camera& camera, const Viewport& viewport);

struct Ray {
    Vec3 origin;
    Vec3 direction;  // unit
};
/// The ray through a pixel of the window.
[[nodiscard]] Ray ray_through(const Camera& camera, const Viewport& viewport, Vec2 pixel);

/// Smooth way from one camera to another; t in 0 .. 1, cubic ease (LOOK.md: 600 ms).
[[nodiscard]] Camera between(const Camera& from, const Camera& to, float t);

// ---- presets; `from_x` and `to_x` are the ends of the line (Scene::bounds_min.x, bounds_max.x) in m ----

/// L1 and L2: dead front, elevation 23, 40 m, the view as wide as the line + 1.2 m. `lift` moves the picture down by
/// that part of the viewport's height (0.08: room above for callouts).
[[nodiscard]] Camera front_view(float from_x, float to_x, const Viewport& viewport, float lift = 0);
/// How high the line stands in a front view of `width_px`: from its highest lamp to its lowest foot, and from there to
/// the plinth's front edge, in px. Both follow from the width alone, so a page can be laid out before it is drawn.
struct FrontExtent {
    float picture_px = 0, floor_px = 0;
};
[[nodiscard]] FrontExtent front_extent(Vec3 bounds_min, Vec3 bounds_max, Vec3 plinth_max, int width_px);
/// The front view with the highest lamp at `top_y` of the window.
[[nodiscard]] Camera front_view_at(Vec3 bounds_min, Vec3 bounds_max, const Viewport& viewport, float top_y);
/// L3 and close-ups: one station from the left, elevation 26; `centre` is the station's middle, `size_m` its length.
[[nodiscard]] Camera close_view(Vec3 centre, float size_m, const Viewport& viewport);
/// Replay: three-quarter view of the whole line, azimuth -34, elevation 23, FOV 18; `above_m` stays free over it.
[[nodiscard]] Camera replay_view(float from_x, float to_x, const Viewport& viewport, float above_m = 0);
/// A customer's desktop: azimuth -14, elevation 24. Phone: -47 and 26.
[[nodiscard]] Camera customer_view(float from_x, float to_x, const Viewport& viewport);
[[nodiscard]] Camera customer_phone_view(Vec3 centre, float size_m, const Viewport& viewport);

}  // namespace glassline::scene
