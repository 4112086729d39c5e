#include <algorithm>

#include "viewer/panels/panels.hpp"

namespace glassline::panels {
namespace {

// Room a name may take: half way to its neighbours.
struct Place {
    float x = 0;
    float room = 0;
};

std::vector<Place> places_of(const scene::Scene& scene, const scene::Camera& camera, const scene::Viewport& viewport,
                             const Box& box) {
    std::vector<Place> places;
    for (const auto& anchor : scene.statics->stations) {
        const auto foot = scene::project(camera, viewport, anchor.foot);
        places.push_back({foot ? foot->x : 0.0F, 0});
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        const float left = i > 0 ? places[i].x - places[i - 1].x : (places[i].x - box.x) * 2;
        const float right = i + 1 < places.size() ? places[i + 1].x - places[i].x : (box.x + box.w - places[i].x) * 2;
        places[i].room = std::min(left, right) * 0.96F;
    }
    return places;
}

void pins(const Pen& pen, const scene::Scene& scene, const scene::Camera& camera, const scene::Viewport& viewport,
          const std::string& label) {
    const auto& palette = *pen.palette;
    const float radius = pen.unit * 0.55F;
    const scene::Board* first = nullptr;
    for (const auto& board : scene.boards) {
        if (!board.own) continue;
        auto raised = board.centre;
        raised.y += 0.55F;
        const auto foot = scene::project(camera, viewport, board.centre);
        const auto head = scene::project(camera, viewport, raised);
        if (!foot || !head) continue;
        pen.list->AddLine(ImVec2(head->x, head->y), ImVec2(foot->x, foot->y), palette.order,
                          std::max(2.0F, pen.unit * 0.16F));
        pen.list->AddCircleFilled(ImVec2(head->x, head->y), radius * 1.25F, palette.ground, 32);
        if (board.certainty == Certainty::observed) {
            pen.list->AddCircleFilled(ImVec2(head->x, head->y), radius, palette.order, 32);
        } else {
            pen.list->AddCircle(ImVec2(head->x, head->y), radius * 0.85F, palette.order, 32, radius * 0.35F);
        }
        if (first == nullptr || board.centre.x > first->centre.x) first = &board;
    }
    if (first == nullptr || label.empty()) return;
    auto raised = first->centre;
    raised.y += 0.55F;
    const auto head = scene::project(camera, viewport, raised);
    if (!head) return;
    auto* font = pen.fonts->small;
    const float width = widgets::width_of(font, label) + pen.unit;
    const float height = font->FontSize + pen.unit * 0.3F;
    const float top = static_cast<float>(viewport.y) + pen.unit * 0.3F;
    const float x = std::clamp(head->x - width / 2, static_cast<float>(viewport.x),
                               static_cast<float>(viewport.x + viewport.width) - width);
    pen.list->AddLine(ImVec2(head->x, top + height), ImVec2(head->x, head->y - radius), palette.order,
                      std::max(2.0F, pen.unit * 0.12F));
    pen.list->AddRectFilled(ImVec2(x, top), ImVec2(x + width, top + height), palette.order, pen.unit * 0.2F);
    widgets::text(pen, font, x + pen.unit * 0.5F, top + pen.unit * 0.15F, palette.order_ink, label);
}

std::string order_words(const LineModel& model, const WorkOrderId& selected) {
    for (const auto& row : model.orders) {
        if (row.id == selected) return row.id.value + (row.name.empty() ? "" : " " + row.name);
    }
    return {};
}

}  // namespace

void line_labels(const Pen& pen, const Box& box, const LineModel& model, const scene::Scene& scene,
                 const scene::Camera& camera, const scene::Viewport& viewport, const WorkOrderId& selected_order) {
    const auto& palette = *pen.palette;
    const auto places = places_of(scene, camera, viewport, box);
    auto* font = pen.fonts->small;
    const float plate_pad = pen.unit * 0.25F;
    for (std::size_t i = 0; i < places.size() && i < model.stations.size(); ++i) {
        const auto& label = model.stations[i];
        // A wall shortens the word, never the glyph.
        const bool whole = widgets::width_of(font, label.name) <= places[i].room;
        const std::string& words = whole ? label.name : label.short_name;
        const float width = widgets::width_of(font, words);
        const float x = places[i].x - width / 2;
        auto colour = palette.text;
        if (label.tone == viewmodel::StationTone::alarm && label.priority != AlarmPriority::d) {
            pen.list->AddRectFilled(ImVec2(x - plate_pad * 2, box.y),
                                    ImVec2(x + width + plate_pad * 2, box.y + font->FontSize + plate_pad),
                                    theme::alarm_colour(label.priority), pen.unit * 0.2F);
            colour = palette.ink;
        } else if (label.tone != viewmodel::StationTone::normal) {
            colour = palette.text2;
        }
        widgets::text(pen, font, x, box.y, colour, words);
    }
    const float y = box.y + font->FontSize + pen.unit * 0.5F;
    for (const auto& cascade : model.cascades) {
        if (cascade.first < 0 || cascade.last < 0 || static_cast<std::size_t>(cascade.last) >= places.size()) continue;
        const float from = places[static_cast<std::size_t>(cascade.first)].x - pen.unit;
        const float to = places[static_cast<std::size_t>(cascade.last)].x + pen.unit;
        const float rule = std::max(1.5F, pen.unit * 0.12F);
        const float drop = pen.unit * 0.4F;
        pen.list->AddLine(ImVec2(from, y), ImVec2(from, y + drop), palette.text2, rule);
        pen.list->AddLine(ImVec2(to, y), ImVec2(to, y + drop), palette.text2, rule);
        pen.list->AddLine(ImVec2(from, y + drop), ImVec2(to, y + drop), palette.text2, rule);
        const float width = widgets::width_of(font, cascade.text);
        const float x = std::clamp((from + to - width) / 2, box.x, box.x + box.w - width);
        widgets::text(pen, font, x, y + drop + pen.unit * 0.1F, palette.text2, cascade.text);
    }
    pins(pen, scene, camera, viewport, order_words(model, selected_order));
}

void line_plates(const Pen& pen, const LineModel& model, const scene::Scene& scene, const scene::Camera& camera,
                 const scene::Viewport& viewport, const WorkOrderId& selected_order) {
    const auto& palette = *pen.palette;
    auto* font = pen.fonts->small;
    float last_right = -1e9F;
    for (std::size_t i = 0; i < scene.statics->stations.size() && i < model.stations.size(); ++i) {
        const auto top = scene::project(camera, viewport, scene.statics->stations[i].top);
        if (!top) continue;
        const auto& label = model.stations[i];
        const bool alarm = label.tone == viewmodel::StationTone::alarm && label.priority != AlarmPriority::d;
        const float width = widgets::width_of(font, label.name) + pen.unit * 1.2F;
        const float height = font->FontSize + pen.unit * 0.4F;
        const float x = std::max(std::max(top->x - width / 2, static_cast<float>(viewport.x) + pen.unit * 2),
                                 last_right + pen.unit * 0.4F);
        const float y = std::max(static_cast<float>(viewport.y) + pen.unit, top->y - pen.unit * 4.6F - height);
        const auto fill = alarm ? theme::alarm_colour(label.priority) : palette.track;
        pen.list->AddLine(ImVec2(top->x, y + height), ImVec2(top->x, top->y), alarm ? fill : palette.grey3,
                          std::max(1.0F, pen.unit * 0.12F));
        pen.list->AddRectFilled(ImVec2(x, y), ImVec2(x + width, y + height), fill, pen.unit * 0.3F);
        const auto ink = alarm                                          ? palette.ink
                         : label.tone == viewmodel::StationTone::normal ? palette.text
                                                                        : palette.text2;
        widgets::text(pen, font, x + pen.unit * 0.6F, y + pen.unit * 0.2F, ink, label.name);
        last_right = x + width;
    }
    pins(pen, scene, camera, viewport, "");
    const auto words = order_words(model, selected_order);
    if (words.empty()) return;
    const float width = widgets::width_of(font, words) + pen.unit;
    const float x = static_cast<float>(viewport.x) + pen.unit * 2.4F;
    const float y = static_cast<float>(viewport.y) + pen.unit;
    pen.list->AddRectFilled(ImVec2(x, y), ImVec2(x + width, y + font->FontSize + pen.unit * 0.4F), palette.order,
                            pen.unit * 0.3F);
    widgets::text(pen, font, x + pen.unit * 0.5F, y + pen.unit * 0.2F, palette.order_ink, words);
}

}  // namespace glassline::panels
