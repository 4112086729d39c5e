// The line as things to draw, without a word of OpenGL: what stands where, of which material, and where names and pins
// belong. build_scene() is a pure function of the twin's state; machines are built once per LineDescription
// (StaticScene, shared) and only boards, lamps and marks anew. How to use it each frame:
//   Scene scene = build_scene(*snapshot, line, options, &previous_scene);   // when the state changed
//   Scene shown = moved(previous, scene, seconds_since_change);             // 400 ms ease of the boards
//   renderer.draw(shown, camera, viewport, theme, ...);
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "twin/twin_state.hpp"
#include "viewer/scene/camera.hpp"
#include "viewer/scene/material.hpp"
#include "viewer/scene/math.hpp"
#include "viewer/scene/mesh.hpp"

namespace glassline::scene {

inline constexpr std::size_t max_scene_stations = 64;  // of one line; more are left out and counted in stations_cut
inline constexpr std::size_t max_scene_boards = 400;   // drawn at once; more are left out and counted in boards_cut
inline constexpr double board_move_seconds = 0.4;      // LOOK.md 4

/// One primitive in the world. `half` are its half extents before rotation, `radius` that of its edges, all in m.
struct Instance {
    MeshId mesh = 0;
    Material material = Material::body;
    std::uint16_t pick = 0;  // 1 + index of its station on the line; 0: none
    Vec3 centre;
    Mat3 rotation;
    Vec3 half{1, 1, 1};
    float radius = 0;
    bool operator==(const Instance&) const = default;
};

/// The world points that labels of a station hang on, and its extent.
struct StationAnchor {
    StationId station;
    std::string name;
    std::string short_name;
    Vec3 top;     // middle of the roof: leaders and callouts end here
    Vec3 foot;    // middle of the front edge on the floor: the name stands below it
    Vec3 lamp;    // the top lamp of the stack light
    Vec3 centre;  // middle of the body: where a close-up looks
    Vec3 belt;    // middle of the belt inside
    Vec3 minimum, maximum;
    bool operator==(const StationAnchor&) const = default;
};

/// What does not move: machines, conveyors, plinth. Built once per description.
struct StaticScene {
    LineDescription description;
    bool customer = false;
    std::vector<MeshData> own_meshes;  // MeshId = first_own_mesh + index: side walls cut for this line
    std::vector<Instance> instances;   // opaque, sorted by mesh, then pick
    std::vector<Instance> glass;       // drawn last
    std::vector<StationAnchor> stations;
    std::size_t stations_cut = 0;
    Vec3 bounds_min, bounds_max;
    Vec3 plinth_min, plinth_max;
};

/// A panel as drawn.
struct Board {
    PanelId panel;
    WorkOrderId order;
    Vec3 centre;       // middle of its upper face
    Vec3 half;         // half extents, m, drawn size
    bool own = false;  // of the selected order: halo and pin
    Certainty certainty = Certainty::observed;
    std::uint16_t pick = 0;  // of the station it is in, 0 on a link
    std::uint32_t units = 1;
    bool operator==(const Board&) const = default;
};

/// Flat light frame around an own board.
struct Halo {
    Vec3 centre;
    Vec2 half;              // x, z in m
    float line_m = 0.012F;  // width of the line
    float pad_m = 0.1F;     // reach of the glow
    bool dashed = false;    // inferred: dashed and no glow
    bool operator==(const Halo&) const = default;
};

/// How one station differs from normal. Normal machines have none.
struct StationMark {
    std::uint16_t pick = 0;
    bool alarm = false;
    std::array<std::uint8_t, 3> alarm_rgb{};  // sRGB, the priority's hue
    bool stale = false;
    bool selected = false;
    bool operator==(const StationMark&) const = default;
};

/// A point of the oven's temperature sheet: where along the line, how high it stands and how bright (0 .. 1).
struct RibbonPoint {
    float x_m = 0, value = 0;
    bool operator==(const RibbonPoint&) const = default;
};

struct SceneOptions {
    WorkOrderId selected_order;            // its boards get the halo
    StationId selected_station;            // outlined in text 1
    bool close_up = false;                 // halo lines 12 mm instead of 45 mm, boards in true size with parts
    bool customer = false;                 // no foreign boards, no alarm or lamp state
    std::vector<RibbonPoint> oven_ribbon;  // measured zone temperatures, left to right; empty: none drawn
    bool operator==(const SceneOptions&) const = default;
};

struct Scene {
    std::shared_ptr<const StaticScene> statics;  // never null after build_scene
    std::vector<Instance> moving;                // boards with their parts, lit lamps
    std::vector<Board> boards;
    std::vector<Halo> halos;
    std::vector<StationMark> marks;
    std::vector<RibbonPoint> ribbon;
    float ribbon_foot_m = 1.5F;  // height and depth at which the sheet stands
    float ribbon_z_m = -0.3F;
    bool close_up = false;
    std::size_t boards_cut = 0;
};

/// The scene of one line of a state. An unknown line gives an empty scene (statics without stations). `previous`
/// lends its static part when the description is still the same.
[[nodiscard]] Scene build_scene(const TwinState& state, const LineId& line, const SceneOptions& options,
                                const Scene* previous = nullptr);

/// Machines only; what build_scene caches.
[[nodiscard]] std::shared_ptr<const StaticScene> build_static_scene(const LineDescription& line, bool customer = false);

/// `current` with boards on their way from where `previous` had them; `seconds` since the change. Boards that are new
/// stand where they are, and inferred moves are drawn as inferred. From board_move_seconds on it is `current`.
[[nodiscard]] Scene moved(const Scene& previous, const Scene& current, double seconds);

/// The station whose body a ray meets first: index on the line, or -1.
[[nodiscard]] int station_at(const StaticScene& statics, Vec3 ray_origin, Vec3 ray_direction);

/// The drawn board whose middle or pin (`pin_px` above it) is nearest to a pixel and within `reach_px`; own boards
/// first. nullptr: none.
[[nodiscard]] const Board* board_at(const Scene& scene, const Camera& camera, const Viewport& viewport, Vec2 pixel,
                                    float pin_px, float reach_px);

}  // namespace glassline::scene
