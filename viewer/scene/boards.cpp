#include "viewer/scene/boards.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "viewer/scene/kit.hpp"

namespace glassline::scene {

namespace {

constexpr float wall_scale = 1.4F;  // LOOK.md: panels are drawn larger in L1 and L2
constexpr std::size_t boards_with_parts = 60;
constexpr float thickness_m = 0.004F;

struct Waiting {
    const PanelState* panel = nullptr;
    Instant since{};
};

Instant arrival_of(const PanelState& p) { return p.visits.empty() ? p.position.since : p.visits.back().arrived_at; }

Instance part(Material material, Vec3 centre, Vec3 size, float radius, std::uint16_t pick) {
    Instance i;
    const float smallest = std::min({size.x, size.y, size.z});
    i.mesh = radius > 0 ? bevelled_box : plain_box;
    i.radius = std::min(radius, smallest * 0.45F);
    i.material = material;
    i.pick = pick;
    i.centre = centre;
    i.half = size * 0.5F;
    return i;
}

/// One unit's parts: (x, z) in parts of its extent from -0.5, sizes likewise, height in mm.
struct UnitPart {
    Material material;
    float x, z, w, d, height_mm;
};
constexpr std::array<UnitPart, 34> unit_parts{{
    {Material::chip, -0.10F, -0.02F, 0.34F, 0.36F, 6},      {Material::chip, 0.22F, -0.30F, 0.20F, 0.20F, 6},
    {Material::chip, 0.30F, 0.22F, 0.13F, 0.34F, 5},        {Material::chip, 0.19F, 0.34F, 0.13F, 0.12F, 5},
    {Material::connector, -0.36F, 0.36F, 0.15F, 0.17F, 11}, {Material::frame, -0.38F, -0.36F, 0.11F, 0.13F, 8},
    {Material::capacitor, 0.16F, -0.10F, 0.035F, 0.09F, 5}, {Material::capacitor, 0.21F, -0.10F, 0.035F, 0.09F, 5},
    {Material::capacitor, 0.26F, -0.10F, 0.035F, 0.09F, 5}, {Material::capacitor, 0.31F, -0.10F, 0.035F, 0.09F, 5},
    {Material::capacitor, 0.36F, -0.10F, 0.035F, 0.09F, 5}, {Material::capacitor, 0.10F, -0.36F, 0.05F, 0.05F, 3},
    {Material::capacitor, -0.20F, -0.36F, 0.05F, 0.04F, 3}, {Material::capacitor, 0.42F, -0.02F, 0.04F, 0.05F, 3},
    {Material::capacitor, -0.42F, -0.04F, 0.04F, 0.05F, 3}, {Material::capacitor, 0.42F, -0.40F, 0.05F, 0.04F, 3},
    {Material::tin, -0.20F, 0.24F, 0.03F, 0.05F, 3},        {Material::tin, -0.15F, 0.24F, 0.03F, 0.05F, 3},
    {Material::tin, -0.10F, 0.24F, 0.03F, 0.05F, 3},        {Material::tin, -0.05F, 0.24F, 0.03F, 0.05F, 3},
    {Material::tin, 0.00F, 0.24F, 0.03F, 0.05F, 3},         {Material::tin, 0.05F, 0.24F, 0.03F, 0.05F, 3},
    {Material::tin, -0.34F, -0.12F, 0.05F, 0.03F, 3},       {Material::tin, -0.34F, -0.06F, 0.05F, 0.03F, 3},
    {Material::tin, -0.34F, 0.00F, 0.05F, 0.03F, 3},        {Material::tin, -0.34F, 0.06F, 0.05F, 0.03F, 3},
    {Material::chip, -0.05F, 0.37F, 0.09F, 0.04F, 3},       {Material::chip, -0.20F, 0.40F, 0.06F, 0.04F, 3},
    {Material::chip, -0.02F, -0.40F, 0.09F, 0.03F, 2},      {Material::chip, -0.28F, -0.43F, 0.09F, 0.03F, 2},
    {Material::gold, -0.45F, -0.46F, 0.03F, 0.03F, 1},      {Material::gold, 0.45F, 0.46F, 0.03F, 0.03F, 1},
    {Material::chip, 0.08F, 0.10F, 0.05F, 0.06F, 3},        {Material::capacitor, 0.42F, 0.42F, 0.05F, 0.06F, 4},
}};

void add_board(Scene& scene, const Board& b, bool parts) {
    const bool near_by = scene.close_up;  // from afar the edges of parts are below a pixel
    const bool bare = !b.own;
    const float scale = b.half.x / 0.15F;
    scene.moving.push_back(part(bare ? Material::foreign_board : Material::board,
                                b.centre - Vec3{0, thickness_m / 2, 0}, {2 * b.half.x, thickness_m, 2 * b.half.z},
                                0.0015F, b.pick));
    if (bare || !parts) return;
    const auto units = std::clamp<std::uint32_t>(b.units, 1, 16);
    auto rows = static_cast<std::uint32_t>(std::lround(std::sqrt(static_cast<double>(units))));
    rows = std::max<std::uint32_t>(1, rows);
    const std::uint32_t columns = (units + rows - 1) / rows;
    const float rim = 0.010F * scale, gap = 0.006F * scale;
    const float w = (2 * b.half.x - 2 * rim) / static_cast<float>(columns) - gap;
    const float d = (2 * b.half.z - 2 * rim) / static_cast<float>(rows) - gap;
    for (std::uint32_t u = 0; u < units; ++u) {
        const Vec3 middle = b.centre + Vec3{-b.half.x + rim + (w + gap) * (static_cast<float>(u % columns) + 0.5F), 0,
                                            -b.half.z + rim + (d + gap) * (static_cast<float>(u / columns) + 0.5F)};
        scene.moving.push_back(part(Material::board_unit, middle, {w, 0.0016F, d}, 0, b.pick));
        for (const UnitPart& p : unit_parts) {
            const float h = p.height_mm * 0.001F * scale * 1.15F;
            const float radius = near_by && p.height_mm >= 5 ? 0.0012F * scale : 0;
            scene.moving.push_back(
                part(p.material, middle + Vec3{p.x * w, h / 2, p.z * d}, {p.w * w, h, p.d * d}, radius, b.pick));
        }
    }
}

}  // namespace

void dress(Scene& scene) {
    scene.moving.clear();
    scene.halos.clear();
    const bool parts = scene.boards.size() <= boards_with_parts;
    for (const Board& b : scene.boards) {
        add_board(scene, b, parts);
        if (!b.own) continue;
        Halo halo;
        halo.centre = b.centre + Vec3{0, 0.002F, 0};
        halo.line_m = scene.close_up ? 0.012F : 0.045F;
        halo.pad_m = scene.close_up ? 0.100F : 0.260F;
        halo.half = {b.half.x + halo.line_m * 0.5F, b.half.z + halo.line_m * 0.5F};
        halo.dashed = b.certainty != Certainty::observed;
        scene.halos.push_back(halo);
    }
    for (const StationMark& mark : scene.marks) {
        if (!mark.alarm || mark.pick == 0 || mark.pick > scene.statics->stations.size()) continue;
        Instance lamp;
        lamp.mesh = cylinder;
        lamp.material = Material::alarm_lamp;
        lamp.pick = mark.pick;
        lamp.centre = scene.statics->stations[mark.pick - 1U].lamp;
        lamp.half = {0.040F, 0.034F, 0.040F};
        lamp.radius = 0.008F;
        scene.moving.push_back(lamp);
    }
    std::stable_sort(scene.moving.begin(), scene.moving.end(),
                     [](const Instance& a, const Instance& b) { return a.mesh < b.mesh; });
}

void place_boards(Scene& scene, const LineState& line, const SceneOptions& options) {
    const auto& stations = scene.statics->stations;
    struct Spot {
        int kind = 0;  // 0 in a station, 1 on the link behind it, 2 on its bench
        std::size_t station = 0, to = 0;
        bool operator<(const Spot& o) const {
            if (kind != o.kind) return kind < o.kind;
            if (station != o.station) return station < o.station;
            return to < o.to;
        }
    };
    std::map<Spot, std::vector<Waiting>> spots;
    const auto index = [&](const StationId& id) { return line.description.index_of(id); };
    for (const auto& [id, panel] : line.panels) {
        const bool own = !options.selected_order.empty() && panel.order == options.selected_order;
        if (panel.scrapped || (options.customer && !own)) continue;
        Spot spot;
        if (const auto* at = std::get_if<AtStation>(&panel.position.place)) {
            const int i = index(at->station);
            if (i < 0) continue;
            spot = {0, static_cast<std::size_t>(i), 0};
        } else if (const auto* link = std::get_if<OnLink>(&panel.position.place)) {
            const int i = index(link->from), j = index(link->to);
            if (i < 0 && j < 0) continue;
            spot = {1, static_cast<std::size_t>(i < 0 ? std::max(0, j - 1) : i),
                    static_cast<std::size_t>(j < 0 ? std::max(0, i + 1) : j)};
        } else if (const auto* out = std::get_if<TakenOut>(&panel.position.place)) {
            const int i = index(out->station);
            if (i < 0) continue;
            spot = {2, static_cast<std::size_t>(i), 0};
        } else {
            continue;
        }
        if (spot.station >= stations.size()) continue;
        spots[spot].push_back({&panel, arrival_of(panel)});
    }
    for (auto& [spot, waiting] : spots) {
        std::stable_sort(waiting.begin(), waiting.end(),
                         [](const Waiting& a, const Waiting& b) { return a.since < b.since; });
        const StationAnchor& a = stations[spot.station];
        const StationDescription& station = line.description.stations[spot.station];
        const auto n = static_cast<float>(waiting.size());
        for (std::size_t k = 0; k < waiting.size(); ++k) {
            const PanelState& p = *waiting[k].panel;
            if (scene.boards.size() >= max_scene_boards) {
                ++scene.boards_cut;
                continue;
            }
            Board b;
            b.panel = p.id;
            b.order = p.order;
            b.own = !options.selected_order.empty() && p.order == options.selected_order;
            b.certainty = p.position.certainty;
            b.pick = spot.kind == 1 ? std::uint16_t{0} : static_cast<std::uint16_t>(spot.station + 1);
            double length_mm = p.length_mm, width_mm = p.width_mm;
            if (const auto* product = line.description.find_product(p.product)) {
                if (length_mm <= 0) length_mm = product->panel_length_mm;
                if (width_mm <= 0) width_mm = product->panel_width_mm;
                b.units = product->units_per_panel;
            }
            if (!p.units.empty()) b.units = static_cast<std::uint32_t>(p.units.size());
            if (length_mm <= 0) length_mm = 300;
            if (width_mm <= 0) width_mm = 240;
            const float scale = scene.close_up ? 1.0F : wall_scale;
            b.half = {std::clamp(static_cast<float>(length_mm), 60.0F, 800.0F) * scale / 2000, thickness_m / 2,
                      std::clamp(static_cast<float>(width_mm), 60.0F, 600.0F) * scale / 2000};
            // The oldest is farthest on.
            const float share = 1 - (static_cast<float>(k) + 0.5F) / n;
            const float y = belt_mm / 1000 + (scene.close_up ? 0.006F : 0.022F);
            if (spot.kind == 0) {
                b.centre = {a.belt.x, y, 0};
                if (station.kind == StationKind::buffer) {
                    b.centre.y = shelf_mm(static_cast<int>(std::min<std::size_t>(k, 4))) / 1000 + (y - belt_mm / 1000);
                } else {
                    const float usable = a.maximum.x - a.minimum.x - 2 * b.half.x - 0.1F;
                    if (waiting.size() > 1) b.centre.x += (share - 0.5F) * std::max(0.0F, usable);
                }
            } else if (spot.kind == 1) {
                const float from = a.maximum.x;
                const float to = spot.to < stations.size() ? stations[spot.to].minimum.x : a.maximum.x + 0.5F;
                const float gap = std::max(0.0F, std::abs(to - from) - 0.1F);
                const float usable = std::max(gap, std::min(n, 4.0F) > 1 ? 0.5F : 0.0F);
                b.centre = {(from + to) / 2 + (waiting.size() > 1 ? (share - 0.5F) * usable : 0.0F), y, 0};
            } else {
                const bool bench = station.rework_bench;
                const float span = bench ? 0.9F : a.maximum.x - a.minimum.x - 2 * b.half.x;
                b.centre = {a.belt.x + (waiting.size() > 1 ? (share - 0.5F) * span : 0.0F),
                            (bench ? bench_top_mm : 980.0F) / 1000 + 0.006F,
                            bench ? bench_z_mm / 1000 + 0.05F : a.maximum.z};
            }
            scene.boards.push_back(b);
        }
    }
}

}  // namespace glassline::scene
