// Placers: gantries with twelve-nozzle heads, and the feeder bank in front with its reels.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "viewer/scene/kit.hpp"

namespace glassline::scene {

namespace {

constexpr float feeder_pitch_mm = 52;

/// A fixed scatter so that a bank looks used, the same one on every run.
std::uint32_t scatter(std::uint32_t n) {
    n = (n ^ 61U) ^ (n >> 16U);
    n *= 9U;
    n ^= n >> 4U;
    n *= 0x27d4eb2dU;
    return n ^ (n >> 15U);
}

void add_gantry(Kit& kit, const MachineFrame& f, float x, float head_z) {
    const float low = f.rear + 90, high = std::min(f.front - 68, 442.0F);
    kit.span(Material::frame, {x - 62, 1120, low}, {x + 62, 1230, high}, 14);
    kit.span(Material::frame, {x - 52, 968, high - 84}, {x + 52, 1150, high - 4}, 14);
    kit.span(Material::aluminium, {x - 40, 1226, low + 20}, {x - 12, 1240, high - 20}, 4);
    kit.span(Material::aluminium, {x + 12, 1226, low + 20}, {x + 40, 1240, high - 20}, 4);
    // Head on the beam's left side.
    const float hx = x - 132;
    kit.box(Material::body, {hx, 1185, head_z}, {134, 190, 172}, 18);
    kit.box(Material::dark, {hx, 1190, head_z + 87}, {84, 80, 8}, 6);
    kit.box(Material::screen, {hx, 1205, head_z + 91}, {60, 30, 6}, 2);
    kit.box(Material::frame, {hx + 4, 1308, head_z - 20}, {74, 70, 84}, 12);
    kit.disc(Material::dark, {hx, 1084, head_z}, 62, 26, 6);
    for (int n = 0; n < 12; ++n) {
        const float a = 2 * pi * static_cast<float>(n) / 12;
        kit.disc(Material::aluminium, {hx + 46 * std::cos(a), 1046, head_z + 46 * std::sin(a)}, 8, 66, 2);
    }
}

void add_feeders(Kit& kit, float from, float to, float front, std::uint32_t seed) {
    const float depth = 430, back = front + 4, out = front + depth;
    // Cheeks carry shelf, trough and floor.
    WallOutline cheek;
    cheek.outline = {{back, 150}, {out, 150}, {out + 24, 560}, {front + 150, 985}, {back, 985}};
    cheek.corner_radius = 26;
    const MeshId mesh = kit.wall_mesh(cheek, 22, 7);
    kit.wall(Material::door, mesh, from + 11);
    kit.wall(Material::door, mesh, to - 11);
    kit.span(Material::dark, {from + 20, 160, back}, {to - 20, 960, back + 30}, 4);
    kit.span(Material::dark, {from + 20, 165, back}, {to - 20, 200, out - 4}, 8);
    kit.span(Material::dark, {from + 20, 560, back + 60}, {to - 20, 592, out + 8}, 8);
    kit.span(Material::frame, {from + 20, 588, out - 40}, {to - 20, 626, out + 12}, 8);
    kit.span(Material::frame, {from + 20, 944, back}, {to - 20, 978, back + 70}, 8);
    const int slots = static_cast<int>((to - from - 90) / feeder_pitch_mm);
    const float first = (from + to) / 2 - feeder_pitch_mm * static_cast<float>(slots - 1) / 2;
    // Feeders lean from the trough up to the pick line.
    const Vec3 low{0, 640, out - 50}, high{0, 968, back + 110};
    const Vec3 along = high - low;
    const Mat3 lean = rotate_x(std::atan2(along.z, along.y) * 180.0F / pi);
    const float run = length(along);
    const Mat3 upright = rotate_z(90);
    for (int i = 0; i < slots; ++i) {
        const std::uint32_t r = scatter(seed + static_cast<std::uint32_t>(i));
        const float x = first + feeder_pitch_mm * static_cast<float>(i);
        const bool empty_slot = r % 17U == 3U;
        if (!empty_slot) {
            const Material shell = r % 5U == 0U ? Material::dark : r % 5U == 1U ? Material::door : Material::frame;
            const Vec3 m = (low + high) * 0.5F;
            kit.box(shell, Part{{x, m.y, m.z}, {27, run, 92}, 6, lean});
            const auto on = [&](float t, float lift) {
                const Vec3 p = low + along * t + lean * Vec3{0, 0, lift};
                return Vec3{x, p.y, p.z};
            };
            kit.box(Material::connector, Part{on(0.10F, 50), {25, 46, 26}, 5, lean});
            kit.box(Material::body, Part{on(0.55F, 48), {11, run * 0.62F, 8}, 1, lean});
            kit.box(Material::body, Part{on(0.93F, 46), {25, 64, 20}, 4, lean});
            // The tape goes down to its reel.
            kit.box(Material::aluminium, Part{{x, 520, out - 90}, {10, 220, 4}, 1, rotate_x(-8)});
        }
        if (r % 11U != 5U && !empty_slot) {
            const float radius = r % 3U == 0U ? 165.0F : 115.0F;
            const float z = back + 215 + static_cast<float>(r % 37U);
            const float y = 206 + radius;
            kit.fine_disc(r % 4U == 1U ? Material::frame : Material::door, {x, y, z}, radius, 5, 1.5F, upright);
            kit.fine_disc(r % 4U == 1U ? Material::frame : Material::door, {x + 15, y, z}, radius, 5, 1.5F, upright);
            kit.disc(Material::dark, {x + 7.5F, y, z}, radius * 0.78F, 12, 1, upright);
            kit.disc(Material::dark, {x + 8, y, z}, radius * 0.30F, 26, 3, upright);
        }
    }
}

/// Tray drawers for odd-form parts.
void add_trays(Kit& kit, float from, float to, float front) {
    const float out = front + 390;
    kit.span(Material::body, {from, 120, front}, {to, 960, out}, 30);
    for (int i = 0; i < 8; ++i) {
        const float y = 190 + 92 * static_cast<float>(i);
        kit.span(Material::seam, {from + 44, y - 4, out - 20}, {to - 44, y + 76, out + 2}, 4);
        kit.span(Material::door, {from + 50, y, out - 20}, {to - 50, y + 70, out + 8}, 8);
        kit.box(Material::dark, {(from + to) / 2, y + 46, out + 18}, {(to - from) * 0.3F, 14, 22}, 6);
    }
}

}  // namespace

void build_placer(Kit& kit, const MachineFrame& f, bool odd_form) {
    const float length = f.size.x;
    add_base(kit, f, 2, false);
    add_cabinet(kit, f);
    // Rails that carry the gantries.
    // The one in front lies low, so that the belt is seen over it.
    const float front_rail = std::min(f.front - 110, 400.0F);
    kit.span(Material::frame, {-length / 2 + 60, 1070, f.rear + 92}, {length / 2 - 60, 1122, f.rear + 168}, 10);
    kit.span(Material::steel, {-length / 2 + 70, 1120, f.rear + 118}, {length / 2 - 70, 1132, f.rear + 142}, 3);
    kit.span(Material::frame, {-length / 2 + 60, 905, front_rail - 42}, {length / 2 - 60, 962, front_rail + 42}, 10);
    kit.span(Material::steel, {-length / 2 + 70, 958, front_rail - 12}, {length / 2 - 70, 972, front_rail + 12}, 3);
    add_gantry(kit, f, -0.20F * length + 40, 130);
    if (!odd_form) add_gantry(kit, f, 0.24F * length, -190);
    // Camera between belt and feeders.
    kit.disc(Material::dark, {0, 918, 285}, 70, 50, 8);
    kit.disc(Material::lamp, {0, 946, 285}, 46, 8, 2);
    if (odd_form) {
        add_feeders(kit, -length / 2 + 50, 30, f.front, 77);
        add_trays(kit, 60, length / 2 - 50, f.front);
    } else {
        add_feeders(kit, -length / 2 + 50, length / 2 - 50, f.front, static_cast<std::uint32_t>(length));
    }
    add_screen(kit, length / 2 - 220, f.front + 20);
}

}  // namespace glassline::scene
