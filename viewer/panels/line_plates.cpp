#include <algorithm>
#include <array>

#include "viewer/panels/panels.hpp"

namespace glassline::panels {
namespace {

bool meet(const Box& a, const Box& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

}  // namespace

LabelAnswer line_plates(const Pen& pen, const LineModel& model, const Picture& picture, const std::string& order,
                        const StationId& selected) {
    LabelAnswer answer;
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    auto* font = pen.fonts->small;
    const auto& stations = picture.scene->statics->stations;
    const Box view{static_cast<float>(picture.viewport.x), static_cast<float>(picture.viewport.y),
                   static_cast<float>(picture.viewport.width), static_cast<float>(picture.viewport.height)};
    const float h = font->FontSize * 1.55F, pad = grid.inset * 0.5F;
    struct Plate {
        Box box;  // no width: no room for it
        scene::Vec2 top;
        const std::string* second = nullptr;
        float name = 0, badge = 0;
        bool alarm = false;
    };
    static const std::string nothing;
    const float space = font->FontSize * 0.45F;
    std::array<Plate, scene::max_scene_stations> places;
    std::size_t placed = 0;  // on the stack: a frame allocates nothing for them
    const auto end = [&] { return places.begin() + static_cast<std::ptrdiff_t>(placed); };
    const auto hit_by = [&](const Box& box) {
        return std::find_if(places.begin(), end(), [&](const Plate& other) {
            return other.box.w > 0 && meet({box.x - 3, box.y - 3, box.w + 6, box.h + 6}, other.box);
        });
    };
    // From the nearest to the farthest; a plate that would lie over another one is cut to its name, then climbs.
    for (std::size_t i = 0; i < std::min({stations.size(), model.stations.size(), places.size()}); ++i) {
        const auto& label = model.stations[i];
        Plate plate;
        const auto top = scene::project(picture.camera, picture.viewport, stations[i].top);
        if (!top || top->x < view.x || top->x > view.right()) {
            places[placed++] = plate;
            continue;
        }
        plate.top = *top;
        plate.alarm = label.tone == viewmodel::StationTone::alarm && label.priority != AlarmPriority::d;
        plate.second = !label.no_data.empty() ? &label.no_data : plate.alarm ? &label.fault : &label.now;
        ImFont* face = plate.alarm ? pen.fonts->small_bold : font;
        plate.badge = plate.alarm ? font->FontSize * 1.25F : 0;
        plate.name = widgets::width_of(face, label.name);
        const auto place = [&] {
            const float words = plate.second->empty() ? 0 : space + widgets::width_of(face, *plate.second);
            const float w = 2 * pad + plate.badge + plate.name + words;
            plate.box = {std::clamp(top->x - w / 2, view.x + grid.gap * 0.5F, view.right() - w - grid.gap * 0.5F),
                         std::max(view.y + 2, top->y - font->FontSize * 2.2F - h), w, h};
        };
        place();
        if (hit_by(plate.box) != end() && !plate.alarm && label.no_data.empty()) plate.second = &nothing, place();
        for (std::size_t tries = 0; tries < 2 * stations.size(); ++tries) {
            const auto hit = hit_by(plate.box);
            if (hit == end()) break;
            plate.box.y = hit->box.y - plate.box.h - 5;
        }
        if (plate.box.y < view.y) plate.box = {};  // no room above: this one goes without, its lane has its name
        places[placed++] = plate;
    }
    // All stems first: none runs through a word.
    for (std::size_t i = 0; i < placed; ++i) {
        const auto& plate = places[i];
        if (plate.box.w <= 0) continue;
        const auto colour = plate.alarm ? theme::alarm_colour(model.stations[i].priority) : palette.grey3;
        pen.list->AddLine(ImVec2(std::clamp(plate.top.x, plate.box.x + 2, plate.box.right() - 2), plate.box.bottom()),
                          ImVec2(plate.top.x, plate.top.y), colour, plate.alarm ? grid.bracket : grid.rule);
    }
    for (std::size_t i = 0; i < placed; ++i) {
        const auto& plate = places[i];
        const auto& label = model.stations[i];
        if (plate.box.w <= 0) continue;
        ImFont* face = plate.alarm ? pen.fonts->small_bold : font;
        widgets::fill(pen, plate.box, plate.alarm ? theme::alarm_colour(label.priority) : palette.track, grid.radius);
        if (label.id == selected) widgets::frame(pen, plate.box, palette.text, grid.frame, grid.radius);
        const float y = plate.box.y + (h - font->FontSize) / 2;
        if (plate.alarm)
            widgets::badge(pen, label.priority, plate.box.x + pad + plate.badge * 0.36F, plate.box.y + h / 2,
                           font->FontSize * 0.9F, true);
        const auto ink = plate.alarm                                    ? palette.ink
                         : label.tone == viewmodel::StationTone::normal ? palette.text
                                                                        : palette.text2;
        const float x = plate.box.x + pad + plate.badge;
        widgets::text(pen, face, x, y, ink, label.name);
        widgets::text(pen, face, x + plate.name + space, y, plate.alarm ? palette.ink : palette.text2, *plate.second);
        if (widgets::clicked(plate.box))
            answer = {static_cast<int>(i), ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)};
    }
    const auto head = pins(pen, picture);
    if (!head || order.empty()) return answer;
    // Below the line, where no machine's name is.
    auto* bold = pen.fonts->small_bold;
    const float w = widgets::width_of(bold, order) + 2 * pad;
    const scene::Board* first = nullptr;
    for (const auto& board : picture.scene->boards) {
        if (board.own && (first == nullptr || board.centre.x > first->centre.x)) first = &board;
    }
    const auto foot = scene::project(picture.camera, picture.viewport, first->centre);
    if (!foot) return answer;
    const auto floor = scene::project(picture.camera, picture.viewport, {first->centre.x, 0, 1.5F});
    Box plate{std::clamp(foot->x - w / 2, view.x + grid.gap, view.right() - w - grid.gap), 0, w, h};
    plate.y = std::min(std::max(floor ? floor->y + h * 0.4F : 0.0F, foot->y + h), view.bottom() - h - 4);
    const float stem = std::clamp(foot->x, plate.x + 3, plate.right() - 3);
    pen.list->AddLine(ImVec2(foot->x, foot->y), ImVec2(stem, plate.y), palette.order, grid.bracket);
    widgets::fill(pen, plate, palette.order, grid.radius);
    widgets::text(pen, bold, plate.x + pad, plate.y + (h - bold->FontSize) / 2, palette.order_ink, order);
    return answer;
}

}  // namespace glassline::panels
