#include "viewer/scene/scene.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "twin/alarms/alarms.hpp"
#include "viewer/scene/boards.hpp"
#include "viewer/scene/kit.hpp"

namespace glassline::scene {

namespace {

std::array<std::uint8_t, 3> hue_of(AlarmPriority priority) {  // LOOK.md 1
    switch (priority) {
        case AlarmPriority::a:
            return {0xD5, 0x5E, 0x00};
        case AlarmPriority::b:
            return {0xE6, 0x9F, 0x00};
        case AlarmPriority::c:
            return {0xF0, 0xE4, 0x42};
        case AlarmPriority::d:
            break;
    }
    return {0xCC, 0x79, 0xA7};
}

StationAnchor anchor_of(const StationDescription& s) {
    const MachineFrame f = frame_of(s);
    const auto x = static_cast<float>(s.geometry.x_mm / 1000);
    const float top = f.size.y / 1000, half = f.size.x / 2000;
    const bool feeders = s.kind == StationKind::placer || s.kind == StationKind::odd_form_placer;
    StationAnchor a;
    a.station = s.id;
    a.name = s.name;
    a.short_name = s.short_name.empty() ? s.name : s.short_name;
    a.minimum = {x - half, 0, f.rear / 1000};
    a.maximum = {x + half, top, f.front / 1000 + (feeders ? 0.45F : 0.0F)};
    a.centre = {x, top / 2, (a.minimum.z + a.maximum.z) / 2};
    a.top = {x, top, (f.rear * 0.7F + f.front * 0.3F) / 1000};
    a.foot = {x, 0, a.maximum.z};
    a.belt = {x, belt_mm / 1000, 0};
    a.lamp = {x + half - 0.09F, top + 0.322F, (f.rear + (f.front - f.rear) * 0.46F) / 1000};
    if (s.kind == StationKind::reflow_oven)
        a.lamp = {x + half - 0.09F, top - 0.09F + 0.322F, (f.rear + (f.front - f.rear) * 0.2F) / 1000};
    if (s.kind == StationKind::loader || s.kind == StationKind::unloader) a.lamp.x = x + half - 0.1F;
    if (s.kind == StationKind::loader || s.kind == StationKind::unloader || s.kind == StationKind::buffer) {
        a.lamp.z = (f.rear + f.front) / 2000;
    }
    return a;
}

}  // namespace

std::shared_ptr<const StaticScene> build_static_scene(const LineDescription& line, bool customer) {
    auto out = std::make_shared<StaticScene>();
    out->description = line;
    out->customer = customer;
    const std::size_t count = std::min(line.stations.size(), max_scene_stations);
    out->stations_cut = line.stations.size() - count;
    Vec3 low{std::numeric_limits<float>::max(), 0, -0.8F}, high{std::numeric_limits<float>::lowest(), 1.9F, 0.8F};
    for (std::size_t i = 0; i < count; ++i) {
        const StationDescription& s = line.stations[i];
        const auto pick = static_cast<std::uint16_t>(i + 1);
        const StationAnchor a = anchor_of(s);
        const Vec3 origin{a.belt.x, 0, 0};
        Kit kit(*out, origin, pick);
        build_machine(kit, s);
        if (s.rework_bench) {
            Kit beside(*out, origin, 0);  // no part of the machine: neither outlined nor greyed with it
            build_bench(beside, bench_z_mm);
        }
        build_rails(kit, s.kind == StationKind::loader || s.kind == StationKind::unloader ? frame_of(s).size.x - 160
                                                                                          : frame_of(s).size.x);
        low = {std::min(low.x, a.minimum.x), 0, std::min(low.z, a.minimum.z)};
        high = {std::max(high.x, a.maximum.x), std::max(high.y, a.lamp.y + 0.06F),
                std::max(high.z, s.rework_bench ? (bench_z_mm + 375) / 1000 : a.maximum.z)};
        out->stations.push_back(a);
    }
    for (std::size_t i = 0; i + 1 < count; ++i) {
        const float from = out->stations[i].maximum.x, to = out->stations[i + 1].minimum.x;
        if (to - from < 0.02F) continue;
        Kit kit(*out, {(from + to) / 2, 0, 0}, 0);
        build_link(kit, (to - from) * 1000);
        build_rails(kit, (to - from) * 1000 + 90);
    }
    if (count == 0) low = {-1, 0, -1}, high = {1, 1.9F, 1};
    out->bounds_min = low;
    out->bounds_max = high;
    out->plinth_min = {low.x, 0, -1.3F};
    out->plinth_max = {high.x, 0, 2.75F};
    std::stable_sort(out->instances.begin(), out->instances.end(), [](const Instance& a, const Instance& b) {
        return a.mesh != b.mesh ? a.mesh < b.mesh : a.pick < b.pick;
    });
    return out;
}

Scene build_scene(const TwinState& state, const LineId& line_id, const SceneOptions& options, const Scene* previous) {
    Scene scene;
    scene.close_up = options.close_up;
    const auto found = state.lines.find(line_id);
    static const LineState no_line;
    const LineState& line = found == state.lines.end() ? no_line : found->second;
    if (previous != nullptr && previous->statics && previous->statics->customer == options.customer &&
        previous->statics->description == line.description) {
        scene.statics = previous->statics;
    } else {
        scene.statics = build_static_scene(line.description, options.customer);
    }
    const auto& stations = scene.statics->stations;
    scene.marks.resize(stations.size());
    for (std::size_t i = 0; i < stations.size(); ++i) {
        StationMark& mark = scene.marks[i];
        mark.pick = static_cast<std::uint16_t>(i + 1);
        if (options.customer) continue;
        mark.selected = stations[i].station == options.selected_station;
        const auto s = line.stations.find(stations[i].station);
        mark.stale = s != line.stations.end() && !s->second.online;
    }
    if (!options.customer && found != state.lines.end()) {
        const auto alarms = active_alarms_of(state, line_id);
        for (auto a = alarms.rbegin(); a != alarms.rend(); ++a) {  // the most urgent is written last
            const int i = line.description.index_of(a->station);
            if (i < 0 || static_cast<std::size_t>(i) >= scene.marks.size()) continue;
            scene.marks[static_cast<std::size_t>(i)].alarm = true;
            scene.marks[static_cast<std::size_t>(i)].alarm_rgb = hue_of(a->priority);
        }
    }
    scene.marks.erase(std::remove_if(scene.marks.begin(), scene.marks.end(),
                                     [](const StationMark& m) { return !m.alarm && !m.stale && !m.selected; }),
                      scene.marks.end());
    for (std::size_t i = 0; i < stations.size(); ++i) {
        if (line.description.stations[i].kind != StationKind::reflow_oven || options.customer) continue;
        scene.ribbon = options.oven_ribbon;
        scene.ribbon_foot_m = stations[i].maximum.y - 0.05F;
        scene.ribbon_z_m = stations[i].minimum.z + 0.25F;
        break;
    }
    place_boards(scene, line, options);
    dress(scene);
    return scene;
}

Scene moved(const Scene& previous, const Scene& current, double seconds) {
    if (seconds >= board_move_seconds || previous.close_up != current.close_up) return current;
    Scene out = current;
    const auto t = static_cast<float>(std::clamp(seconds / board_move_seconds, 0.0, 1.0));
    const float e = t < 0.5F ? 2 * t * t : 1 - 2 * (1 - t) * (1 - t);
    bool any = false;
    for (Board& b : out.boards) {
        for (const Board& was : previous.boards) {
            if (!(was.panel == b.panel) || was.centre == b.centre) continue;
            b.centre = was.centre + (b.centre - was.centre) * e;
            any = true;
        }
    }
    if (any) dress(out);
    return out;
}

int station_at(const StaticScene& statics, Vec3 origin, Vec3 direction) {
    int best = -1;
    float nearest = std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < statics.stations.size(); ++i) {
        const StationAnchor& a = statics.stations[i];
        float enter = 0, leave = std::numeric_limits<float>::max();
        const std::array<std::array<float, 4>, 3> slabs{{{origin.x, direction.x, a.minimum.x, a.maximum.x},
                                                         {origin.y, direction.y, a.minimum.y, a.maximum.y},
                                                         {origin.z, direction.z, a.minimum.z, a.maximum.z}}};
        for (const auto& [o, d, low, high] : slabs) {
            if (std::abs(d) < 1e-9F) {
                if (o < low || o > high) leave = -1;
                continue;
            }
            const float t0 = (low - o) / d, t1 = (high - o) / d;
            enter = std::max(enter, std::min(t0, t1));
            leave = std::min(leave, std::max(t0, t1));
        }
        if (enter <= leave && enter < nearest) {
            nearest = enter;
            best = static_cast<int>(i);
        }
    }
    return best;
}

const Board* board_at(const Scene& scene, const Camera& camera, const Viewport& viewport, Vec2 pixel, float pin_px,
                      float reach_px) {
    const Board* best = nullptr;
    float nearest = reach_px;
    for (const Board& board : scene.boards) {
        const auto at = project(camera, viewport, board.centre);
        if (!at) continue;
        const float across = std::abs(at->x - pixel.x);
        const float head = board.own ? std::abs(at->y - pin_px - pixel.y) : reach_px;
        const float down = std::min(std::abs(at->y - pixel.y), head);
        const float distance = std::max(across, down) + (board.own ? 0.0F : reach_px * 0.25F);
        if (distance < nearest) {
            nearest = distance;
            best = &board;
        }
    }
    return best;
}

}  // namespace glassline::scene
