#include <algorithm>

#include "viewer/panels/panels.hpp"

namespace glassline::panels {
namespace {

struct Columns {
    float left, right;  // of the card's inside
    float range_left, counts_right;
};

void progress(const Pen& pen, const Box& bar, const viewmodel::OrderRow& row, bool own) {
    const auto& palette = *pen.palette;
    widgets::fill(pen, bar, palette.track);
    if (row.quantity == 0) return;
    const auto share = [&](std::uint64_t units) {
        return bar.w * std::min(1.0F, static_cast<float>(units) / static_cast<float>(row.quantity));
    };
    const auto hue = own ? palette.order : palette.text2;
    widgets::fill(pen, {bar.x, bar.y, share(row.done + row.on_line), bar.h}, theme::faded(hue, 0.45F));
    widgets::fill(pen, {bar.x, bar.y, share(row.done), bar.h}, hue);
}

void row_of(const Pen& pen, const Box& box, const Columns& columns, const viewmodel::OrderRow& row, bool own,
            bool details) {
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const auto& grid = pen.grid;
    const bool wall = grid.wall;
    const float bar_h = std::max(2.0F, wall ? grid.trend * 1.7F : grid.inset * 0.34F);
    const bool roomy = !wall && details && box.h > fonts.small->FontSize * 5.0F;
    ImFont* plain = roomy ? fonts.normal : fonts.small;
    ImFont* strong = roomy ? fonts.bold : fonts.small_bold;
    const float block = plain->FontSize * 1.0F + fonts.small->FontSize * (details ? (wall ? 1.2F : 1.6F) : 0.0F) +
                        bar_h + (wall ? 0 : grid.gap * 0.6F);
    const float y = box.y + std::max(0.0F, (box.h - block) * (wall && !details ? 0.3F : 0.5F));
    if (own)
        widgets::fill(pen, {box.x - grid.inset, box.y, std::max(3.0F, grid.rule * 4), box.h * 0.96F}, palette.order);
    const std::string& range = row.range.empty() ? row.promised : row.range;
    const float counts_left = columns.counts_right - widgets::width_of(plain, row.counts);
    const float used = widgets::text(pen, strong, columns.left, y, own ? palette.order_text : palette.text,
                                     row.id.value, counts_left - grid.gap - columns.left);
    const float name_x = columns.left + used + grid.gap * 0.8F;
    if (counts_left - grid.gap * 0.5F - name_x > plain->FontSize)
        widgets::text(pen, plain, name_x, y, palette.text, row.name, counts_left - grid.gap * 0.5F - name_x);
    widgets::text(pen, plain, counts_left, y, palette.text2, row.counts);
    if (!range.empty()) {
        ImFont* font = row.range.empty() || row.finished ? plain : strong;
        widgets::text_right(pen, font, columns.right, y,
                            row.range.empty() || row.finished ? palette.text2 : palette.text, range);
    } else {
        static const std::string none = "no forecast yet", dash = "\xE2\x80\x93 \xE2\x80\x93";
        const bool fits = widgets::width_of(plain, none) <= columns.right - columns.range_left;
        widgets::text_right(pen, plain, columns.right, y, palette.text2, fits ? none : dash);
    }
    float below = y + plain->FontSize + (wall ? grid.rule : grid.gap * 0.5F);
    if (details) {
        const float line = y + plain->FontSize + fonts.small->FontSize * (wall ? 0.2F : 0.45F);
        const bool both = !row.range.empty() && !row.promised.empty() && !row.finished;
        const float end =
            both ? columns.right - widgets::width_of(fonts.small, row.promised) - grid.gap : columns.right;
        if (both)
            widgets::text_right(pen, row.late ? fonts.small_bold : fonts.small, columns.right, line,
                                row.late ? palette.text : palette.text2, row.promised);
        const std::string& words =
            widgets::width_of(fonts.small, row.details) <= end - columns.left ? row.details : row.customer;
        widgets::text(pen, fonts.small, columns.left, line, palette.text2, words, end - columns.left);
        below += fonts.small->FontSize * (wall ? 1.2F : 1.55F);
    }
    progress(pen, {columns.left, below, columns.right - columns.left, bar_h}, row, own);
}

}  // namespace

std::optional<WorkOrderId> orders(const Pen& pen, const Box& box, const LineModel& model, std::size_t rows,
                                  bool details, const WorkOrderId& selected) {
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const auto& grid = pen.grid;
    widgets::card(pen, box);
    std::optional<WorkOrderId> answer;
    Box inside{box.x + grid.inset, box.y + grid.inset * (grid.wall ? 0.4F : 1.0F), box.w - 2 * grid.inset, 0};
    inside.h = box.bottom() - grid.inset * (grid.wall ? 0.4F : 1.0F) - inside.y;
    Columns columns{inside.x, inside.right(), 0, 0};
    static const std::string widest =
                                 "00:00\xE2\x80\x93"
                                 "00:00",
                             title = "Orders", done = "units done", range = "done between (8 in 10)";
    columns.range_left = columns.right - widgets::width_of(fonts.small_bold, widest);
    if (!grid.wall) {
        columns.range_left = std::min(columns.range_left, columns.right - widgets::width_of(fonts.small, range));
        widgets::text(pen, fonts.small_bold, columns.left, inside.y, palette.text, title);
        widgets::text_right(pen, fonts.small, columns.right, inside.y, palette.text2, range);
        const float head = fonts.small->FontSize * 1.9F;
        columns.counts_right = columns.range_left - grid.gap * 2;
        widgets::text_right(pen, fonts.small, columns.counts_right, inside.y, palette.text2, done);
        inside.y += head, inside.h -= head;
    } else {
        columns.counts_right = columns.range_left - grid.gap * 1.6F;
    }
    if (model.orders.empty()) {
        static const std::string none = "no orders yet";
        widgets::text(pen, fonts.small, inside.x, inside.y, palette.text2, none);
        return answer;
    }
    rows = std::min(rows, model.orders.size());
    const float step = std::min(inside.h / static_cast<float>(std::max<std::size_t>(1, rows)),
                                fonts.small->FontSize * (grid.wall ? 3.4F : 9.0F));
    for (std::size_t i = 0; i < rows; ++i) {
        const Box row{inside.x, inside.y + step * static_cast<float>(i), inside.w, step};
        const Box whole{box.x, row.y, box.w, row.h};
        if (widgets::hovered(whole) && !grid.wall) widgets::fill(pen, whole, theme::faded(palette.line, 0.35F));
        if (i > 0 && !grid.wall)
            pen.list->AddLine(ImVec2(row.x, row.y), ImVec2(row.right(), row.y), palette.line, grid.rule);
        row_of(pen, row, columns, model.orders[i], model.orders[i].id == selected, details);
        if (widgets::clicked(whole)) answer = model.orders[i].id;
    }
    return answer;
}

}  // namespace glassline::panels
