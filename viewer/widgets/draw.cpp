#include "viewer/widgets/draw.hpp"

namespace glassline::widgets {

float width_of(const ImFont* font, const std::string& words) {
    return font->CalcTextSizeA(font->FontSize, 1e9F, 0.0F, words.c_str()).x;
}

float text(const Pen& pen, ImFont* font, float x, float y, std::uint32_t colour, const std::string& words, float most) {
    float width = width_of(font, words);
    if (width <= most) {
        pen.list->AddText(font, font->FontSize, ImVec2(x, y), colour, words.c_str());
        return width;
    }
    // Cut at a character's first byte, never inside one.
    std::string cut = words;
    while (!cut.empty() && width_of(font, cut + "...") > most) {
        do {
            cut.pop_back();
        } while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0U) == 0x80U);
    }
    cut += "...";
    pen.list->AddText(font, font->FontSize, ImVec2(x, y), colour, cut.c_str());
    return width_of(font, cut);
}

void text_right(const Pen& pen, ImFont* font, float x, float y, std::uint32_t colour, const std::string& words) {
    text(pen, font, x - width_of(font, words), y, colour, words);
}

void card(const Pen& pen, const Box& box) {
    pen.list->AddRectFilled(ImVec2(box.x, box.y), ImVec2(box.x + box.w, box.y + box.h), pen.palette->panel,
                            pen.unit * 0.35F);
}

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
    const std::string words(name_of(priority));
    auto* font = pen.fonts->bold;
    const float scale = size * 0.42F / font->FontSize;
    const auto extent = font->CalcTextSizeA(font->FontSize * scale, 1e9F, 0, words.c_str());
    const float drop = priority == AlarmPriority::a ? size * 0.12F : 0;
    pen.list->AddText(font, font->FontSize * scale, ImVec2(x - extent.x / 2, y - extent.y / 2 + drop), letter,
                      words.c_str());
}

void hatch(const Pen& pen, const Box& box, std::uint32_t colour, float step, bool reverse) {
    pen.list->PushClipRect(ImVec2(box.x, box.y), ImVec2(box.x + box.w, box.y + box.h), true);
    for (float x = box.x - box.h; x < box.x + box.w; x += step) {
        const float bottom = box.y + box.h;
        const ImVec2 from = reverse ? ImVec2(x, box.y) : ImVec2(x, bottom);
        const ImVec2 to = reverse ? ImVec2(x + box.h, bottom) : ImVec2(x + box.h, box.y);
        pen.list->AddLine(from, to, colour, step * 0.25F);
    }
    pen.list->PopClipRect();
}

}  // namespace glassline::widgets
