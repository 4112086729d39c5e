// The workshop machines are built in: places parts given in mm in a station's own axes (x along the line from the
// station's middle, y up from the floor, z towards the operator from the belt's middle) into a StaticScene.
#pragma once

#include <cstdint>

#include "viewer/scene/scene.hpp"

namespace glassline::scene {

inline constexpr float belt_mm = 950;      // LOOK.md: height of the belt
inline constexpr float rail_gap_mm = 300;  // between the middles of a rail pair
inline constexpr float base_top_mm = 860;

/// Full sizes and middles in mm.
struct Part {
    Vec3 middle;
    Vec3 size;
    float radius = 10;
    Mat3 turn{};
};

class Kit {
public:
    Kit(StaticScene& into, Vec3 origin_m, std::uint16_t pick) : scene_(into), origin_(origin_m), pick_(pick) {}

    /// A box with round edges; the mesh is chosen by how large the edge will be on a screen.
    void box(Material material, const Part& part);
    void box(Material material, Vec3 middle, Vec3 size, float radius = 10) {
        box(material, Part{middle, size, radius, {}});
    }
    /// A box given by its lowest and highest corner.
    void span(Material material, Vec3 low, Vec3 high, float radius = 10) {
        box(material, (low + high) * 0.5F, high - low, radius);
    }
    /// Axis y unless turned. `radius` of the cylinder, `edge` of its rim.
    void disc(Material material, Vec3 middle, float radius, float height, float edge = 4, Mat3 turn = {});
    void fine_disc(Material material, Vec3 middle, float radius, float height, float edge = 4, Mat3 turn = {});
    void glass(Vec3 middle, Vec3 size, Mat3 turn = {});
    /// Registers a wall's mesh (outline in mm) to be placed any number of times.
    MeshId wall_mesh(const WallOutline& outline_mm, float thickness_mm, float bevel_mm);
    void wall(Material material, MeshId mesh, float x_mm);

private:
    [[nodiscard]] Vec3 world(Vec3 mm) const { return origin_ + mm * 0.001F; }
    StaticScene& scene_;
    Vec3 origin_;
    std::uint16_t pick_;
};

/// What machines are made of, for machine_*.cpp. `size` is (length, height, depth) in mm.
struct MachineFrame {
    Vec3 size;
    float front = 0;  // z of the body's front and rear faces in mm; a feeder bank stands before the front
    float rear = 0;
};

/// Everything of one station except rails; `middle_z_mm` is where its foot print's middle lies relative to the belt.
void build_machine(Kit& kit, const StationDescription& station);
/// Height of the roof and z of the body's front, in mm, for anchors.
[[nodiscard]] MachineFrame frame_of(const StationDescription& station);
/// A bench for taken out panels in front of a station.
void build_bench(Kit& kit, float z_mm);
inline constexpr float bench_z_mm = 1850;
inline constexpr float bench_top_mm = 820;
/// The conveyor piece between two machines, `length_mm` long, around x = 0.
void build_link(Kit& kit, float length_mm);
/// Rail pair over a length.
void build_rails(Kit& kit, float length_mm);

/// Shelves of a buffer: height of panel n's rest in mm (0 the belt).
[[nodiscard]] inline float shelf_mm(int n) { return belt_mm + 170.0F * static_cast<float>(n); }

// ---- parts shared by machines ----
void add_base(Kit& kit, const MachineFrame& frame, int doors, bool vents);
void add_cabinet(Kit& kit, const MachineFrame& frame);
void add_stack_light(Kit& kit, float x, float y, float z);
void add_screen(Kit& kit, float x, float z);
void build_placer(Kit& kit, const MachineFrame& frame, bool odd_form);
void build_printer(Kit& kit, const MachineFrame& frame);
void build_oven(Kit& kit, const MachineFrame& frame);
void build_inspection(Kit& kit, const MachineFrame& frame, bool optical);
void build_laser(Kit& kit, const MachineFrame& frame);
void build_magazine_station(Kit& kit, const MachineFrame& frame);
void build_buffer(Kit& kit, const MachineFrame& frame);

}  // namespace glassline::scene
