#include "viewer/scene/kit.hpp"

#include <algorithm>

namespace glassline::scene {

void Kit::box(Material material, const Part& part) {
    const float smallest = std::min({part.size.x, part.size.y, part.size.z});
    const float radius = std::min(part.radius, smallest * 0.49F);
    Instance i;
    i.mesh = radius >= 20 ? rounded_box : radius >= 2 ? bevelled_box : plain_box;
    i.material = material;
    i.pick = pick_;
    i.centre = world(part.middle);
    i.rotation = part.turn;
    i.half = part.size * 0.0005F;
    i.radius = i.mesh == plain_box ? 0 : radius * 0.001F;
    scene_.instances.push_back(i);
}

void Kit::disc(Material material, Vec3 middle, float radius, float height, float edge, Mat3 turn) {
    Instance i{radius < 26 ? thin_cylinder : cylinder,
               material,
               pick_,
               world(middle),
               turn,
               Vec3{radius, height / 2, radius} * 0.001F,
               std::min({edge, height * 0.45F, radius * 0.9F}) * 0.001F};
    scene_.instances.push_back(i);
}

void Kit::fine_disc(Material material, Vec3 middle, float radius, float height, float edge, Mat3 turn) {
    disc(material, middle, radius, height, edge, turn);
    scene_.instances.back().mesh = fine_cylinder;
}

void Kit::glass(Vec3 middle, Vec3 size, Mat3 turn) {
    scene_.glass.push_back({plain_box, Material::glass, pick_, world(middle), turn, size * 0.0005F, 0});
}

MeshId Kit::wall_mesh(const WallOutline& outline_mm, float thickness_mm, float bevel_mm) {
    WallOutline m = outline_mm;
    m.corner_radius *= 0.001F;
    for (Vec2& p : m.outline) p = p * 0.001F;
    for (auto& hole : m.holes) {
        for (Vec2& p : hole) p = p * 0.001F;
    }
    scene_.own_meshes.push_back(make_wall(m, thickness_mm * 0.001F, bevel_mm * 0.001F));
    return static_cast<MeshId>(first_own_mesh + scene_.own_meshes.size() - 1);
}

void Kit::wall(Material material, MeshId mesh, float x_mm) {
    scene_.instances.push_back({mesh, material, pick_, world({x_mm, 0, 0}), {}, {1, 1, 1}, 0});
}

}  // namespace glassline::scene
