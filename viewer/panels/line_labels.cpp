#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/panels/panels.hpp"

namespace glassline::panels {
namespace {

// As many as a scene has stations, on the stack: a frame allocates nothing for them.
template <class T>
struct Few {
    std::array<T, scene::max_scene_stations> items{};
    std::size_t count = 0;
    void push_back(const T& item) {
        if (count < items.size()) items[count++] = item;
    }
    [[nodiscard]] std::size_t size() const { return count; }
    T& operator[](std::size_t i) { return items[i]; }
    const T& operator[](std::size_t i) const { return items[i]; }
};

// Room a name may take: half way to its neighbours, and never beyond the page.
struct Place {
    float x = 0;
    float left = 0, right = 0;
};

using Places = Few<Place>;
using Names = Few<const std::string*>;

Places places_of(const Picture& picture, const Box& box) {
    Places places;
    for (const auto& anchor : picture.scene->statics->stations) {
        const auto foot = scene::project(picture.camera, picture.viewport, anchor.foot);
        places.push_back({foot ? foot->x : 0.0F, 0, 0});
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i].left = i > 0 ? (places[i - 1].x + places[i].x) / 2 : box.x;
        places[i].right = i + 1 < places.size() ? (places[i].x + places[i + 1].x) / 2 : box.right();
    }
    return places;
}

// Each name takes its full form where all stay apart, its short one otherwise.
void choose_names(const Pen& pen, const LineModel& model, const Places& places, Names& names) {
    auto* font = pen.fonts->small_bold;
    for (std::size_t i = 0; i < places.size() && i < model.stations.size(); ++i) {
        const float half = widgets::width_of(font, model.stations[i].name) / 2 + pen.grid.gap * 0.45F;
        const bool whole = places[i].x - half >= places[i].left && places[i].x + half <= places[i].right;
        names.push_back(whole ? &model.stations[i].name : &model.stations[i].short_name);
    }
}

void bracket(const Pen& pen, const viewmodel::LinePage& page, const viewmodel::Cascade& cascade, const Places& places,
             float& taken_to) {
    if (cascade.first < 0 || cascade.last < cascade.first || static_cast<std::size_t>(cascade.last) >= places.size())
        return;
    const auto& palette = *pen.palette;
    auto* font = pen.fonts->small;
    const auto& box = page.cascade;
    const auto& first = places[static_cast<std::size_t>(cascade.first)];
    const auto& last = places[static_cast<std::size_t>(cascade.last)];
    const float from = first.x - (first.x - first.left) * 0.6F, to = last.x + (last.right - last.x) * 0.6F;
    const float drop = pen.grid.inset * 0.5F, y = box.y, line = pen.grid.bracket;
    pen.list->AddLine(ImVec2(from, y), ImVec2(from, y + drop), palette.text2, line);
    pen.list->AddLine(ImVec2(to, y), ImVec2(to, y + drop), palette.text2, line);
    pen.list->AddLine(ImVec2(from - line / 2, y + drop), ImVec2(to + line / 2, y + drop), palette.text2, line);
    // The arrow points to the cause.
    const float tip = cascade.towards_right ? to + pen.grid.gap : from - pen.grid.gap;
    const float tail = cascade.towards_right ? to + pen.grid.gap * 0.2F : from - pen.grid.gap * 0.2F;
    const float back = cascade.towards_right ? -1.0F : 1.0F, head = pen.grid.gap * 0.35F;
    pen.list->AddLine(ImVec2(tail, y + drop), ImVec2(tip, y + drop), palette.text2, line);
    pen.list->AddLine(ImVec2(tip, y + drop), ImVec2(tip + back * head, y + drop - head), palette.text2, line);
    pen.list->AddLine(ImVec2(tip, y + drop), ImVec2(tip + back * head, y + drop + head), palette.text2, line);
    const float width = widgets::width_of(font, cascade.text);
    float x = std::clamp((from + to - width) / 2, box.x, box.right() - width);
    x = std::max(x, taken_to);
    if (x + width > box.right()) return;
    widgets::text(pen, font, x, y + drop + pen.grid.inset * 0.25F, palette.text2, cascade.text);
    taken_to = x + width + pen.grid.gap * 1.5F;
}

}  // namespace

LabelAnswer line_labels(const Pen& pen, const viewmodel::LinePage& page, const LineModel& model, const Picture& picture,
                        const std::string& order, const StationId& selected) {
    LabelAnswer answer;
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    const auto places = places_of(picture, page.names);
    Names names;
    choose_names(pen, model, places, names);
    auto* font = pen.fonts->small;
    const float text_y = page.names.y + (page.names.h - font->FontSize) / 2;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& label = model.stations[i];
        const bool alarm = label.tone == viewmodel::StationTone::alarm && label.priority != AlarmPriority::d;
        ImFont* face = alarm ? pen.fonts->small_bold : font;
        const float width = widgets::width_of(face, *names[i]);
        const float x = std::clamp(places[i].x - width / 2, page.names.x, page.names.right() - width);
        auto colour = label.tone == viewmodel::StationTone::normal ? palette.text : palette.text2;
        const Box plate{x - grid.inset * 0.6F, page.names.y, width + grid.inset * 1.2F, page.names.h};
        if (alarm) {
            widgets::fill(pen, plate, theme::alarm_colour(label.priority), grid.radius * 0.7F);
            if (!palette.dark) widgets::frame(pen, plate, palette.ink, grid.rule, grid.radius * 0.7F);
            colour = palette.ink;
        }
        if (label.id == selected)
            widgets::frame(pen, plate, palette.text, std::max(1.0F, grid.frame * 0.75F), grid.radius * 0.7F);
        widgets::text(pen, face, x, text_y, colour, *names[i]);
        const Box whole{places[i].left, page.names.y, places[i].right - places[i].left, page.names.h};
        if (widgets::clicked(whole)) answer = {static_cast<int>(i), ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)};
    }
    if (page.cascade.h > 0) {
        float taken_to = page.cascade.x;
        for (const auto& cascade : model.cascades) bracket(pen, page, cascade, places, taken_to);
    }
    // The callout's leader ends at the machine that caused it.
    if (model.callout && page.callout.h > 0 && model.callout->station >= 0 &&
        static_cast<std::size_t>(model.callout->station) < places.size()) {
        const auto& anchor = picture.scene->statics->stations[static_cast<std::size_t>(model.callout->station)];
        if (const auto top = scene::project(picture.camera, picture.viewport, anchor.top)) {
            const float to = std::max(page.callout.bottom() + 1, top->y - grid.gap * 0.3F);
            const float width = std::max(2.0F, grid.trend * 1.1F);
            if (!palette.dark)
                pen.list->AddLine(ImVec2(top->x, page.callout.bottom()), ImVec2(top->x, to), palette.ink,
                                  width + 2 * grid.rule);
            pen.list->AddLine(ImVec2(top->x, page.callout.bottom()), ImVec2(top->x, to),
                              theme::alarm_colour(model.callout->priority), width);
        }
    }
    const auto head = pins(pen, picture);
    stale_plates(pen, model, picture);
    if (!head || order.empty()) return answer;
    // The plate sits right above its board: over the machines' roofs, never far away.
    auto* bold = pen.fonts->small_bold;
    const float h = bold->FontSize * (grid.wall ? 1.12F : 1.5F);
    const float w = widgets::width_of(bold, order) + grid.inset * 1.1F;
    float x = std::clamp(head->x - w / 2, page.scene.x + grid.outer, page.scene.right() - grid.outer - w);
    const float roofs = page.picture_y + h * 0.35F;
    const float y =
        std::clamp(std::min(head->y - grid.pin * 1.4F - h, roofs), page.scene.y + grid.gap * 0.2F, head->y - h);
    // Not over the leader of the alarm.
    if (model.callout && model.callout->station >= 0 &&
        static_cast<std::size_t>(model.callout->station) < places.size()) {
        const float leader = places[static_cast<std::size_t>(model.callout->station)].x;
        if (leader > x - grid.gap && leader < x + w + grid.gap)
            x = leader - w - grid.gap > page.scene.x + grid.outer ? leader - w - grid.gap : leader + grid.gap;
    }
    const float stem = std::clamp(head->x, x + grid.radius, x + w - grid.radius);
    pen.list->AddLine(ImVec2(stem, y + h), ImVec2(head->x, head->y - grid.pin), palette.order, grid.bracket);
    widgets::fill(pen, {x, y, w, h}, palette.order, grid.radius);
    widgets::text(pen, bold, x + grid.inset * 0.55F, y + (h - bold->FontSize) / 2, palette.order_ink, order);
    return answer;
}

}  // namespace glassline::panels
