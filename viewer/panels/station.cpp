#include <algorithm>
#include <array>

#include "viewer/panels/replay_panels.hpp"

namespace glassline::panels {
namespace {

// Title left, what it counts right; gives the room below.
Box titled(const Pen& pen, const Box& box, const std::string& title, const std::string& note) {
    widgets::card(pen, box);
    const auto& grid = pen.grid;
    const float y = box.y + grid.inset * 0.8F;
    widgets::text(pen, pen.fonts->small_bold, box.x + grid.inset, y, pen.palette->text, title, box.w - 2 * grid.inset);
    widgets::text_right(pen, pen.fonts->small, box.right() - grid.inset, y, pen.palette->text2, note);
    const float top = y + pen.fonts->small->FontSize * 1.7F;
    return {box.x + grid.inset, top, box.w - 2 * grid.inset, box.bottom() - grid.inset - top};
}

void nothing(const Pen& pen, const Box& box, const std::string& words) {
    widgets::text(pen, pen.fonts->small, box.x, box.y, pen.palette->text2, words, box.w);
}

}  // namespace

bool station_header(const Pen& pen, const Box& box, const viewmodel::StationModel& model, const LineModel& line) {
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const auto& grid = pen.grid;
    static const std::string towards = "  \xE2\x80\xBA  ", simulated = "simulated data";
    const float base = box.y + (box.h - fonts.headline->FontSize) / 2;
    widgets::fill(pen, {0, box.y, box.x * 2 + box.w, box.h}, palette.panel);
    ImFont* soft = fonts.normal;
    const float line_y = widgets::on_line_of(fonts.headline, soft, base);
    const float w = widgets::width_of(soft, model.line);
    const Box back{box.x - grid.inset / 2, box.y, w + grid.inset, box.h};
    float x = box.x;
    x += widgets::text(pen, soft, x, line_y, widgets::hovered(back) ? palette.text : palette.text2, model.line);
    x += widgets::text(pen, soft, x, line_y, palette.text2, towards);
    x += widgets::text(pen, fonts.headline, x, base, palette.text, model.name);
    const float right = box.right() - widgets::width_of(fonts.headline, line.header.clock);
    float end = right - grid.gap * 2;
    widgets::text(pen, fonts.headline, right, base, palette.text, line.header.clock);
    if (line.header.simulated) {
        end -= widgets::width_of(soft, simulated);
        widgets::text(pen, soft, end, line_y, palette.text2, simulated);
    }
    widgets::text(pen, soft, x + grid.gap * 3, line_y, palette.text2, model.condition,
                  end - grid.gap * 2 - x - grid.gap * 3);
    pen.list->AddLine(ImVec2(0, box.bottom()), ImVec2(box.x * 2 + box.w, box.bottom()), palette.line, grid.rule);
    return widgets::clicked(back);
}

void histogram(const Pen& pen, const Box& box, const viewmodel::StationModel& model) {
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    auto* font = pen.fonts->small;
    const auto& bins = model.histogram;
    const Box inside =
        titled(pen, box, model.name + (model.cycle_heading == "Time inside" ? ", time inside" : ", cycle time"),
               bins.empty() ? "" : model.cycles_title + ", s");
    if (bins.empty()) return nothing(pen, inside, "no work was completed here yet");
    const float facts = font->FontSize * 3.1F;
    const Box plot{inside.x, inside.y + font->FontSize * 1.3F, inside.w, inside.h - facts - font->FontSize * 3.0F};
    const std::size_t most = *std::max_element(bins.counts.begin(), bins.counts.end());
    const float step = plot.w / static_cast<float>(bins.counts.size());
    const double end = bins.from + bins.width * static_cast<double>(bins.counts.size());
    const auto x_of = [&](double s) {
        return plot.x + plot.w * static_cast<float>((s - bins.from) / (end - bins.from));
    };
    if (model.nominal_s > 0) {
        const float from = std::max(plot.x, x_of(model.nominal_s * 0.95)),
                    to = std::min(plot.right(), x_of(model.nominal_s * 1.05));
        if (to > from) widgets::fill(pen, {from, plot.y, to - from, plot.h}, palette.band);
    }
    for (std::size_t i = 0; i < bins.counts.size(); ++i) {
        if (bins.counts[i] == 0) continue;
        const float h = std::max(2.0F, plot.h * static_cast<float>(bins.counts[i]) / static_cast<float>(most));
        const double middle = bins.from + bins.width * (static_cast<double>(i) + 0.5);
        const bool slow = model.nominal_s > 0 && middle > model.nominal_s * 1.1;
        widgets::fill(pen, {plot.x + step * static_cast<float>(i) + 1, plot.bottom() - h, step - 2, h},
                      slow ? palette.text : palette.grey3);
    }
    pen.list->AddLine(ImVec2(plot.x, plot.bottom()), ImVec2(plot.right(), plot.bottom()), palette.grey3, grid.rule);
    const std::size_t each = std::max<std::size_t>(1, bins.counts.size() / 5);
    for (std::size_t i = 0; i < bins.ticks.size(); ++i)
        widgets::text(pen, font, plot.x + step * static_cast<float>(i * each), plot.bottom() + font->FontSize * 0.3F,
                      palette.text2, bins.ticks[i]);
    if (model.nominal_s > 0) {
        const float x = std::clamp(x_of(model.nominal_s), plot.x, plot.right());
        widgets::dashes_down(pen, x, plot.y - font->FontSize * 0.4F, plot.bottom(), palette.text, grid.bracket);
        const float w = widgets::width_of(font, model.nominal_words);
        const bool right = x + grid.gap * 0.6F + w <= plot.right();
        widgets::text(pen, font, right ? x + grid.gap * 0.6F : x - grid.gap * 0.6F - w, plot.y - font->FontSize * 1.25F,
                      palette.text, model.nominal_words);
    }
    const float y = inside.bottom() - facts + font->FontSize * 0.4F;
    static const std::string median = "median", slowest = "slowest", here = "here now";
    const std::array<std::pair<const std::string*, std::string>, 3> rows{
        {{&median, model.median},
         {&slowest, model.slowest},
         {&here, std::to_string(model.panels.size() + model.panels_more)}}};
    const float column = inside.w / 3;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const float x = inside.x + column * static_cast<float>(i);
        widgets::text(pen, font, x, y, palette.text2, *rows[i].first);
        widgets::text(pen, pen.fonts->bold, x, y + font->FontSize * 1.3F, palette.text, rows[i].second,
                      column - grid.gap);
    }
}

void cycle_plot(const Pen& pen, const Box& box, const viewmodel::StationModel& model) {
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    auto* font = pen.fonts->small;
    const Box inside = titled(pen, box, model.cycle_heading, model.cycles.empty() ? "" : model.cycles_title + ", s");
    if (model.cycles.empty()) return nothing(pen, inside, "no work was completed here yet");
    const std::string high = viewmodel::number_text(model.cycle_high), low = viewmodel::number_text(model.cycle_low);
    const float numbers = std::max(
        {widgets::width_of(font, high), widgets::width_of(font, low), widgets::width_of(font, model.nominal_words)});
    const Box plot{inside.x, inside.y + font->FontSize * 0.4F, inside.w - numbers - grid.gap,
                   inside.h - font->FontSize * 0.8F};
    const double span = std::max(1e-6, model.cycle_high - model.cycle_low);
    const auto y_of = [&](double s) {
        return plot.bottom() - plot.h * static_cast<float>(std::clamp((s - model.cycle_low) / span, 0.0, 1.0));
    };
    const float x = inside.right();
    widgets::text_right(pen, font, x, plot.y - font->FontSize * 0.5F, palette.text2, high);
    widgets::text_right(pen, font, x, plot.bottom() - font->FontSize * 0.5F, palette.text2, low);
    if (model.nominal_s > 0) {
        const float top = y_of(model.nominal_s * 1.05), bottom = y_of(model.nominal_s * 0.95);
        widgets::fill(pen, {plot.x, top, plot.w, std::max(2.0F, bottom - top)}, palette.band);
        const float y = y_of(model.nominal_s);
        widgets::dashes(pen, plot.x, plot.right(), y, palette.text2, grid.rule);
        const float words = y - font->FontSize * 0.5F;
        if (words - plot.y > font->FontSize * 0.7F && plot.bottom() - y > font->FontSize * 1.2F)
            widgets::text_right(pen, font, x, words, palette.text, model.nominal_words);
    }
    const auto count = model.cycles.size();
    const float radius = std::max(2.5F, grid.gap * 0.25F);
    float worded_to = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const float px = plot.x + plot.w * (static_cast<float>(i) + 0.5F) / static_cast<float>(count);
        const float py = y_of(model.cycles[i]);
        const bool slow = model.nominal_s > 0 && model.cycles[i] > model.nominal_s * 1.1;
        if (slow) {
            const float s = radius * 1.6F;
            pen.list->AddQuadFilled(ImVec2(px, py - s), ImVec2(px + s, py), ImVec2(px, py + s), ImVec2(px - s, py),
                                    palette.text);
            if (model.cycles[i] > model.cycle_high && px > worded_to) {  // off the scale: in words
                const std::string words = viewmodel::number_text(model.cycles[i]) + " s";
                const float w = widgets::width_of(font, words);
                const bool right = px + s * 2 + w < plot.right();
                worded_to = px + s * 4 + w;
                widgets::text(pen, font, right ? px + s * 2 : px - s * 2 - w, py - font->FontSize * 0.5F, palette.text,
                              words);
            }
        } else {
            pen.list->AddCircleFilled(ImVec2(px, py), radius, palette.grey3, 12);
        }
    }
}

void state_history(const Pen& pen, const Box& box, const viewmodel::StationModel& model) {
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    auto* font = pen.fonts->small;
    static const std::string title = "State history";
    const Box inside = titled(pen, box, title, model.history_from + " to " + model.history_to);
    const float legend = font->FontSize * 2.7F;
    const Box lane{inside.x, inside.y, inside.w,
                   std::min(inside.h - legend - font->FontSize * 2.2F, font->FontSize * 3.2F)};
    const auto x_of = [&](double s) {
        return lane.x + lane.w * static_cast<float>(std::clamp(1 + s / std::max(1.0, model.history_s), 0.0, 1.0));
    };
    for (const auto& bar : model.history.bars) {
        if (bar.to_s < -model.history_s) continue;
        lane_bar(pen, lane, x_of(bar.from_s), x_of(bar.to_s), bar.state, bar.alarm, false);
    }
    if (model.history.bars.empty()) lane_bar(pen, lane, lane.x, lane.right(), {}, std::nullopt, true);
    const float y = lane.bottom() + font->FontSize * 0.4F;
    widgets::text(pen, font, lane.x, y, palette.text2, model.history_from);
    widgets::text_centred(pen, font, lane.x + lane.w / 2, y, palette.text2, model.history_middle);
    widgets::text_right(pen, font, lane.right(), y, palette.text2, model.history_to);
    const float step = inside.w / static_cast<float>(std::max<std::size_t>(1, model.shares.size()));
    const float bottom = inside.bottom() - font->FontSize * 2.4F;
    for (std::size_t i = 0; i < model.shares.size(); ++i) {
        const float x = inside.x + step * static_cast<float>(i);
        const float w = font->FontSize * 1.5F;
        lane_bar(pen, {x, bottom + font->FontSize * 0.5F, w, font->FontSize * 1.1F}, x, x + w, model.shares[i].state,
                 std::nullopt, false);
        widgets::text(pen, font, x + w + grid.gap * 0.6F, bottom, palette.text2, model.shares[i].name,
                      step - w - grid.gap);
        widgets::text(pen, pen.fonts->small_bold, x + w + grid.gap * 0.6F, bottom + font->FontSize * 1.2F, palette.text,
                      model.shares[i].share);
    }
}

namespace {

// A panel's row: mark, barcode, order, up to two times at the right. `own`: of the selected order.
void panel_row(const Pen& pen, const Box& row, const std::string& title, const std::string& order,
               const std::string& first, const std::string& second, bool own, bool hollow, bool strong) {
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    auto* font = pen.fonts->small;
    static const std::string widest_time = "00:00:00", widest_age = "000 min";
    const float y = row.y + (row.h - font->FontSize) / 2;
    const float dot = font->FontSize * 0.3F;
    const auto hue = own ? palette.order : palette.grey3;
    if (hollow)
        pen.list->AddCircle(ImVec2(row.x + dot, row.y + row.h / 2), dot, hue, 16, grid.bracket);
    else
        pen.list->AddCircleFilled(ImVec2(row.x + dot, row.y + row.h / 2), dot, hue, 16);
    float right = row.right();
    widgets::text_right(pen, font, right, y, palette.text2, first);
    right -= widgets::width_of(font, widest_time) + grid.gap;
    if (!second.empty()) {
        widgets::text_right(pen, strong ? pen.fonts->small_bold : font, right, y, strong ? palette.text : palette.text2,
                            second);
        right -= widgets::width_of(font, widest_age) + grid.gap;
    }
    const float left = row.x + dot * 4;
    const float used = widgets::text(pen, font, left, y, palette.text, title, right - left);
    if (right - left - used - grid.gap > font->FontSize * 3)
        widgets::text(pen, font, left + used + grid.gap, y, own ? palette.order_text : palette.text2, order,
                      right - left - used - grid.gap);
}

}  // namespace

void station_now(const Pen& pen, const Box& box, const viewmodel::StationModel& model, const WorkOrderId& selected) {
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    auto* font = pen.fonts->small;
    const float step = font->FontSize * 1.85F;
    const float head = grid.inset * 1.8F + font->FontSize * 1.7F;
    static const std::string station = "Station", here = "Panels here", none = "none", since = "for",
                             last = "Last panels", worked = "for, until";
    const auto rule = [&](const Box& list, std::size_t i) {
        const float y = list.y + step * static_cast<float>(i);
        if (i > 0) pen.list->AddLine(ImVec2(list.x, y), ImVec2(list.right(), y), palette.line, grid.rule);
        return Box{list.x, y, list.w, step};
    };
    const auto own = [&](const std::string& order) { return !selected.empty() && order.rfind(selected.value, 0) == 0; };
    Box part{box.x, box.y, box.w, head + step * static_cast<float>(model.facts.size())};
    const Box facts = titled(pen, part, station, "");
    for (std::size_t i = 0; i < model.facts.size(); ++i) {
        const Box row = rule(facts, i);
        const float y = row.y + (row.h - font->FontSize) / 2;
        const float used = widgets::text(pen, font, row.x, y, palette.text2, model.facts[i].name);
        const float room = row.w - used - grid.gap;
        const float w = std::min(room, widgets::width_of(pen.fonts->small_bold, model.facts[i].text));
        widgets::text(pen, pen.fonts->small_bold, row.right() - w, y, palette.text, model.facts[i].text, room);
    }
    const std::size_t shown = std::min<std::size_t>(model.panels.size(), 6);
    part.y = part.bottom() + grid.gap;
    part.h = head + step * static_cast<float>(shown);
    const Box list = titled(pen, part, here, model.panels.empty() ? none : since);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& panel = model.panels[i];
        panel_row(pen, rule(list, i), panel.title, panel.order, panel.age, "", own(panel.order), panel.inferred, false);
    }
    part.y = part.bottom() + grid.gap;
    part.h = box.bottom() - part.y;
    const Box past = titled(pen, part, last, model.done.empty() ? none : worked);
    const auto room = static_cast<std::size_t>(std::max(0.0F, past.h / step));
    for (std::size_t i = 0; i < model.done.size() && i < room; ++i) {
        const auto& panel = model.done[i];
        panel_row(pen, rule(past, i), panel.title, panel.order, panel.at, panel.worked, own(panel.order), false,
                  panel.slow);
    }
}

void station_faults(const Pen& pen, const Box& box, const viewmodel::StationModel& model) {
    const auto& palette = *pen.palette;
    const auto& grid = pen.grid;
    auto* font = pen.fonts->small;
    static const std::string faults = "Active faults", found = "Defects found here", none = "none";
    const bool inspects = !model.defects.empty();
    const Box inside = titled(pen, box, inspects ? found : faults,
                              inspects               ? "count"
                              : model.faults.empty() ? none
                                                     : "");
    const float step = font->FontSize * 2.3F;
    if (!inspects) {
        for (std::size_t i = 0; i < model.faults.size(); ++i) {
            const float y = inside.y + step * 0.75F * static_cast<float>(i);
            if (y + font->FontSize > inside.bottom()) break;
            widgets::text(pen, pen.fonts->small_bold, inside.x, y, palette.text, model.faults[i], inside.w);
        }
        return;
    }
    const auto most = static_cast<float>(std::max<std::size_t>(1, model.defects.front().count));
    for (std::size_t i = 0; i < model.defects.size(); ++i) {
        const float y = inside.y + step * static_cast<float>(i);
        if (y + step > inside.bottom() + font->FontSize) break;
        widgets::text(pen, font, inside.x, y, palette.text, model.defects[i].name, inside.w * 0.8F);
        widgets::text_right(pen, pen.fonts->small_bold, inside.right(), y, palette.text, model.defects[i].text);
        const Box bar{inside.x, y + font->FontSize * 1.35F, inside.w, std::max(3.0F, grid.gap * 0.4F)};
        widgets::fill(pen, bar, palette.track);
        widgets::fill(pen, {bar.x, bar.y, bar.w * static_cast<float>(model.defects[i].count) / most, bar.h},
                      palette.grey3);
    }
}

}  // namespace glassline::panels
