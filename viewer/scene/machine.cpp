// What every cabinet has, and which model a station kind gets. Sizes are LOOK.md's where a line file has none.
#include <algorithm>
#include <cmath>

#include "viewer/scene/kit.hpp"

namespace glassline::scene {

namespace {

Vec3 usual_size(StationKind kind) {  // length, height, depth
    switch (kind) {
        case StationKind::loader:
        case StationKind::unloader:
            return {1500, 1560, 950};
        case StationKind::laser_marker:
            return {1200, 1500, 1100};
        case StationKind::printer:
            return {1700, 1520, 1550};
        case StationKind::paste_inspection:
            return {1100, 1550, 1250};
        case StationKind::buffer:
            return {1300, 1780, 780};
        case StationKind::placer:
            return {2000, 1580, 1900};
        case StationKind::odd_form_placer:
            return {1700, 1620, 1700};
        case StationKind::reflow_oven:
            return {5000, 1440, 1350};
        case StationKind::optical_inspection:
            return {1200, 1600, 1350};
        case StationKind::other:
            break;
    }
    return {1200, 1500, 1200};
}

constexpr float feeder_depth_mm = 480;

}  // namespace

MachineFrame frame_of(const StationDescription& s) {
    const Vec3 usual = usual_size(s.kind);
    const auto or_usual = [](double given, float other, float low, float high) {
        return given > 0 ? std::clamp(static_cast<float>(given), low, high) : other;
    };
    MachineFrame f;
    f.size = {or_usual(s.geometry.length_mm, usual.x, 300, 20000), or_usual(s.geometry.height_mm, usual.y, 1200, 2600),
              or_usual(s.geometry.depth_mm, usual.z, 500, 4000)};
    const float middle = -static_cast<float>(s.geometry.y_mm);
    f.front = middle + f.size.z / 2;
    f.rear = middle - f.size.z / 2;
    if (s.kind == StationKind::placer || s.kind == StationKind::odd_form_placer) f.front -= feeder_depth_mm;
    // The belt has to run through the body whatever a line file says of its place.
    f.front = std::max(f.front, 330.0F);
    f.rear = std::min(f.rear, -330.0F);
    return f;
}

void add_stack_light(Kit& kit, float x, float y, float z) {
    kit.disc(Material::dark, {x, y + 6, z}, 34, 14);
    kit.disc(Material::dark, {x, y + 80, z}, 14, 150, 2);
    for (int i = 0; i < 3; ++i) {
        kit.disc(Material::grey_lamp, {x, y + 190 + 66 * static_cast<float>(i), z}, 36, 62, 8);
    }
    kit.disc(Material::dark, {x, y + 366, z}, 38, 22, 8);
}

void add_screen(Kit& kit, float x, float z) {
    kit.box(Material::dark, {x, 940, z}, {46, 300, 40}, 12);
    const Mat3 lean = rotate_x(-16) * rotate_y(-12);
    const Vec3 middle{x, 1130, z + 22};
    const auto face = [&](float dx, float dy, float dz) { return middle + lean * Vec3{dx, dy, dz}; };
    kit.box(Material::dark, Part{middle, {380, 250, 40}, 14, lean});
    kit.box(Material::screen, Part{face(0, 0, 20), {350, 220, 6}, 2, lean});
    kit.box(Material::frame, Part{face(-30, 42, 23), {220, 14, 4}, 1, lean});
    kit.box(Material::frame, Part{face(10, 2, 23), {250, 14, 4}, 1, lean});
}

void add_base(Kit& kit, const MachineFrame& f, int doors, bool vents) {
    const float length = f.size.x, depth = f.front - f.rear, mid = (f.front + f.rear) / 2;
    const int feet = std::max(2, static_cast<int>(std::lround(length / 1100)) + 1);
    for (int i = 0; i < feet; ++i) {
        const float x = -length / 2 + 130 + (length - 260) * static_cast<float>(i) / static_cast<float>(feet - 1);
        for (const float z : {f.rear + 110, f.front - 90}) {
            kit.disc(Material::dark, {x, 62, z}, 22, 100, 2);
            kit.disc(Material::dark, {x, 14, z}, 58, 26, 8);
        }
    }
    kit.box(Material::dark, {0, 92, mid}, {length - 150, 100, depth - 150}, 8);
    kit.box(Material::body, {0, 490, mid}, {length, 740, depth}, 38);
    const float pitch = (length - 90) / static_cast<float>(doors);
    for (int i = 0; i < doors; ++i) {
        const float x = -length / 2 + 45 + pitch * (static_cast<float>(i) + 0.5F);
        const float w = pitch - 16;
        kit.box(Material::seam, {x, 488, f.front - 8}, {w + 12, 656, 22}, 10);
        kit.box(Material::door, {x, 488, f.front - 2}, {w, 644, 22}, 10);
        // Handles of a pair of doors look at each other.
        const float side = (i % 2 == 0) == (doors > 1) ? 1.0F : -1.0F;
        kit.box(Material::dark, {x + side * (w / 2 - 62), 600, f.front + 26}, {20, 180, 20}, 9);
        kit.box(Material::dark, {x + side * (w / 2 - 62), 530, f.front + 12}, {14, 16, 26}, 4);
        kit.box(Material::dark, {x + side * (w / 2 - 62), 670, f.front + 12}, {14, 16, 26}, 4);
        if (vents) {
            for (int v = 0; v < 6; ++v) {
                kit.box(Material::seam, {x - side * w * 0.10F, 235 + 26 * static_cast<float>(v), f.front + 6},
                        {w * 0.5F, 11, 12}, 5);
            }
        }
    }
    // Shadow gap, then the deck the cell stands on.
    kit.box(Material::seam, {0, 875, mid}, {length - 60, 40, depth - 60}, 4);
}

void add_cabinet(Kit& kit, const MachineFrame& f) {
    const float length = f.size.x, top = f.size.y, depth = f.front - f.rear;
    const float roof_front = f.rear + depth * 0.60F;
    const float wall = 46;
    WallOutline outline;
    outline.outline = {{f.rear, 890}, {f.front, 890}, {f.front, 985}, {roof_front + 26, top}, {f.rear, top}};
    outline.corner_radius = 62;
    outline.holes = {{{-240, 915}, {240, 915}, {240, 1130}, {-240, 1130}}};
    const MeshId side = kit.wall_mesh(outline, wall, 15);
    kit.wall(Material::body, side, -length / 2 + wall / 2);
    kit.wall(Material::body, side, length / 2 - wall / 2);
    // Roof over the rear 60 %, with an inset plate and two fans.
    kit.span(Material::body, {-length / 2, top - 88, f.rear}, {length / 2, top, roof_front + 26}, 44);
    const float rz = (f.rear + roof_front) / 2, rd = roof_front - f.rear - 130;
    kit.box(Material::body, {0, top + 2, rz}, {length - 180, 26, rd}, 10);
    for (const float x : {-0.28F, 0.16F}) {
        kit.fine_disc(Material::dark, {x * length, top + 22, rz - 40}, 112, 22, 8);
        kit.disc(Material::frame, {x * length, top + 34, rz - 40}, 40, 10, 4);
    }
    // Rear wall, deck, front sill.
    kit.span(Material::inside, {-length / 2 + wall, 890, f.rear + 10}, {length / 2 - wall, top - 60, f.rear + 60}, 8);
    kit.span(Material::inside, {-length / 2 + wall, 882, f.rear + 20}, {length / 2 - wall, 900, f.front - 40}, 4);
    kit.span(Material::body, {-length / 2 + 6, 888, f.front - 78}, {length / 2 - 6, 966, f.front + 2}, 26);
    kit.span(Material::inside, {-length / 2 + wall, top - 120, f.rear + 60}, {length / 2 - wall, top - 86, roof_front},
             6);
    // Lamp strip below the roof's edge.
    kit.box(Material::lamp, {0, top - 97, roof_front + 2}, {length - 150, 16, 26}, 6);
    // Slanted glass with a bar and a middle post.
    const Vec3 low{0, 968, f.front - 34}, high{0, top - 74, roof_front + 10};
    const Vec3 along = high - low;
    const float slant = std::atan2(along.z, along.y) * 180.0F / pi;
    const Mat3 turn = rotate_x(slant);
    const Vec3 middle = (low + high) * 0.5F;
    const float run = scene::length(along);
    kit.glass(middle, {length - 2 * wall - 6, run, 8}, turn);
    kit.box(Material::body, Part{middle, {24, run, 16}, 6, turn});
    kit.box(Material::dark,
            Part{low + along * 0.13F + turn * Vec3{0, 0, 20}, {std::min(300.0F, length * 0.2F), 22, 22}, 9, turn});
    add_stack_light(kit, length / 2 - 90, top, f.rear + depth * 0.46F);
}

void build_rails(Kit& kit, float length) {
    for (const float side : {-1.0F, 1.0F}) {
        const float z = side * rail_gap_mm / 2;
        kit.box(Material::frame, {0, belt_mm - 20, z}, {length, 58, 36}, 6);
        kit.box(Material::steel, {0, belt_mm + 11, z + side * 8}, {length, 8, 14}, 2);
        kit.box(Material::belt, {0, belt_mm - 4, z - side * 23}, {length, 10, 12}, 2);
    }
}

void build_link(Kit& kit, float length) {
    if (length < 60) return;
    const float body = length - 24;
    for (const float side : {-1.0F, 1.0F}) {
        kit.box(Material::body, {0, 868, side * 176}, {body, 120, 26}, 10);
    }
    for (int i = 0; i < 2; ++i) {
        kit.box(Material::frame, {(i == 0 ? -0.36F : 0.36F) * body, 850, 0}, {26, 50, 330}, 6);
    }
    const int feet = length > 1400 ? 2 : 1;
    for (int i = 0; i < feet; ++i) {
        const float x = feet == 1 ? 0 : (i == 0 ? -0.36F : 0.36F) * length;
        kit.box(Material::frame, {x, 440, 0}, {100, 780, 150}, 14);
        kit.box(Material::dark, {x, 24, 0}, {210, 32, 430}, 10);
        kit.box(Material::frame, {x, 815, 0}, {150, 30, 330}, 8);
    }
}

void build_machine(Kit& kit, const StationDescription& s) {
    const MachineFrame f = frame_of(s);
    switch (s.kind) {
        case StationKind::loader:
        case StationKind::unloader:
            return build_magazine_station(kit, f);
        case StationKind::laser_marker:
            return build_laser(kit, f);
        case StationKind::printer:
            return build_printer(kit, f);
        case StationKind::paste_inspection:
            return build_inspection(kit, f, false);
        case StationKind::optical_inspection:
            return build_inspection(kit, f, true);
        case StationKind::buffer:
            return build_buffer(kit, f);
        case StationKind::placer:
            return build_placer(kit, f, false);
        case StationKind::odd_form_placer:
            return build_placer(kit, f, true);
        case StationKind::reflow_oven:
            return build_oven(kit, f);
        case StationKind::other:
            break;
    }
    add_base(kit, f, 2, false);
    add_cabinet(kit, f);
    add_screen(kit, f.size.x / 2 - 230, f.front + 10);
}

}  // namespace glassline::scene
