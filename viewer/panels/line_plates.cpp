#include <algorithm>

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
    std::vector<Box> plates(std::min(stations.size(), model.stations.size()));
    // From the nearest to the farthest; a plate that would lie over another one climbs.
    for (std::size_t i = 0; i < plates.size(); ++i) {
        const auto top = scene::project(picture.camera, picture.viewport, stations[i].top);
        if (!top || top->x < view.x || top->x > view.right()) continue;
        const auto& label = model.stations[i];
        const bool alarm = label.tone == viewmodel::StationTone::alarm && label.priority != AlarmPriority::d;
        static const std::string nothing;
        const std::string* second = !label.no_data.empty() ? &label.no_data : alarm ? &label.fault : &label.now;
        ImFont* face = alarm ? pen.fonts->small_bold : font;
        const float badge = alarm ? font->FontSize * 1.25F : 0;
        const float name = widgets::width_of(face, label.name);
        const float space = font->FontSize * 0.45F;
        Box plate{0, 0, 0, h};
        const auto place = [&] {
            plate.w = 2 * pad + badge + name + (second->empty() ? 0 : space + widgets::width_of(face, *second));
            plate.x =
                std::clamp(top->x - plate.w / 2, view.x + grid.gap * 0.5F, view.right() - plate.w - grid.gap * 0.5F);
            plate.y = std::max(view.y + 2, top->y - font->FontSize * 2.2F - h);
        };
        const auto free = [&] {
            return std::none_of(plates.begin(), plates.begin() + static_cast<std::ptrdiff_t>(i), [&](const Box& other) {
                return other.w > 0 && meet({plate.x - 3, plate.y - 3, plate.w + 6, plate.h + 6}, other);
            });
        };
        place();
        if (!free() && !alarm && label.no_data.empty()) second = &nothing, place();
        for (std::size_t tries = 0; tries < 2 * plates.size(); ++tries) {
            const auto hit =
                std::find_if(plates.begin(), plates.begin() + static_cast<std::ptrdiff_t>(i), [&](const Box& other) {
                    return other.w > 0 && meet({plate.x - 3, plate.y - 3, plate.w + 6, plate.h + 6}, other);
                });
            if (hit == plates.begin() + static_cast<std::ptrdiff_t>(i)) break;
            plate.y = hit->y - plate.h - 5;
        }
        if (plate.y < view.y) {  // no room above: this one goes without, its lane has its name
            plates[i] = {};
            continue;
        }
        plates[i] = plate;
        const auto fill = alarm ? theme::alarm_colour(label.priority) : palette.track;
        pen.list->AddLine(ImVec2(std::clamp(top->x, plate.x + 2, plate.right() - 2), plate.bottom()),
                          ImVec2(top->x, top->y), alarm ? fill : palette.grey3, alarm ? grid.bracket : grid.rule);
        widgets::fill(pen, plate, fill, grid.radius);
        if (label.id == selected) widgets::frame(pen, plate, palette.text, grid.frame, grid.radius);
        const float y = plate.y + (h - font->FontSize) / 2;
        if (alarm)
            widgets::badge(pen, label.priority, plate.x + pad + badge * 0.36F, plate.y + h / 2, font->FontSize * 0.9F,
                           true);
        const auto ink = alarm                                          ? palette.ink
                         : label.tone == viewmodel::StationTone::normal ? palette.text
                                                                        : palette.text2;
        widgets::text(pen, face, plate.x + pad + badge, y, ink, label.name);
        widgets::text(pen, face, plate.x + pad + badge + name + space, y, alarm ? palette.ink : palette.text2, *second);
        if (widgets::clicked(plate)) answer = {static_cast<int>(i), ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)};
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
