// Printer, inspections, laser marker and reflow oven.
#include <algorithm>
#include <cmath>

#include "viewer/scene/kit.hpp"

namespace glassline::scene {

void build_printer(Kit& kit, const MachineFrame& f) {
    const float length = f.size.x;
    add_base(kit, f, 2, false);
    add_cabinet(kit, f);
    // Stencil in its frame above the belt.
    const float y = 1075, side = 368;
    for (const float s : {-1.0F, 1.0F}) {
        kit.box(Material::aluminium, {0, y, s * (side - 22)}, {2 * side, 38, 44}, 8);
        kit.box(Material::aluminium, {s * (side - 22), y, 0}, {44, 38, 2 * side}, 8);
        kit.box(Material::frame, {s * (side + 60), y - 20, 0}, {46, 60, f.front - f.rear - 260}, 10);
    }
    kit.box(Material::steel, {0, y - 12, 0}, {2 * side - 80, 5, 2 * side - 80}, 1);
    // Squeegee beam, blades, motor.
    kit.box(Material::frame, {0, y + 140, -40}, {2 * side + 180, 70, 96}, 16);
    kit.box(Material::body, {0, y + 150, 10}, {260, 120, 90}, 18);
    kit.disc(Material::frame, {-40, y + 240, 0}, 38, 90, 8);
    kit.disc(Material::frame, {70, y + 230, 0}, 30, 70, 8);
    for (const float z : {-30.0F, 34.0F}) {
        kit.box(Material::steel, Part{{0, y + 60, z}, {420, 96, 8}, 2, rotate_x(z < 0 ? 26.0F : -26.0F)});
        kit.box(Material::dark, {0, y + 100, z}, {440, 34, 30}, 8);
    }
    add_screen(kit, length / 2 - 240, f.front + 10);
}

void build_inspection(Kit& kit, const MachineFrame& f, bool optical) {
    const float length = f.size.x;
    add_base(kit, f, optical ? 1 : 2, false);
    add_cabinet(kit, f);
    for (const float s : {-1.0F, 1.0F}) {
        kit.span(Material::frame, {s * (length / 2 - 110) - 34, 1090, f.rear + 90},
                 {s * (length / 2 - 110) + 34, 1150, f.front - 190}, 10);
    }
    kit.box(Material::frame, {0, 1205, -60}, {length - 170, 100, 96}, 14);
    kit.box(Material::steel, {0, 1260, -60}, {length - 240, 12, 30}, 3);
    const float x = optical ? 40.0F : -90.0F;
    kit.box(Material::body, {x, 1230, 30}, {190, 240, 130}, 20);
    kit.box(Material::dark, {x, 1250, 97}, {110, 90, 8}, 6);
    kit.fine_disc(Material::dark, {x, 1092, 20}, optical ? 120.0F : 82.0F, 48, 10);
    kit.fine_disc(Material::lamp, {x, 1066, 20}, optical ? 104.0F : 66.0F, 8, 3);
    if (optical) {
        kit.disc(Material::dark, {x, 1390, 20}, 44, 90, 8);
        for (const float s : {-1.0F, 1.0F}) {
            kit.box(Material::dark, Part{{x + s * 150, 1150, 20}, {60, 110, 60}, 12, rotate_z(s * 32.0F)});
        }
    }
    add_screen(kit, length / 2 - 210, f.front + 10);
}

void build_laser(Kit& kit, const MachineFrame& f) {
    const float length = f.size.x;
    add_base(kit, f, 2, false);
    add_cabinet(kit, f);
    kit.box(Material::frame, {0, 1160, -250}, {170, 500, 130}, 16);
    kit.box(Material::body, {0, 1260, -60}, {200, 150, 420}, 20);
    kit.box(Material::dark, {0, 1160, 60}, {120, 70, 120}, 12);
    kit.disc(Material::dark, {0, 1110, 60}, 44, 50, 6);
    // Extraction unit on the roof.
    kit.box(Material::body, {-90, f.size.y + 52, f.rear + 300}, {length * 0.42F, 110, 360}, 30);
    kit.box(Material::seam, {-90, f.size.y + 60, f.rear + 481}, {length * 0.3F, 40, 6}, 3);
    add_screen(kit, length / 2 - 210, f.front + 10);
}

void build_oven(Kit& kit, const MachineFrame& f) {
    const float length = f.size.x, top = f.size.y, depth = f.front - f.rear;
    constexpr int zones = 10, heated = 8;
    add_base(kit, f, zones, true);
    const float pitch = (length - 120) / zones;
    const float hood_front = f.rear + depth * 0.66F, hood_low = 1150;
    // Ends with their tunnels.
    WallOutline outline;
    outline.outline = {{f.rear, 890},
                       {f.front, 890},
                       {f.front, 975},
                       {hood_front + 10, hood_low + 20},
                       {hood_front + 10, top - 70},
                       {f.rear, top - 70}};
    outline.corner_radius = 46;
    outline.holes = {{{-280, 912}, {280, 912}, {280, 1100}, {-280, 1100}}};
    const MeshId end = kit.wall_mesh(outline, 56, 16);
    kit.wall(Material::body, end, -length / 2 + 28);
    kit.wall(Material::body, end, length / 2 - 28);
    for (const float s : {-1.0F, 1.0F}) {
        kit.box(Material::dark, {s * (length / 2 - 4), 1118, 0}, {70, 34, 640}, 10);
    }
    // Inside: floor, back, the underside of the hoods with their nozzle plates.
    kit.span(Material::inside, {-length / 2 + 50, 882, f.rear + 20}, {length / 2 - 50, 900, f.front - 40}, 4);
    kit.span(Material::inside, {-length / 2 + 50, 890, f.rear + 10}, {length / 2 - 50, top - 120, f.rear + 60}, 6);
    kit.span(Material::body, {-length / 2 + 6, 888, f.front - 74}, {length / 2 - 6, 962, f.front + 2}, 26);
    kit.span(Material::lamp, {-length / 2 + 80, hood_low - 16, hood_front - 16},
             {length / 2 - 80, hood_low - 2, hood_front + 8}, 5);
    const Vec3 low{0, 964, f.front - 32}, high{0, hood_low + 4, hood_front - 2};
    const Vec3 along = high - low;
    const float run = scene::length(along);
    const Mat3 turn = rotate_x(std::atan2(along.z, along.y) * 180.0F / pi);
    const Vec3 middle = (low + high) * 0.5F;
    kit.glass(middle, {length - 110, run, 8}, turn);
    for (int i = 0; i <= zones; ++i) {
        const float x = -length / 2 + 60 + pitch * static_cast<float>(i);
        if (i > 0 && i < zones) kit.box(Material::body, Part{{x, middle.y, middle.z}, {30, run + 10, 26}, 9, turn});
    }
    for (int i = 0; i < zones; ++i) {
        const float x = -length / 2 + 60 + pitch * (static_cast<float>(i) + 0.5F);
        const bool cooling = i >= heated;
        const float roof = cooling ? top - 90 : top;
        kit.span(Material::body, {x - pitch / 2 + 7, hood_low, f.rear + 4}, {x + pitch / 2 - 7, roof, hood_front}, 44);
        kit.span(Material::dark, {x - pitch / 2 + 40, hood_low - 40, f.rear + 80},
                 {x + pitch / 2 - 40, hood_low + 8, hood_front - 90}, 8);
        kit.box(Material::dark, {x, (hood_low + roof) / 2 - 40, hood_front + 16}, {pitch * 0.46F, 26, 26}, 11);
        const float z = f.rear + depth * 0.36F;
        if (cooling) {
            kit.fine_disc(Material::dark, {x, roof + 10, z}, 165, 28, 10);
            kit.fine_disc(Material::frame, {x, roof + 24, z}, 120, 10, 4);
            kit.disc(Material::dark, {x, roof + 32, z}, 42, 14, 4);
        } else {
            kit.box(Material::door, {x, roof + 6, z}, {pitch * 0.60F, 16, 300}, 6);
            kit.fine_disc(Material::frame, {x, roof + 42, z}, 84, 62, 10);
            kit.disc(Material::door, {x, roof + 76, z}, 50, 10, 4);
        }
    }
    for (const int zone : {1, 7}) {
        const float x = -length / 2 + 60 + pitch * static_cast<float>(zone);
        const float z = f.rear + 170;
        kit.fine_disc(Material::door, {x, (top + 1860) / 2 - 20, z}, 100, 1860 - top + 40, 6);
        kit.fine_disc(Material::frame, {x, top + 20, z}, 136, 40, 10);
        kit.fine_disc(Material::frame, {x, 1852, z}, 126, 42, 10);
    }
    add_screen(kit, -length / 2 + 120, f.front + 24);
    add_stack_light(kit, length / 2 - 90, top - 90, f.rear + depth * 0.2F);
}

}  // namespace glassline::scene
