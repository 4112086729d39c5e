// The primitives everything is made of, with round edges whose radius an instance chooses: a vertex is a corner
// direction and a normal, and its place is corner * (half - radius) + normal * radius.
#pragma once

#include <cstdint>
#include <vector>

#include "viewer/scene/math.hpp"

namespace glassline::scene {

struct MeshVertex {
    Vec3 corner;
    Vec3 normal;
    bool operator==(const MeshVertex&) const = default;
};
struct MeshData {
    std::vector<MeshVertex> vertices;
    std::vector<std::uint32_t> indices;  // triangles, counter-clockwise from outside
};

using MeshId = std::uint16_t;
inline constexpr MeshId rounded_box = 0;    // fine edges: bodies, roofs
inline constexpr MeshId bevelled_box = 1;   // one segment an eighth: parts
inline constexpr MeshId plain_box = 2;      // twelve triangles: what is smaller than its own bevel
inline constexpr MeshId cylinder = 3;       // axis y
inline constexpr MeshId fine_cylinder = 4;  // reels, stacks
inline constexpr MeshId thin_cylinder = 5;  // nozzles, poles
inline constexpr MeshId first_own_mesh = 8;

/// steps >= 2 vertices from the middle of an edge to a face; 1 gives plain_box.
[[nodiscard]] MeshData make_rounded_box(int steps);
[[nodiscard]] MeshData make_cylinder(int segments);

/// A wall extruded along x from an outline in (z, y), counter-clockwise seen from +x (z to the left), in m, with round
/// corners and edges and holes. `thickness` is centred on x = 0; instances use half = 1, radius = 0.
struct WallOutline {
    std::vector<Vec2> outline;  // x is z, y is y
    float corner_radius = 0.06F;
    std::vector<std::vector<Vec2>> holes;  // convex
};
[[nodiscard]] MeshData make_wall(const WallOutline& wall, float thickness, float bevel);

/// The mesh behind an id below first_own_mesh.
[[nodiscard]] MeshData make_primitive(MeshId id);

}  // namespace glassline::scene
