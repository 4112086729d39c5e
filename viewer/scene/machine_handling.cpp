// Loader, unloader, buffer and the bench.
#include <algorithm>

#include "viewer/scene/kit.hpp"

namespace glassline::scene {

void build_magazine_station(Kit& kit, const MachineFrame& f) {
    const float length = f.size.x, top = f.size.y, depth = f.front - f.rear, mid = (f.front + f.rear) / 2;
    for (const float x : {-length / 2 + 120, length / 2 - 120}) {
        for (const float z : {f.rear + 100, f.front - 90}) {
            kit.disc(Material::dark, {x, 62, z}, 22, 100, 2);
            kit.disc(Material::dark, {x, 14, z}, 58, 26, 8);
        }
    }
    kit.box(Material::dark, {0, 92, mid}, {length - 140, 100, depth - 140}, 8);
    kit.box(Material::body, {0, 275, mid}, {length, 310, depth}, 38);
    for (const float s : {-1.0F, 1.0F}) {
        const float w = length / 2 - 60;
        kit.box(Material::seam, {s * (w / 2 + 8), 275, f.front - 8}, {w + 9, 239, 22}, 8);
        kit.box(Material::door, {s * (w / 2 + 8), 275, f.front - 2}, {w, 230, 22}, 8);
        kit.box(Material::dark, {s * 70, 300, f.front + 22}, {20, 120, 20}, 9);
        for (const float z : {f.rear + 34, f.front - 34}) {
            kit.box(Material::body, {s * (length / 2 - 34), (430 + top) / 2, z}, {60, top - 440, 60}, 16);
        }
    }
    kit.span(Material::inside, {-length / 2 + 40, 430, f.rear + 10}, {length / 2 - 40, top - 40, f.rear + 50}, 6);
    kit.span(Material::body, {-length / 2, top - 96, f.rear}, {length / 2, top, f.front}, 42);
    kit.box(Material::body, {0, top + 2, mid}, {length - 180, 26, depth - 158}, 10);
    kit.box(Material::lamp, {0, top - 104, f.front - 60}, {length - 220, 14, 24}, 5);
    kit.span(Material::frame, {-length / 2 + 60, 428, f.rear + 60}, {length / 2 - 60, 470, f.front - 50}, 8);
    // Two magazines, panels in their slots.
    for (const float x : {-length * 0.22F, length * 0.22F}) {
        const float w = 400, low = 480, high = top - 210;
        for (const float s : {-1.0F, 1.0F}) {
            kit.span(Material::dark, {x + s * (w / 2) - 14, low, -190}, {x + s * (w / 2) + 14, high, 190}, 6);
        }
        kit.span(Material::dark, {x - w / 2, low, -190}, {x + w / 2, low + 26, 190}, 6);
        kit.span(Material::dark, {x - w / 2, high - 26, -190}, {x + w / 2, high, 190}, 6);
        kit.span(Material::seam, {x - w / 2 + 10, low, -190}, {x + w / 2 - 10, high, -170}, 4);
        const int slots = static_cast<int>((high - low - 90) / 46);
        for (int i = 0; i < slots; ++i) {
            const float y = low + 60 + 46 * static_cast<float>(i);
            kit.box(Material::frame, {x, y, 0}, {w - 40, 5, 340}, 1);
        }
    }
    add_stack_light(kit, length / 2 - 100, top, f.rear + depth * 0.5F);
}

void build_buffer(Kit& kit, const MachineFrame& f) {
    const float length = f.size.x, top = f.size.y, depth = f.front - f.rear;
    add_base(kit, f, 2, false);
    WallOutline outline;
    outline.outline = {{f.rear, 890}, {f.front, 890}, {f.front, top}, {f.rear, top}};
    outline.corner_radius = 50;
    outline.holes = {{{-240, 915}, {240, 915}, {240, 1060}, {-240, 1060}}};
    const MeshId side = kit.wall_mesh(outline, 42, 14);
    kit.wall(Material::body, side, -length / 2 + 21);
    kit.wall(Material::body, side, length / 2 - 21);
    kit.span(Material::inside, {-length / 2 + 40, 890, f.rear + 8}, {length / 2 - 40, top - 60, f.rear + 44}, 6);
    kit.span(Material::body, {-length / 2, top - 84, f.rear}, {length / 2, top, f.front}, 40);
    kit.span(Material::body, {-length / 2 + 6, 888, f.front - 60}, {length / 2 - 6, 940, f.front}, 18);
    kit.span(Material::inside, {-length / 2 + 40, 882, f.rear + 20}, {length / 2 - 40, 900, f.front - 40}, 4);
    kit.box(Material::lamp, {0, top - 92, f.front - 50}, {length - 160, 14, 24}, 5);
    for (int n = 1; n <= 4; ++n) {
        for (const float z : {-165.0F, 165.0F}) {
            kit.box(Material::aluminium, {0, shelf_mm(n) - 14, z}, {length - 180, 22, 50}, 5);
        }
    }
    for (const float x : {-length / 2 + 90, length / 2 - 90}) {
        kit.box(Material::frame, {x, 1320, f.rear + 110}, {50, 780, 50}, 10);
    }
    add_stack_light(kit, length / 2 - 90, top, f.rear + depth * 0.5F);
    add_screen(kit, length / 2 - 150, f.front + 10);
}

void build_bench(Kit& kit, float z) {
    constexpr float length = 1500, depth = 750;
    kit.box(Material::door, {0, bench_top_mm - 24, z}, {length, 48, depth}, 16);
    for (const float x : {-length / 2 + 50, length / 2 - 50}) {
        kit.box(Material::frame, {x, 400, z - depth / 2 + 70}, {52, 760, 52}, 12);
        kit.box(Material::frame, {x, 400, z + depth / 2 - 70}, {52, 760, 52}, 12);
        kit.box(Material::frame, {x, 30, z}, {52, 44, depth - 60}, 12);
        kit.box(Material::frame, {x, 1110, z - depth / 2 + 40}, {44, 620, 44}, 10);
    }
    kit.box(Material::frame, {0, 1200, z - depth / 2 + 40}, {length - 100, 40, 36}, 8);
    kit.box(Material::door, {0, 1400, z - depth / 2 + 150}, {length, 34, 330}, 12);
    kit.box(Material::lamp, {0, 1378, z - depth / 2 + 250}, {length - 300, 12, 40}, 4);
    // Drawers below the right half.
    kit.box(Material::body, {430, 500, z + 20}, {430, 560, 560}, 24);
    for (int i = 0; i < 3; ++i) {
        const float y = 330 + 175 * static_cast<float>(i);
        kit.box(Material::door, {430, y, z + 298}, {380, 160, 16}, 8);
        kit.box(Material::dark, {430, y + 40, z + 316}, {130, 18, 20}, 8);
    }
    // Ring lamp on its arm, soldering station.
    kit.disc(Material::dark, {-560, 860, z - 230}, 60, 30, 8);
    kit.box(Material::frame, {-560, 1010, z - 230}, {26, 300, 26}, 8);
    kit.box(Material::frame, Part{{-470, 1170, z - 150}, {240, 24, 24}, 8, rotate_y(40)});
    kit.fine_disc(Material::body, {-370, 1150, z - 60}, 110, 34, 10);
    kit.fine_disc(Material::lamp, {-370, 1131, z - 60}, 96, 6, 2);
    kit.box(Material::dark, {480, 885, z - 180}, {190, 130, 180}, 16);
    kit.box(Material::screen, {480, 900, z - 88}, {120, 50, 6}, 3);
}

}  // namespace glassline::scene
