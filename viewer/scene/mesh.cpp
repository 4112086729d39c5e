#include "viewer/scene/mesh.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace glassline::scene {

namespace {

/// Adds a triangle turned so that it faces the way its normals point.
void add_triangle(MeshData& mesh, std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    const auto at = [&](std::uint32_t i) {
        const MeshVertex& v = mesh.vertices[i];
        return v.corner + v.normal * 0.05F;
    };
    const Vec3 face = cross(at(b) - at(a), at(c) - at(a));
    const Vec3 want = mesh.vertices[a].normal + mesh.vertices[b].normal + mesh.vertices[c].normal;
    if (dot(face, want) < 0) std::swap(b, c);
    mesh.indices.insert(mesh.indices.end(), {a, b, c});
}

using Loop = std::vector<Vec2>;

float signed_area(const Loop& p) {
    float sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const Vec2 a = p[i], b = p[(i + 1) % p.size()];
        sum += a.x * b.y - b.x * a.y;
    }
    return sum / 2;
}

Vec2 unit(Vec2 v) {
    const float n = length(v);
    return n > 0 ? v * (1 / n) : v;
}

float cross2(Vec2 a, Vec2 b) { return a.x * b.y - a.y * b.x; }

/// Convex corners become arcs.
Loop rounded(const Loop& p, float radius) {
    Loop out;
    const std::size_t n = p.size();
    for (std::size_t i = 0; i < n; ++i) {
        const Vec2 before = p[(i + n - 1) % n], at = p[i], after = p[(i + 1) % n];
        const Vec2 in = unit(at - before), on = unit(after - at);
        const float turn = std::atan2(cross2(in, on), in.x * on.x + in.y * on.y);
        const float cut =
            std::min({radius * std::tan(std::abs(turn) / 2), length(at - before) * 0.45F, length(after - at) * 0.45F});
        if (radius <= 0 || turn <= 0.05F) {
            out.push_back(at);
            continue;
        }
        const Vec2 from = at - in * cut, to = at + on * cut;
        constexpr int steps = 5;
        for (int s = 0; s <= steps; ++s) {
            const float t = static_cast<float>(s) / steps;
            // A quadratic curve is close enough to the arc at these sizes.
            out.push_back(from * ((1 - t) * (1 - t)) + at * (2 * t * (1 - t)) + to * (t * t));
        }
    }
    return out;
}

/// Outward normal at each vertex, long enough that moving along it moves both edges by one.
Loop mitres(const Loop& p) {
    Loop out;
    const std::size_t n = p.size();
    for (std::size_t i = 0; i < n; ++i) {
        const Vec2 a = unit(p[i] - p[(i + n - 1) % n]), b = unit(p[(i + 1) % n] - p[i]);
        const Vec2 na{a.y, -a.x}, nb{b.y, -b.x};
        const Vec2 middle = unit(na + nb);
        const float c = std::max(0.35F, middle.x * na.x + middle.y * na.y);
        out.push_back(middle * (1 / c));
    }
    return out;
}

bool inside(Vec2 p, Vec2 a, Vec2 b, Vec2 c) {
    constexpr float eps = 1e-9F;
    return cross2(b - a, p - a) >= -eps && cross2(c - b, p - b) >= -eps && cross2(a - c, p - c) >= -eps;
}

/// Ear clipping of a counter-clockwise loop; indices into it.
std::vector<std::uint32_t> triangulate(const Loop& p) {
    std::vector<std::uint32_t> left(p.size()), out;
    for (std::size_t i = 0; i < p.size(); ++i) left[i] = static_cast<std::uint32_t>(i);
    while (left.size() > 3) {
        bool clipped = false;
        for (std::size_t i = 0; i < left.size() && !clipped; ++i) {
            const std::uint32_t ia = left[(i + left.size() - 1) % left.size()], ib = left[i],
                                ic = left[(i + 1) % left.size()];
            const Vec2 a = p[ia], b = p[ib], c = p[ic];
            if (cross2(b - a, c - b) <= 1e-12F) continue;
            bool ear = true;
            for (const auto other : left) {
                const Vec2 q = p[other];
                if (q == a || q == b || q == c) continue;
                if (inside(q, a, b, c)) {
                    ear = false;
                    break;
                }
            }
            if (!ear) continue;
            out.insert(out.end(), {ia, ib, ic});
            left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
            clipped = true;
        }
        if (!clipped) left.erase(left.begin());  // a sliver: nothing of it would be seen
    }
    if (left.size() == 3) out.insert(out.end(), {left[0], left[1], left[2]});
    return out;
}

/// One loop that walks round the hole through a bridge at the closest pair of vertices.
Loop bridged(const Loop& outer, const Loop& hole) {
    std::size_t at_outer = 0, at_hole = 0;
    float best = std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < outer.size(); ++i) {
        for (std::size_t j = 0; j < hole.size(); ++j) {
            const float d = length(outer[i] - hole[j]);
            if (d < best) {
                best = d;
                at_outer = i;
                at_hole = j;
            }
        }
    }
    Loop out(outer.begin(), outer.begin() + static_cast<std::ptrdiff_t>(at_outer) + 1);
    for (std::size_t j = 0; j <= hole.size(); ++j) out.push_back(hole[(at_hole + j) % hole.size()]);
    out.insert(out.end(), outer.begin() + static_cast<std::ptrdiff_t>(at_outer), outer.end());
    return out;
}

}  // namespace

MeshData make_rounded_box(int steps) {
    MeshData mesh;
    const int n = 2 * steps;
    const std::array<Vec3, 3> axes{Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        for (const float side : {-1.0F, 1.0F}) {
            const Vec3 out = axes[axis] * side, u = axes[(axis + 1) % 3], v = axes[(axis + 2) % 3];
            const auto first = static_cast<std::uint32_t>(mesh.vertices.size());
            const auto tilt = [steps](int i) {
                if (steps == 1) return 0.0F;
                const int k = i < steps ? i - (steps - 1) : i - steps;
                return std::tan(static_cast<float>(k) / static_cast<float>(steps - 1) * pi / 4);
            };
            const auto sign = [steps](int i) { return i < steps ? -1.0F : 1.0F; };
            for (int j = 0; j < n; ++j) {
                for (int i = 0; i < n; ++i) {
                    mesh.vertices.push_back(
                        {out + u * sign(i) + v * sign(j), normalize(out + u * tilt(i) + v * tilt(j))});
                }
            }
            for (int j = 0; j + 1 < n; ++j) {
                for (int i = 0; i + 1 < n; ++i) {
                    const auto at = [&](int a, int b) { return first + static_cast<std::uint32_t>(b * n + a); };
                    add_triangle(mesh, at(i, j), at(i + 1, j), at(i + 1, j + 1));
                    add_triangle(mesh, at(i, j), at(i + 1, j + 1), at(i, j + 1));
                }
            }
        }
    }
    return mesh;
}

MeshData make_cylinder(int segments) {
    MeshData mesh;
    // Rings from the top's middle to the bottom's: (radius, side of y, tilt of the normal upwards).
    struct Ring {
        float radius, y, tilt_deg;
    };
    const std::array<Ring, 8> rings{Ring{0, 1, 90}, Ring{1, 1, 90},   Ring{1, 1, 45},   Ring{1, 1, 0},
                                    Ring{1, -1, 0}, Ring{1, -1, -45}, Ring{1, -1, -90}, Ring{0, -1, -90}};
    const int columns = segments + 1;
    for (const Ring& ring : rings) {
        const float c = std::cos(radians(ring.tilt_deg)), s = std::sin(radians(ring.tilt_deg));
        for (int i = 0; i < columns; ++i) {
            const float a = 2 * pi * static_cast<float>(i) / static_cast<float>(segments);
            mesh.vertices.push_back({{std::cos(a) * ring.radius, ring.y, std::sin(a) * ring.radius},
                                     {std::cos(a) * c, s, std::sin(a) * c}});
        }
    }
    for (std::size_t r = 0; r + 1 < rings.size(); ++r) {
        for (int i = 0; i < segments; ++i) {
            const auto at = [&](std::size_t ring, int column) {
                return static_cast<std::uint32_t>(ring) * static_cast<std::uint32_t>(columns) +
                       static_cast<std::uint32_t>(column);
            };
            add_triangle(mesh, at(r, i), at(r, i + 1), at(r + 1, i + 1));
            add_triangle(mesh, at(r, i), at(r + 1, i + 1), at(r + 1, i));
        }
    }
    return mesh;
}

MeshData make_wall(const WallOutline& wall, float thickness, float bevel) {
    MeshData mesh;
    std::vector<Loop> loops;
    Loop outer = wall.outline;
    if (signed_area(outer) < 0) std::reverse(outer.begin(), outer.end());
    loops.push_back(rounded(outer, wall.corner_radius));
    for (Loop hole : wall.holes) {
        if (signed_area(hole) < 0) std::reverse(hole.begin(), hole.end());
        Loop round = rounded(hole, 0.03F);
        std::reverse(round.begin(), round.end());
        loops.push_back(round);
    }
    std::vector<Loop> insets;
    const float half = thickness / 2;
    for (const Loop& loop : loops) {
        const Loop out = mitres(loop);
        Loop inset;
        for (std::size_t i = 0; i < loop.size(); ++i) inset.push_back(loop[i] - out[i] * bevel);
        insets.push_back(inset);
        // The rim from one face round to the other.
        struct Ring {
            float inset, x, tilt_deg;
        };
        const float d = bevel * (1 - std::sqrt(0.5F));
        const std::array<Ring, 6> rings{Ring{bevel, half, 90},    Ring{d, half - d, 45},  Ring{0, half - bevel, 0},
                                        Ring{0, bevel - half, 0}, Ring{d, d - half, -45}, Ring{bevel, -half, -90}};
        const auto first = static_cast<std::uint32_t>(mesh.vertices.size());
        const auto n = static_cast<std::uint32_t>(loop.size());
        for (const Ring& ring : rings) {
            const float c = std::cos(radians(ring.tilt_deg)), s = std::sin(radians(ring.tilt_deg));
            for (std::size_t i = 0; i < loop.size(); ++i) {
                const Vec2 p = loop[i] - out[i] * ring.inset, normal = unit(out[i]) * c;
                mesh.vertices.push_back({{ring.x, p.y, p.x}, {s, normal.y, normal.x}});
            }
        }
        for (std::uint32_t r = 0; r + 1 < rings.size(); ++r) {
            for (std::uint32_t i = 0; i < n; ++i) {
                const std::uint32_t j = (i + 1) % n;
                add_triangle(mesh, first + r * n + i, first + r * n + j, first + (r + 1) * n + j);
                add_triangle(mesh, first + r * n + i, first + (r + 1) * n + j, first + (r + 1) * n + i);
            }
        }
    }
    Loop face = insets[0];
    for (std::size_t i = 1; i < insets.size(); ++i) face = bridged(face, insets[i]);
    const auto triangles = triangulate(face);
    for (const float side : {-1.0F, 1.0F}) {
        const auto first = static_cast<std::uint32_t>(mesh.vertices.size());
        for (const Vec2 p : face) mesh.vertices.push_back({{side * half, p.y, p.x}, {side, 0, 0}});
        for (std::size_t i = 0; i + 2 < triangles.size(); i += 3) {
            add_triangle(mesh, first + triangles[i], first + triangles[i + 1], first + triangles[i + 2]);
        }
    }
    return mesh;
}

MeshData make_primitive(MeshId id) {
    switch (id) {
        case rounded_box:
            return make_rounded_box(4);
        case bevelled_box:
            return make_rounded_box(2);
        case plain_box:
            return make_rounded_box(1);
        case cylinder:
            return make_cylinder(20);
        case fine_cylinder:
            return make_cylinder(32);
        case thin_cylinder:
            return make_cylinder(10);
        default:
            return {};
    }
}

}  // namespace glassline::scene
