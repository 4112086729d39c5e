#include <algorithm>

#include "viewer/panels/panels.hpp"

namespace glassline::panels {

std::optional<scene::Vec2> pins(const Pen& pen, const Picture& picture) {
    const auto& palette = *pen.palette;
    const float radius = pen.grid.pin;
    std::optional<scene::Vec2> first;
    for (const auto& board : picture.scene->boards) {
        if (!board.own) continue;
        const auto foot = scene::project(picture.camera, picture.viewport, board.centre);
        if (!foot) continue;
        const scene::Vec2 head{foot->x, foot->y - radius * 2.6F};
        pen.list->AddLine(ImVec2(head.x, head.y), ImVec2(foot->x, foot->y), palette.order, pen.grid.bracket);
        pen.list->AddCircleFilled(ImVec2(head.x, head.y), radius * 1.22F, palette.ground, 32);
        if (board.certainty == Certainty::observed)
            pen.list->AddCircleFilled(ImVec2(head.x, head.y), radius, palette.order, 32);
        else
            pen.list->AddCircle(ImVec2(head.x, head.y), radius * 0.84F, palette.order, 32, radius * 0.32F);
        if (!first || head.x > first->x) first = head;
    }
    return first;
}

void stale_plates(const Pen& pen, const LineModel& model, const Picture& picture) {
    auto* font = pen.fonts->small;
    float last = -1e9F;
    for (std::size_t i = 0; i < model.stations.size() && i < picture.scene->statics->stations.size(); ++i) {
        const auto& words = model.stations[i].no_data;
        if (words.empty()) continue;
        const auto at = scene::project(picture.camera, picture.viewport, picture.scene->statics->stations[i].centre);
        if (!at) continue;
        const float w = widgets::width_of(font, words) + pen.grid.inset;
        Box plate{std::max(at->x - w / 2, last + pen.grid.gap * 0.4F), at->y - font->FontSize * 0.65F, w,
                  font->FontSize * 1.3F};
        plate.x = std::clamp(plate.x, static_cast<float>(picture.viewport.x) + pen.grid.gap,
                             static_cast<float>(picture.viewport.x + picture.viewport.width) - w - pen.grid.gap);
        if (plate.x < last) continue;  // a whole line without data has its banner
        last = plate.right();
        widgets::fill(pen, plate, pen.palette->track, pen.grid.radius);
        widgets::frame(pen, plate, pen.palette->text2, pen.grid.rule, pen.grid.radius);
        widgets::text(pen, font, plate.x + pen.grid.inset * 0.5F, plate.y + font->FontSize * 0.15F, pen.palette->text,
                      words);
    }
}

}  // namespace glassline::panels
