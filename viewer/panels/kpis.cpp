#include <algorithm>

#include "viewer/panels/panels.hpp"

namespace glassline::panels {
namespace {

void trend(const Pen& pen, const Box& box, const Kpi& kpi) {
    const auto& palette = *pen.palette;
    const double low = kpi.scale_low;
    const double high = std::max(kpi.scale_high, low + 1e-9);
    const auto y_of = [&](double v) {
        return box.y + box.h * (1.0F - static_cast<float>(std::clamp((v - low) / (high - low), 0.0, 1.0)));
    };
    if (kpi.band_low && kpi.band_high) {
        pen.list->AddRectFilled(ImVec2(box.x, y_of(*kpi.band_high)), ImVec2(box.x + box.w, y_of(*kpi.band_low)),
                                palette.band);
    }
    if (kpi.limit) {
        const float y = y_of(*kpi.limit);
        for (float x = box.x; x < box.x + box.w; x += pen.unit * 0.7F) {
            pen.list->AddLine(ImVec2(x, y), ImVec2(std::min(x + pen.unit * 0.4F, box.x + box.w), y), palette.text2,
                              std::max(1.0F, pen.unit * 0.08F));
        }
    }
    const float rule = std::max(1.5F, pen.unit * 0.16F);
    const std::size_t count = kpi.trend.size();
    for (std::size_t i = 1; i < count; ++i) {
        if (!kpi.trend[i - 1] || !kpi.trend[i]) continue;
        const auto x_of = [&](std::size_t n) {
            return box.x + (box.w - pen.unit * 0.5F) * static_cast<float>(n) / static_cast<float>(count - 1);
        };
        pen.list->AddLine(ImVec2(x_of(i - 1), y_of(*kpi.trend[i - 1])), ImVec2(x_of(i), y_of(*kpi.trend[i])),
                          palette.text, rule);
    }
    if (kpi.value) {
        const float y = y_of(*kpi.value);
        const float x = box.x + box.w;
        const float s = pen.unit * 0.28F;
        pen.list->AddTriangleFilled(ImVec2(x - s * 1.6F, y), ImVec2(x, y - s), ImVec2(x, y + s), palette.text);
    }
}

}  // namespace

void kpis(const Pen& pen, const Box& box, const LineModel& model) {
    if (model.kpis.empty()) return;
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const float gap = pen.unit * 0.6F;
    const auto count = static_cast<float>(model.kpis.size());
    const float width = (box.w - gap * (count - 1)) / count;
    for (std::size_t i = 0; i < model.kpis.size(); ++i) {
        const auto& kpi = model.kpis[i];
        const Box tile{box.x + (width + gap) * static_cast<float>(i), box.y, width, box.h};
        widgets::card(pen, tile);
        const bool out = kpi.value && ((kpi.band_low && *kpi.value < *kpi.band_low) ||
                                       (kpi.band_high && *kpi.value > *kpi.band_high));
        if (out)
            pen.list->AddRect(ImVec2(tile.x, tile.y), ImVec2(tile.x + tile.w, tile.y + tile.h), palette.text2,
                              pen.unit * 0.35F, 0, std::max(1.0F, pen.unit * 0.1F));
        const float inset = pen.unit * 0.5F;
        float y = tile.y + inset * 0.5F;
        widgets::text(pen, fonts.small, tile.x + inset, y, palette.text2, kpi.name, tile.w - 2 * inset);
        y += fonts.small->FontSize;
        const std::string value = kpi.value ? viewmodel::number_text(*kpi.value) : "no data";
        ImFont* font = kpi.value ? fonts.bold : fonts.small;
        const float used = widgets::text(pen, font, tile.x + inset, y, kpi.value ? palette.text : palette.text2, value,
                                         tile.w - 2 * inset);
        if (kpi.value) {
            const float room = tile.w - 2 * inset - used - inset * 0.6F;
            if (widgets::width_of(fonts.small, kpi.unit) <= room) {
                widgets::text(pen, fonts.small, tile.x + inset + used + inset * 0.6F,
                              y + (fonts.bold->FontSize - fonts.small->FontSize) * 0.75F, palette.text2, kpi.unit);
            }
        }
        y += fonts.bold->FontSize + inset * 0.4F;
        trend(pen, {tile.x + inset, y, tile.w - 2 * inset, tile.y + tile.h - inset * 0.8F - y}, kpi);
    }
}

std::optional<WorkOrderId> orders(const Pen& pen, const Box& box, const LineModel& model, const WorkOrderId& selected) {
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    widgets::card(pen, box);
    std::optional<WorkOrderId> clicked;
    const float inset = pen.unit * 0.6F;
    const float row_height = fonts.small->FontSize + pen.unit * 0.55F;
    const auto room = static_cast<std::size_t>(std::max(1.0F, (box.h - inset * 0.6F) / row_height));
    if (model.orders.empty())
        widgets::text(pen, fonts.small, box.x + inset, box.y + inset, palette.text2, "no orders yet");
    for (std::size_t i = 0; i < model.orders.size() && i < room; ++i) {
        const auto& row = model.orders[i];
        const bool own = row.id == selected;
        const float y = box.y + inset * 0.3F + row_height * static_cast<float>(i);
        const float right = box.x + box.w - inset;
        if (own)
            pen.list->AddRectFilled(ImVec2(box.x, y), ImVec2(box.x + pen.unit * 0.25F, y + row_height), palette.order);
        const float range = std::max(widgets::width_of(fonts.bold,
                                                       "00:00\xE2\x80\x93"
                                                       "00:00"),
                                     widgets::width_of(fonts.small, row.range));
        const std::string counts = row.quantity > 0 ? std::to_string(row.done) + "/" + std::to_string(row.quantity)
                                                    : std::to_string(row.done) + " done";
        const float counts_right = right - range - pen.unit;
        const float counts_left = counts_right - widgets::width_of(fonts.small, counts);
        const float used = widgets::text(pen, fonts.small, box.x + inset, y, own ? palette.order : palette.text,
                                         row.id.value, counts_left - box.x - 2 * inset);
        widgets::text(pen, fonts.small, box.x + inset + used + pen.unit * 0.6F, y, palette.text, row.name,
                      counts_left - (box.x + inset + used + pen.unit * 1.2F));
        widgets::text(pen, fonts.small, counts_left, y, palette.text2, counts);
        widgets::text_right(pen, fonts.small, right, y, palette.text, row.range);
        const float bar_y = y + fonts.small->FontSize + pen.unit * 0.12F;
        const float bar_h = std::max(2.0F, pen.unit * 0.22F);
        const float width = right - box.x - inset;
        pen.list->AddRectFilled(ImVec2(box.x + inset, bar_y), ImVec2(right, bar_y + bar_h), palette.track);
        if (row.quantity > 0) {
            const auto share = [&](std::uint64_t units) {
                return width * std::min(1.0F, static_cast<float>(units) / static_cast<float>(row.quantity));
            };
            const auto hue = own ? palette.order : palette.text2;
            pen.list->AddRectFilled(ImVec2(box.x + inset, bar_y),
                                    ImVec2(box.x + inset + share(row.done + row.on_line), bar_y + bar_h),
                                    theme::faded(hue, 0.45F));
            pen.list->AddRectFilled(ImVec2(box.x + inset, bar_y),
                                    ImVec2(box.x + inset + share(row.done), bar_y + bar_h), hue);
        }
        ImGui::SetCursorScreenPos(ImVec2(box.x, y));
        if (ImGui::InvisibleButton(("order " + row.id.value).c_str(), ImVec2(box.w, row_height))) clicked = row.id;
    }
    return clicked;
}

}  // namespace glassline::panels
