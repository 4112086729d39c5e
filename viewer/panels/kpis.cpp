#include <algorithm>

#include "viewer/panels/panels.hpp"

namespace glassline::panels {
namespace {

void trend(const Pen& pen, const Box& box, const Kpi& kpi, const viewmodel::KpiWords& words, bool say_since) {
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    const double low = kpi.scale_low;
    const double high = std::max(kpi.scale_high, low + 1e-9);
    const auto y_of = [&](double v) {
        return box.y + box.h * (1.0F - static_cast<float>(std::clamp((v - low) / (high - low), 0.0, 1.0)));
    };
    const float mark = std::max(5.0F, grid.trend * 3.2F);  // room for the triangle at now
    const float right = box.right() - mark * 0.5F;
    if (kpi.band_low && kpi.band_high) {
        const float y = y_of(*kpi.band_high);
        widgets::fill(pen, {box.x, y, box.w, std::max(1.0F, y_of(*kpi.band_low) - y)}, palette.band);
    }
    if (kpi.limit) widgets::dashes(pen, box.x, box.right(), y_of(*kpi.limit), palette.text2, std::max(1.0F, grid.rule));
    pen.list->AddLine(ImVec2(box.x, box.bottom()), ImVec2(box.right(), box.bottom()), palette.line, grid.rule);
    const std::size_t count = kpi.trend.size();
    const auto x_of = [&](std::size_t n) {
        return box.x +
               (right - box.x) * static_cast<float>(n) / static_cast<float>(std::max<std::size_t>(1, count - 1));
    };
    std::size_t first = 0;
    while (first < count && !kpi.trend[first]) ++first;
    // What is not known is hatched the other way, as in the lanes: an empty scale would read as zero.
    const float known_from = first < count ? x_of(first) : right;
    if (first > 0 && known_from - box.x > 2) {
        widgets::hatch(pen, {box.x, box.y, known_from - box.x, box.h}, palette.line, std::max(6.0F, grid.gap * 0.9F),
                       true, grid.rule);
        auto* font = pen.fonts->small;
        if (say_since && !words.since.empty() && box.h > font->FontSize * 1.5F) {
            const float w = widgets::width_of(font, words.since);
            if (w + grid.gap < known_from - box.x) {
                const Box plate{known_from - w - grid.gap * 0.8F, box.y + (box.h - font->FontSize * 1.25F) / 2,
                                w + grid.gap * 0.6F, font->FontSize * 1.25F};
                widgets::fill(pen, plate, palette.panel);
                widgets::text(pen, font, plate.x + grid.gap * 0.3F, plate.y + font->FontSize * 0.125F, palette.text2,
                              words.since);
            }
        }
    }
    for (std::size_t i = 1; i < count; ++i) {
        if (!kpi.trend[i - 1] || !kpi.trend[i]) continue;
        pen.list->AddLine(ImVec2(x_of(i - 1), y_of(*kpi.trend[i - 1])), ImVec2(x_of(i), y_of(*kpi.trend[i])),
                          palette.text, grid.trend);
    }
    if (kpi.value) {
        const float y = y_of(*kpi.value);
        pen.list->AddTriangleFilled(ImVec2(box.right() - mark * 1.5F, y), ImVec2(box.right(), y - mark * 0.8F),
                                    ImVec2(box.right(), y + mark * 0.8F), palette.text);
    }
}

// Ends of the scale and the limit beside the trend, where they don't lie over each other.
void scale(const Pen& pen, const Box& box, const Kpi& kpi, const viewmodel::KpiWords& words) {
    auto* font = pen.fonts->small;
    const float x = box.right();
    const float top = box.y - font->FontSize * 0.12F, low = box.bottom() - font->FontSize * 0.88F;
    widgets::text_right(pen, font, x, top, pen.palette->text2, words.high);
    if (low - top > font->FontSize * 1.05F) widgets::text_right(pen, font, x, low, pen.palette->text2, words.low);
    if (!kpi.limit) return;
    const double span = std::max(1e-9, kpi.scale_high - kpi.scale_low);
    const auto share = static_cast<float>(std::clamp((*kpi.limit - kpi.scale_low) / span, 0.0, 1.0));
    const float y = box.bottom() - box.h * share - font->FontSize * 0.5F;
    if (y - top > font->FontSize * 1.05F && low - y > font->FontSize * 1.05F)
        widgets::text_right(pen, font, x, y, pen.palette->text2, words.limit);
}

}  // namespace

void kpis(const Pen& pen, const Box& box, const LineModel& model) {
    if (model.kpis.empty()) return;
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const auto& grid = pen.grid;
    const auto count = static_cast<float>(model.kpis.size());
    const float width = (box.w - grid.gap * (count - 1)) / count;
    for (std::size_t i = 0; i < model.kpis.size() && i < model.kpi_words.size(); ++i) {
        const auto& kpi = model.kpis[i];
        const auto& words = model.kpi_words[i];
        const Box tile{box.x + (width + grid.gap) * static_cast<float>(i), box.y, width, box.h};
        widgets::card(pen, tile);
        if (words.out_of_band) widgets::frame(pen, tile, palette.text2, grid.frame, grid.radius);
        const float left = tile.x + grid.inset, right = tile.right() - grid.inset;
        float y = tile.y + grid.inset * (grid.wall ? 0.45F : 0.8F);
        const float name = widgets::text(pen, fonts.small, left, y, palette.text2, kpi.name, right - left);
        bool said = words.since.empty();
        const float since = said ? 0 : widgets::width_of(fonts.small, words.since);
        if (!said && left + name + grid.gap * 2 + since <= right) {
            widgets::text_right(pen, fonts.small, right, y, palette.text2, words.since);
            said = true;
        }
        y += fonts.small->FontSize * (grid.wall ? 1.0F : 1.3F);
        ImFont* font = words.known ? fonts.bold : fonts.small;
        const float used =
            widgets::text(pen, font, left, y, words.known ? palette.text : palette.text2, words.value, right - left);
        float end = left + used;
        if (words.known && used + grid.gap * 0.7F + widgets::width_of(fonts.small, kpi.unit) <= right - left) {
            end += grid.gap * 0.7F + widgets::text(pen, fonts.small, end + grid.gap * 0.7F,
                                                   widgets::on_line_of(fonts.bold, fonts.small, y), palette.text2,
                                                   kpi.unit);
        }
        if (!said && end + grid.gap * 2 + since <= right) {
            widgets::text_right(pen, fonts.small, right, widgets::on_line_of(fonts.bold, fonts.small, y), palette.text2,
                                words.since);
            said = true;
        }
        y += fonts.bold->FontSize + grid.inset * (grid.wall ? 0.35F : 0.55F);
        Box strip{left, y, right - left, tile.bottom() - grid.inset * 0.8F - y};
        if (!grid.wall && strip.h > fonts.small->FontSize * 1.6F) {
            const float numbers =
                std::max(widgets::width_of(fonts.small, words.high), widgets::width_of(fonts.small, words.limit));
            scale(pen, strip, kpi, words);
            strip.w -= numbers + grid.gap * 0.6F;
        }
        trend(pen, strip, kpi, words, !said);
    }
}

}  // namespace glassline::panels
