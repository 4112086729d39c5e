#include "viewer/widgets/draw.hpp"

#include <algorithm>

namespace glassline::widgets {

float width_of(const ImFont* font, const char* words) {
    return font->CalcTextSizeA(font->FontSize, 1e9F, 0.0F, words).x;
}
float width_of(const ImFont* font, const std::string& words) { return width_of(font, words.c_str()); }

float text(const Pen& pen, ImFont* font, float x, float y, std::uint32_t colour, const std::string& words, float most) {
    if (words.empty()) return 0;
    const float width = width_of(font, words);
    if (width <= most) {
        pen.list->AddText(font, font->FontSize, ImVec2(x, y), colour, words.c_str());
        if (pen.runs != nullptr) pen.runs->push_back({words, {x, y, width, font->FontSize}, font->FontSize, false});
        return width;
    }
    // Cut at a character's first byte, never inside one.
    std::string cut = words;
    float used = 0;
    do {
        do {
            cut.pop_back();
        } while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0U) == 0x80U);
        if (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0U) == 0xC0U) cut.pop_back();
        used = width_of(font, cut + "\xE2\x80\xA6");
    } while (!cut.empty() && used > most);
    cut += "\xE2\x80\xA6";
    pen.list->AddText(font, font->FontSize, ImVec2(x, y), colour, cut.c_str());
    if (pen.runs != nullptr) pen.runs->push_back({words, {x, y, used, font->FontSize}, font->FontSize, true});
    return used;
}

void text_right(const Pen& pen, ImFont* font, float x, float y, std::uint32_t colour, const std::string& words) {
    text(pen, font, x - width_of(font, words), y, colour, words);
}

void text_centred(const Pen& pen, ImFont* font, float x, float y, std::uint32_t colour, const std::string& words) {
    text(pen, font, x - width_of(font, words) / 2, y, colour, words);
}

float on_line_of(const ImFont* large, const ImFont* small, float top) {
    // The faces of B612 share their proportions: the base line lies at the same part of an em.
    return top + (large->FontSize - small->FontSize) * 0.805F;
}

void fill(const Pen& pen, const Box& box, std::uint32_t colour, float rounding) {
    pen.list->AddRectFilled(ImVec2(box.x, box.y), ImVec2(box.right(), box.bottom()), colour, rounding);
}

void frame(const Pen& pen, const Box& box, std::uint32_t colour, float width, float rounding) {
    const float half = width / 2;
    pen.list->AddRect(ImVec2(box.x + half, box.y + half), ImVec2(box.right() - half, box.bottom() - half), colour,
                      rounding, 0, width);
}

void card(const Pen& pen, const Box& box) { fill(pen, box, pen.palette->panel, pen.grid.radius); }

void dashes(const Pen& pen, float from_x, float to_x, float y, std::uint32_t colour, float width) {
    const float dash = std::max(4.0F, pen.grid.gap * 0.45F);
    for (float x = from_x; x < to_x; x += dash * 1.7F)
        pen.list->AddLine(ImVec2(x, y), ImVec2(std::min(x + dash, to_x), y), colour, width);
}

void dashes_down(const Pen& pen, float x, float from_y, float to_y, std::uint32_t colour, float width) {
    const float dash = std::max(3.0F, pen.grid.gap * 0.3F);
    for (float y = from_y; y < to_y; y += dash * 1.8F)
        pen.list->AddLine(ImVec2(x, y), ImVec2(x, std::min(y + dash, to_y)), colour, width);
}

bool hovered(const Box& box) {
    const auto mouse = ImGui::GetIO().MousePos;
    return box.holds(mouse.x, mouse.y);
}

bool clicked(const Box& box) { return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && hovered(box); }

void badge(const Pen& pen, AlarmPriority priority, float x, float y, float size, bool in_ink) {
    const auto& palette = *pen.palette;
    const std::uint32_t fill = in_ink ? palette.ink : theme::alarm_colour(priority);
    const std::uint32_t letter = in_ink ? theme::alarm_colour(priority) : palette.ink;
    const float h = size / 2;
    switch (priority) {
        case AlarmPriority::a:
            pen.list->AddTriangleFilled(ImVec2(x, y - h), ImVec2(x + h, y + h * 0.8F), ImVec2(x - h, y + h * 0.8F),
                                        fill);
            break;
        case AlarmPriority::b:
            pen.list->AddQuadFilled(ImVec2(x, y - h), ImVec2(x + h, y), ImVec2(x, y + h), ImVec2(x - h, y), fill);
            break;
        case AlarmPriority::c:
            pen.list->AddCircleFilled(ImVec2(x, y), h, fill, 32);
            break;
        case AlarmPriority::d:
            pen.list->AddRectFilled(ImVec2(x - h * 0.85F, y - h * 0.85F), ImVec2(x + h * 0.85F, y + h * 0.85F), fill);
            break;
    }
    const char words[2] = {static_cast<char>('A' + static_cast<int>(priority)), 0};
    auto* font = pen.fonts->bold;
    const float px = size * (priority == AlarmPriority::b ? 0.44F : 0.5F);
    const auto extent = font->CalcTextSizeA(px, 1e9F, 0, words);
    const float drop = priority == AlarmPriority::a ? size * 0.13F : 0;
    pen.list->AddText(font, px, ImVec2(x - extent.x / 2, y - extent.y / 2 + drop), letter, words);
}

void hatch(const Pen& pen, const Box& box, std::uint32_t colour, float step, bool reverse, float width) {
    if (box.w <= 0 || box.h <= 0) return;
    step = std::max(2.0F, step);
    pen.list->PushClipRect(ImVec2(box.x, box.y), ImVec2(box.x + box.w, box.y + box.h), true);
    for (float x = box.x - box.h; x < box.x + box.w; x += step) {
        const float bottom = box.y + box.h;
        const ImVec2 from = reverse ? ImVec2(x, box.y) : ImVec2(x, bottom);
        const ImVec2 to = reverse ? ImVec2(x + box.h, bottom) : ImVec2(x + box.h, box.y);
        pen.list->AddLine(from, to, colour, width > 0 ? width : step * 0.22F);
    }
    pen.list->PopClipRect();
}

}  // namespace glassline::widgets
