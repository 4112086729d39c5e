#include "viewer/viewmodel/layout.hpp"

#include <algorithm>

namespace glassline::viewmodel {

float header_height(const Grid& grid, const TypeSizes& type) {
    return grid.wall ? type.normal * 1.3F : type.headline * 1.9F;
}

float callout_height(const Grid& grid, const TypeSizes& type) {
    return grid.wall ? type.headline * 1.06F + type.small * 1.2F : type.headline * 1.15F + type.small * 2.2F;
}

float banner_height(const TypeSizes& type) { return type.normal * 1.9F; }

LinePage line_page(const Grid& grid, const TypeSizes& type, int width, int height, const LinePageNeeds& needs) {
    LinePage page;
    page.grid = grid;
    const auto w = static_cast<float>(width), h = static_cast<float>(height);
    const float left = grid.outer, inner = w - 2 * grid.outer;
    const float small = type.small, line = grid.wall ? 1.0F : 1.25F;

    float y = 0;
    page.header = {left, 0, inner, needs.replay ? type.headline * 1.25F : header_height(grid, type)};
    y = page.header.bottom() + grid.gap * 0.8F;
    if (needs.banner) {
        page.banner = {0, y, w, banner_height(type)};
        y = page.banner.bottom() + grid.gap * 0.8F;
    }
    if (needs.callout) {
        page.callout = {left, y, inner, callout_height(grid, type)};
        y = page.callout.bottom();
    }

    // What each part needs at least, and what it can use at most.
    const float names_h = small * (grid.wall ? 1.15F : 1.6F);
    float cascade_h = needs.callout ? grid.inset * 0.8F + small * 1.1F : 0;
    const float kpi_head = grid.inset * 1.1F + small * line + type.normal * 1.05F;
    const float trend_least = small * (grid.wall ? 0.75F : 2.2F), trend_most = small * (grid.wall ? 2.6F : 8.0F);
    const float row_least = small * (grid.wall ? 1.16F : 2.2F);
    const float row_most = small * (grid.wall ? 2.7F : 4.6F);
    const float lane_least = small * (grid.wall ? 0.95F : 1.3F), lane_most = small * (grid.wall ? 1.9F : 2.3F);
    const float title = grid.wall ? 0 : small * 1.9F;
    const float axis = small * (grid.wall ? 1.02F : 1.5F);
    page.lane_rows = std::min<std::size_t>(std::max<std::size_t>(1, needs.lanes), grid.wall ? 3 : 16);
    page.order_rows = std::min<std::size_t>(std::max<std::size_t>(grid.wall ? 3 : 1, needs.orders), grid.wall ? 3 : 5);
    const float pad = grid.inset * (grid.wall ? 0.4F : 1.0F);
    const auto lower_for = [&](float row, float lane) {
        return 2 * pad + title +
               std::max(row * static_cast<float>(page.order_rows), lane * static_cast<float>(page.lane_rows) + axis);
    };
    const float top_least = small * (grid.wall ? 0.45F : 1.6F), top_most = small * (grid.wall ? 2.0F : 3.2F);
    // The names stand below the plinth's front edge: no line runs through a word.
    float floor = needs.floor_px + grid.gap * 0.1F;
    const float fixed =
        needs.picture_px + names_h + kpi_head + 3 * grid.gap + grid.outer * (grid.wall && !needs.replay ? 0.5F : 1.0F);
    const auto least = [&] {
        return fixed + floor + cascade_h + top_least + trend_least + lower_for(row_least, lane_least);
    };
    float spare = h - y - least();
    if (spare < 0) {  // the floor in front of the line is the first to go: nothing stands on it
        floor -= std::min(-spare, floor * 0.8F);
        spare = h - y - least();
    }
    if (spare < 0 && page.order_rows > 2) {
        page.order_rows = 2;
        page.lane_rows = std::min<std::size_t>(page.lane_rows, grid.wall ? 2 : 8);
        spare = h - y - least();
    }
    if (spare < 0 && (needs.replay || needs.banner)) {  // the bracket speaks of a present that is not known
        cascade_h = 0;
        spare = h - y - least();
    }
    if (spare < 0) {
        page.order_rows = page.lane_rows = 1;
        spare = h - y - least();
    }
    float top = top_least, trend = trend_least, lower = lower_for(row_least, lane_least);
    if (spare < 0) {  // the trend gives way before a word is cut
        const float give = std::min(-spare, trend_least * 0.7F);
        trend -= give, spare += give;
    }
    const auto use = [&](float& part, float most, float share) {
        const float more = std::clamp(std::min(most - part, spare * share), 0.0F, std::max(0.0F, spare));
        part += more, spare -= more;
    };
    const float lower_most = lower_for(row_most, lane_most);
    // An alarm's page keeps the picture tight; a quiet one gives pins and plates air.
    use(top, needs.callout ? top_most * 0.8F : top_most, 0.35F);
    use(lower, lower_most, 0.62F);
    use(trend, trend_most, 1.0F);
    use(lower, lower_most, 1.0F);
    use(top, top_most, 1.0F);
    if (spare > 0) trend += spare * 0.5F, lower += spare * 0.5F;  // a very tall window

    page.scene = {0, y, w, top + needs.picture_px + floor};
    page.picture_y = y + top;
    const float feet = page.picture_y + needs.picture_px;
    page.names = {left, feet + floor, inner, names_h};
    y = std::max(page.scene.bottom(), page.names.bottom());
    page.cascade = {left, y, inner, cascade_h};
    y += cascade_h + grid.gap;
    page.kpis = {left, y, inner, kpi_head + trend};
    y = page.kpis.bottom() + grid.gap;
    const float split = grid.wall ? inner * 0.565F : inner * 0.42F;
    page.orders = {left, y, split, lower};
    page.lanes = {left + split + grid.gap, y, inner - split - grid.gap, lower};
    const float row = (lower - 2 * pad - title) / static_cast<float>(std::max<std::size_t>(1, page.order_rows));
    page.rows_have_details = row >= small * (grid.wall ? 2.35F : 3.3F);
    // More rows instead of taller ones, where there are orders for them.
    const float wanted = page.rows_have_details ? small * (grid.wall ? 2.35F : 3.3F) : row_least;
    const auto room = static_cast<std::size_t>(std::max(1.0F, (lower - 2 * pad - title) / wanted));
    page.order_rows = std::max(page.order_rows, std::min(room, needs.orders));
    return page;
}

ReplayPage replay_page(const Grid& grid, const TypeSizes& type, int width, int height) {
    ReplayPage page;
    page.grid = grid;
    page.border = 12.0F * static_cast<float>(width) / 1920.0F * (grid.wall ? 1.0F : 1.0F);
    const auto w = static_cast<float>(width), h = static_cast<float>(height);
    const float b = page.border, gap = grid.gap;
    page.header = {b, b, w - 2 * b, type.headline * 2.2F};
    const float top = page.header.bottom() + gap, bottom = h - b - gap;
    const float right_w = (w - 2 * b) * 0.277F;
    const float x = b + gap;
    page.messages = {w - b - gap - right_w, top, right_w, (bottom - top - gap) * 0.64F};
    page.station = {page.messages.x, page.messages.bottom() + gap, right_w, 0};
    page.station.h = bottom - page.station.y;
    const float left_w = page.messages.x - gap - x;
    page.timeline = {x, 0, left_w, (bottom - top - gap) * 0.48F};
    page.timeline.y = bottom - page.timeline.h;
    page.scene = {x, top, left_w, page.timeline.y - gap - top};
    return page;
}

StationPage station_page(const Grid& grid, const TypeSizes& type, int width, int height, float border, bool callout,
                         bool banner, std::size_t fault_rows) {
    StationPage page;
    page.grid = grid;
    page.border = border;
    const auto w = static_cast<float>(width), h = static_cast<float>(height);
    const float left = grid.outer + border, inner = w - 2 * left, gap = grid.gap;
    page.header = {left, border, inner, border > 0 ? type.headline * 2.2F : header_height(grid, type)};
    float y = page.header.bottom() + gap;
    if (banner) {
        page.banner = {border, y, w - 2 * border, banner_height(type)};
        y = page.banner.bottom() + gap;
    }
    if (callout) {
        page.callout = {left, y, inner, callout_height(grid, type)};
        y = page.callout.bottom() + gap;
    }
    const float bottom = h - border - grid.outer;
    const float left_w = inner * 0.406F, middle_w = inner * 0.30F;
    const float right_w = inner - left_w - middle_w - 2 * gap;
    const float all = bottom - y;
    page.history = {left, 0, left_w, grid.inset * 2 + type.small * 9.6F};
    page.scene = {left, y, left_w, (all - page.history.h - 2 * gap) * 0.62F};
    page.history.y = page.scene.bottom() + gap;
    page.cycles = {left, page.history.bottom() + gap, left_w, 0};
    page.cycles.h = bottom - page.cycles.y;
    page.middle = {left + left_w + gap, y, middle_w, all};
    const float right = page.middle.right() + gap;
    // Faults take what they need, at most two fifths; the messages the rest.
    const float faults = grid.inset * 1.8F + type.small * (1.7F + 2.3F * static_cast<float>(fault_rows));
    page.faults = {right, 0, right_w, std::min(faults, all * 0.4F)};
    page.faults.y = bottom - page.faults.h;
    page.messages = {right, y, right_w, page.faults.y - gap - y};
    return page;
}

}  // namespace glassline::viewmodel
