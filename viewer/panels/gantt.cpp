#include <algorithm>

#include "viewer/panels/panels.hpp"

namespace glassline::panels {
namespace {

// State by height and fill, not by hue: only an active alarm has a colour.
void bar(const Pen& pen, const Box& lane, float from, float to, const viewmodel::GanttBar& what) {
    const auto& palette = *pen.palette;
    const float third = lane.h / 3;
    const Box full{from, lane.y + lane.h * 0.08F, std::max(1.0F, to - from), lane.h * 0.84F};
    const Box middle{from, lane.y + third, std::max(1.0F, to - from), third};
    const auto fill = [&](const Box& b, std::uint32_t colour) {
        pen.list->AddRectFilled(ImVec2(b.x, b.y), ImVec2(b.x + b.w, b.y + b.h), colour);
    };
    const auto hollow = [&](const Box& b) {
        pen.list->AddRect(ImVec2(b.x, b.y), ImVec2(b.x + b.w, b.y + b.h), palette.text2, 0, 0, 1);
    };
    if (what.alarm) return fill(full, theme::alarm_colour(*what.alarm));
    switch (what.state.e10) {
        case EquipmentClass::productive:
            return fill(middle, palette.productive);
        case EquipmentClass::standby:
            if (what.state.blocked()) {
                widgets::hatch(pen, {full.x, lane.y + third * 0.6F, full.w, third * 1.8F}, palette.text2,
                               pen.unit * 0.5F, false);
                return hollow({full.x, lane.y + third * 0.6F, full.w, third * 1.8F});
            }
            return hollow(middle);
        case EquipmentClass::engineering:
            return hollow(full);
        case EquipmentClass::scheduled_down:
            return hollow(full);
        case EquipmentClass::unscheduled_down:
            return fill(full, palette.past_down);
        case EquipmentClass::non_scheduled:
            return;
        case EquipmentClass::unknown:
            return widgets::hatch(pen, middle, palette.line, pen.unit * 0.5F, true);
    }
}

}  // namespace

void gantt(const Pen& pen, const Box& box, const LineModel& model, std::size_t most) {
    const auto& palette = *pen.palette;
    auto* font = pen.fonts->small;
    widgets::card(pen, box);
    std::vector<const viewmodel::GanttLane*> lanes;
    for (const auto& lane : model.lanes) lanes.push_back(&lane);
    if (lanes.size() > most) {
        std::stable_sort(lanes.begin(), lanes.end(), [](const auto* a, const auto* b) { return a->news > b->news; });
        lanes.resize(most);
    }
    const float inset = pen.unit * 0.6F;
    float names = 0;
    for (const auto* lane : lanes) names = std::max(names, widgets::width_of(font, lane->name));
    const float left = box.x + inset + names + pen.unit * 0.6F;
    const float right = box.x + box.w - inset;
    const float axis = font->FontSize + pen.unit * 0.2F;
    const float lane_h = (box.h - inset - axis) / static_cast<float>(std::max<std::size_t>(1, lanes.size()));
    const auto x_of = [&](double s) {
        return left + (right - left) * static_cast<float>(1.0 + s / model.lane_window_s);
    };
    for (int q = 0; q <= 4; ++q) {
        const float x = left + (right - left) * static_cast<float>(q) / 4.0F;
        pen.list->AddLine(ImVec2(x, box.y + inset * 0.5F), ImVec2(x, box.y + box.h - axis), palette.line, 1);
    }
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const Box lane{left, box.y + inset * 0.5F + lane_h * static_cast<float>(i), right - left, lane_h};
        widgets::text(pen, font, box.x + inset, lane.y + (lane.h - font->FontSize) / 2,
                      lanes[i]->news ? palette.text : palette.text2, lanes[i]->name);
        const Box slim{lane.x, lane.y + lane.h * 0.12F, lane.w, std::min(lane.h * 0.76F, pen.unit * 1.6F)};
        const Box centred{slim.x, lane.y + (lane.h - slim.h) / 2, slim.w, slim.h};
        for (const auto& b : lanes[i]->bars) bar(pen, centred, x_of(b.from_s), x_of(b.to_s), b);
        if (lanes[i]->bars.empty())
            widgets::hatch(pen, {centred.x, centred.y + centred.h / 3, centred.w, centred.h / 3}, palette.line,
                           pen.unit * 0.5F, true);
    }
    const float y = box.y + box.h - axis;
    widgets::text(pen, font, left, y, palette.text2, "-" + viewmodel::age_text(from_seconds(model.lane_window_s)));
    widgets::text_right(pen, font, right, y, palette.text2, "now");
    pen.list->AddLine(ImVec2(right, box.y + inset * 0.5F), ImVec2(right, y), palette.text,
                      std::max(1.5F, pen.unit * 0.12F));
}

TimeBarAnswer time_bar(const Pen& pen, const Box& box, const TimeBar& model) {
    const auto& palette = *pen.palette;
    auto* font = pen.fonts->small;
    TimeBarAnswer answer;
    widgets::card(pen, box);
    const float button = box.h * 0.5F;
    const float cx = box.x + button;
    const float cy = box.y + box.h / 2;
    const float s = button * 0.45F;
    if (model.playing) {
        pen.list->AddRectFilled(ImVec2(cx - s, cy - s), ImVec2(cx - s * 0.3F, cy + s), palette.text);
        pen.list->AddRectFilled(ImVec2(cx + s * 0.3F, cy - s), ImVec2(cx + s, cy + s), palette.text);
    } else {
        pen.list->AddTriangleFilled(ImVec2(cx - s, cy - s), ImVec2(cx + s, cy), ImVec2(cx - s, cy + s), palette.text);
    }
    ImGui::SetCursorScreenPos(ImVec2(box.x, box.y));
    answer.toggle_play = ImGui::InvisibleButton("play", ImVec2(button * 2, box.h));
    const std::string speed = "\xC3\x97" + viewmodel::number_text(model.speed);
    widgets::text(pen, font, box.x + button * 2, cy - font->FontSize / 2, palette.text2, speed);
    const Box track{box.x + button * 2 +
                        widgets::width_of(font,
                                          "\xC3\x97"
                                          "1000") +
                        pen.unit,
                    box.y + font->FontSize * 1.25F, 0, box.h - font->FontSize * 2.7F};
    const float width = box.x + box.w - pen.unit - track.x;
    pen.list->AddRectFilled(ImVec2(track.x, track.y), ImVec2(track.x + width, track.y + track.h), palette.track);
    const double span = std::max(1e-6, seconds(model.last - model.first));
    const auto share = static_cast<float>(std::clamp(seconds(model.now - model.first) / span, 0.0, 1.0));
    if (model.density != nullptr) {
        const auto count = model.density->size();
        for (std::size_t i = 0; i < count; ++i) {
            const float x = track.x + width * static_cast<float>(i) / static_cast<float>(count);
            const float h = track.h * (*model.density)[i];
            const bool past = static_cast<float>(i) / static_cast<float>(count) <= share;
            pen.list->AddRectFilled(ImVec2(x, track.y + track.h - h),
                                    ImVec2(x + width / static_cast<float>(count) * 0.7F, track.y + track.h),
                                    theme::faded(palette.grey3, past ? 1.0F : 0.42F));
        }
    }
    const float x = track.x + width * share;
    pen.list->AddLine(ImVec2(x, box.y + font->FontSize * 1.1F), ImVec2(x, track.y + track.h), palette.text,
                      std::max(2.0F, pen.unit * 0.18F));
    const std::string now = viewmodel::clock_text(model.now, model.zone, true);
    const float plate = widgets::width_of(font, now) + pen.unit * 0.8F;
    const float px = std::clamp(x - plate / 2, track.x, track.x + width - plate);
    pen.list->AddRectFilled(ImVec2(px, box.y + 1), ImVec2(px + plate, box.y + font->FontSize * 1.2F), palette.text,
                            pen.unit * 0.2F);
    widgets::text(pen, font, px + pen.unit * 0.4F, box.y + font->FontSize * 0.08F, palette.ground, now);
    const float below = track.y + track.h + font->FontSize * 0.15F;
    widgets::text(pen, font, track.x, below, palette.text2, viewmodel::clock_text(model.first, model.zone, true));
    widgets::text_right(pen, font, track.x + width, below, palette.text2,
                        viewmodel::clock_text(model.last, model.zone, true));
    ImGui::SetCursorScreenPos(ImVec2(track.x, box.y));
    ImGui::InvisibleButton("scrub", ImVec2(std::max(1.0F, width), box.h));
    if (ImGui::IsItemActive()) answer.seek = std::clamp((ImGui::GetIO().MousePos.x - track.x) / width, 0.0F, 1.0F);
    return answer;
}

void replay_frame(const Pen& pen, const Box& window, float header_height, const TimeBar& model,
                  const std::string& date) {
    const auto& palette = *pen.palette;
    const auto& fonts = *pen.fonts;
    const float b = std::max(12.0F, pen.unit);
    const auto bright = IM_COL32(0xE8, 0xEA, 0xEC, 255);
    const auto dim = IM_COL32(0x5A, 0x60, 0x67, 255);
    for (const Box& edge :
         {Box{window.x, window.y, window.w, b}, Box{window.x, window.y + window.h - b, window.w, b},
          Box{window.x, window.y, b, window.h}, Box{window.x + window.w - b, window.y, b, window.h}}) {
        pen.list->AddRectFilled(ImVec2(edge.x, edge.y), ImVec2(edge.x + edge.w, edge.y + edge.h), dim);
        pen.list->PushClipRect(ImVec2(edge.x, edge.y), ImVec2(edge.x + edge.w, edge.y + edge.h), true);
        for (float d = -window.h; d < window.w; d += b * 2.2F) {
            pen.list->AddLine(ImVec2(window.x + d, window.y + window.h), ImVec2(window.x + d + window.h, window.y),
                              bright, b * 0.75F);
        }
        pen.list->PopClipRect();
    }
    const Box plate{window.x + b, window.y + b, widgets::width_of(fonts.headline, "REPLAY") + pen.unit * 3,
                    header_height};
    pen.list->AddRectFilled(ImVec2(plate.x, plate.y), ImVec2(plate.x + plate.w, plate.y + plate.h), bright);
    widgets::text(pen, fonts.headline, plate.x + pen.unit * 1.5F, plate.y + (plate.h - fonts.headline->FontSize) / 2,
                  IM_COL32(0x14, 0x17, 0x1A, 255), "REPLAY");
    const float base = plate.y + (plate.h - fonts.headline->FontSize) / 2;
    const float used = widgets::text(pen, fonts.headline, plate.x + plate.w + pen.unit, base, palette.text,
                                     viewmodel::clock_text(model.now, model.zone, true));
    const std::string rest = date + " \xC2\xB7 \xC3\x97" + viewmodel::number_text(model.speed) + " \xC2\xB7 sequence " +
                             std::to_string(model.sequence) + " of " + std::to_string(model.last_sequence);
    widgets::text(pen, fonts.small, plate.x + plate.w + pen.unit * 2 + used,
                  base + (fonts.headline->FontSize - fonts.small->FontSize) * 0.75F, palette.text2, rest);
}

}  // namespace glassline::panels
