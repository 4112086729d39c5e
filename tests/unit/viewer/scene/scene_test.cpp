#include "viewer/scene/scene.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "viewer/scene/camera.hpp"
#include "viewer/scene/mesh.hpp"

namespace glassline::scene {
namespace {

const LineId line_id{"l"};

TwinState two_placers() {
    TwinState state;
    LineState& line = state.lines[line_id];
    line.description.id = line_id;
    double x = 0;
    for (const char* id : {"a", "b"}) {
        StationDescription s;
        s.id = StationId(id);
        s.kind = StationKind::placer;
        s.geometry = {x + 1000, 0, 2000, 1900, 1580};
        x += 2350;
        line.description.stations.push_back(s);
        line.stations[s.id];
    }
    return state;
}

void put(TwinState& state, const char* id, Place place, Certainty certainty = Certainty::observed) {
    PanelState p;
    p.id = PanelId(id);
    p.order = WorkOrderId("o");
    p.position = {std::move(place), certainty, from_micros(1)};
    state.lines[line_id].panels[p.id] = p;
}

SceneOptions own() {
    SceneOptions o;
    o.selected_order = WorkOrderId("o");
    return o;
}

}  // namespace

TEST_CASE("a panel lies in its station, on its link, or on the bench") {
    TwinState state = two_placers();
    put(state, "p1", AtStation{StationId("a")});
    Scene s = build_scene(state, line_id, own());
    REQUIRE(s.boards.size() == 1);
    CHECK(s.boards[0].centre.x == doctest::Approx(1.0));
    CHECK(s.boards[0].centre.y > 0.95F);
    CHECK_FALSE(s.halos[0].dashed);

    put(state, "p1", OnLink{StationId("a"), StationId("b")}, Certainty::inferred);
    s = build_scene(state, line_id, own(), &s);
    CHECK(s.boards[0].centre.x == doctest::Approx(2.175));
    CHECK(s.halos[0].dashed);

    state.lines[line_id].description.stations[0].rework_bench = true;
    put(state, "p1", TakenOut{StationId("a")});
    s = build_scene(state, line_id, own(), &s);
    CHECK(s.boards[0].centre.z > 1.5F);

    put(state, "p1", LeftLine{StationId("b")});
    CHECK(build_scene(state, line_id, own()).boards.empty());
}

TEST_CASE("machines are built once for a description") {
    TwinState state = two_placers();
    const Scene first = build_scene(state, line_id, own());
    put(state, "p1", AtStation{StationId("a")});
    const Scene second = build_scene(state, line_id, own(), &first);
    CHECK(first.statics == second.statics);
    state.lines[line_id].description.stations[1].geometry.x_mm += 500;
    CHECK(build_scene(state, line_id, own(), &second).statics != second.statics);
}

TEST_CASE("a customer's scene has no foreign panel, no alarm and no age of a machine") {
    TwinState state = two_placers();
    put(state, "p1", AtStation{StationId("a")});
    put(state, "p2", AtStation{StationId("b")});
    state.lines[line_id].panels[PanelId("p2")].order = WorkOrderId("other");
    Fault fault;
    fault.id = FaultId("f");
    fault.severity = FaultSeverity::alarm;
    state.lines[line_id].stations[StationId("a")].faults.push_back(fault);
    state.lines[line_id].stations[StationId("a")].state = {EquipmentClass::unscheduled_down, 5000};
    state.lines[line_id].stations[StationId("b")].online = false;
    SceneOptions o = own();
    const Scene operators = build_scene(state, line_id, o);
    CHECK(operators.boards.size() == 2);
    CHECK(operators.marks.size() == 2);
    o.customer = true;
    const Scene customers = build_scene(state, line_id, o);
    CHECK(customers.boards.size() == 1);
    CHECK(customers.marks.empty());
}

TEST_CASE("a move eases from where the panel was to where it is, and ends there") {
    TwinState state = two_placers();
    put(state, "p1", AtStation{StationId("a")});
    const Scene before = build_scene(state, line_id, own());
    put(state, "p1", AtStation{StationId("b")});
    const Scene after = build_scene(state, line_id, own(), &before);
    CHECK(moved(before, after, 0).boards[0].centre == before.boards[0].centre);
    const float half = moved(before, after, board_move_seconds / 2).boards[0].centre.x;
    CHECK(half == doctest::Approx((before.boards[0].centre.x + after.boards[0].centre.x) / 2));
    CHECK(moved(before, after, board_move_seconds).boards[0].centre == after.boards[0].centre);
}

TEST_CASE("several panels in a station do not overlap, the oldest is farthest on") {
    TwinState state = two_placers();
    state.lines[line_id].description.stations[0].kind = StationKind::reflow_oven;
    state.lines[line_id].description.stations[0].geometry.length_mm = 5000;
    for (const char* id : {"p1", "p2", "p3"}) {
        put(state, id, AtStation{StationId("a")});
        Visit v;
        v.station = StationId("a");
        v.arrived_at = from_micros(id[1] * 1000);
        state.lines[line_id].panels[PanelId(id)].visits.push_back(v);
    }
    const Scene s = build_scene(state, line_id, own());
    REQUIRE(s.boards.size() == 3);
    CHECK(s.boards[0].centre.x - s.boards[1].centre.x > 2 * s.boards[0].half.x);
    CHECK(s.boards[1].centre.x - s.boards[2].centre.x > 2 * s.boards[0].half.x);
}

TEST_CASE("the front view shows the line as wide as the style guide says") {
    const Viewport v{100, 50, 3840, 900};
    const Camera c = front_view(0, 20, v);
    CHECK(c.distance_m == 40);
    // At the target's depth the line + 1.2 m fills the width.
    const auto left = project(c, v, c.target - Vec3{10.6F, 0, 0}), right = project(c, v, c.target + Vec3{10.6F, 0, 0});
    REQUIRE(left.has_value());
    CHECK(left->x == doctest::Approx(100).epsilon(0.01));
    CHECK(right->x == doctest::Approx(3940).epsilon(0.01));
    CHECK(pixels_per_metre(c, v) == doctest::Approx(3840 / 21.2).epsilon(0.01));
    CHECK_FALSE(project(c, v, eye_of(c) + (eye_of(c) - c.target)).has_value());
}

TEST_CASE("replay and customer views hold the whole line at any shape of window") {
    for (const Viewport v : {Viewport{0, 0, 1336, 474}, Viewport{0, 0, 800, 900}, Viewport{0, 0, 390, 700}}) {
        for (const Camera& c : {replay_view(0, 24, v), customer_view(0, 24, v), front_view(0, 24, v)}) {
            CHECK(c.elevation_deg >= 15);
            CHECK(c.fov_y_deg <= 26);
            for (const float x : {0.0F, 24.0F}) {
                const auto p = project(c, v, {x, 0.9F, 0});
                REQUIRE(p.has_value());
                CHECK(p->x >= 0);
                CHECK(p->x <= static_cast<float>(v.width));
                CHECK(p->y >= 0);
                CHECK(p->y <= static_cast<float>(v.height));
            }
        }
    }
}

TEST_CASE("a click on a machine's picture finds the machine") {
    const TwinState state = two_placers();
    const Scene s = build_scene(state, line_id, own());
    const Viewport v{0, 0, 1200, 500};
    const Camera c = front_view(s.statics->bounds_min.x, s.statics->bounds_max.x, v);
    for (int i = 0; i < 2; ++i) {
        const auto p = project(c, v, s.statics->stations[static_cast<std::size_t>(i)].centre);
        const Ray ray = ray_through(c, v, *p);
        CHECK(station_at(*s.statics, ray.origin, ray.direction) == i);
    }
    const Ray sky = ray_through(c, v, {600, 2});
    CHECK(station_at(*s.statics, sky.origin, sky.direction) == -1);
}

TEST_CASE("meshes are closed: every edge is shared by triangles on both sides") {
    // Volume by the divergence theorem says at once whether faces are missing or turned.
    const auto volume = [](const MeshData& m, Vec3 half, float radius) {
        double sum = 0;
        for (std::size_t i = 0; i < m.indices.size(); i += 3) {
            const auto at = [&](std::size_t k) {
                const MeshVertex& vertex = m.vertices[m.indices[i + k]];
                const Vec3 inner = half - Vec3{radius, radius, radius};
                return Vec3{vertex.corner.x * inner.x, vertex.corner.y * inner.y, vertex.corner.z * inner.z} +
                       vertex.normal * radius;
            };
            sum += static_cast<double>(dot(at(0), cross(at(1), at(2)))) / 6;
        }
        return sum;
    };
    CHECK(volume(make_rounded_box(1), {1, 2, 3}, 0) == doctest::Approx(48));
    CHECK(volume(make_rounded_box(4), {1, 2, 3}, 0.01F) == doctest::Approx(48).epsilon(0.01));
    CHECK(volume(make_cylinder(64), {1, 1, 1}, 0.001F) == doctest::Approx(2 * pi).epsilon(0.01));
    WallOutline wall;
    wall.outline = {{-1, 0}, {1, 0}, {1, 1}, {0, 2}, {-1, 2}};
    wall.corner_radius = 0;
    wall.holes = {{{-0.5F, 0.4F}, {0.5F, 0.4F}, {0.5F, 0.8F}, {-0.5F, 0.8F}}};
    // Outline 3.5, hole 0.4 square metres; 0.1 thick. Walls are placed as they are: half 1, radius 0.
    CHECK(volume(make_wall(wall, 0.1F, 0.001F), {1, 1, 1}, 0) == doctest::Approx(0.31).epsilon(0.02));
}

}  // namespace glassline::scene
