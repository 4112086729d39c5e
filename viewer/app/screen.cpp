#include "viewer/app/screen.hpp"

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>

#include "viewer/scene/boards.hpp"

namespace glassline::viewer {

using panels::Box;
using panels::Pen;

namespace {

constexpr double camera_seconds = 0.6;    // LOOK.md 4
constexpr double sentence_seconds = 8.0;  // how long an answer of the server stays

// A short past fills its lanes; a long one shows the last hour.
double lane_window(const LineState& line, Instant now) {
    double window_s = 600;
    for (const auto& [id, station] : line.stations) {
        if (!station.history.empty()) window_s = std::max(window_s, seconds(now - station.history.front().since));
    }
    return std::min(window_s, 3600.0);
}

}  // namespace

Screen::Screen(render::LineRenderer renderer, theme::Fonts fonts, const ScreenOptions& options)
    : renderer_(std::move(renderer)), fonts_(fonts), options_(options) {}

StationId Screen::shown_station() const {
    if (!selected_station_.empty()) return selected_station_;
    if (model_.callout && model_.callout->station >= 0)
        return model_.stations[static_cast<std::size_t>(model_.callout->station)].id;
    return {};
}

void Screen::rebuild_scene(const TwinState& state) {
    scene::SceneOptions options;
    options.selected_order = selected_order_;
    options.selected_station = selected_station_;
    options.close_up = close_up_;
    previous_ = has_scene_ ? std::move(current_) : scene::Scene{};
    current_ = scene::build_scene(state, line_, options, previous_.statics ? &previous_ : nullptr);
    if (lost_) {  // nothing of it is known to be so any more: greyed and hatched as a whole
        for (auto& board : current_.boards) board.certainty = Certainty::stale;
        scene::dress(current_);
        for (std::size_t i = 0; i < current_.statics->stations.size(); ++i) {
            const auto pick = static_cast<std::uint16_t>(i + 1);
            const auto mark = std::find_if(current_.marks.begin(), current_.marks.end(),
                                           [&](const scene::StationMark& m) { return m.pick == pick; });
            if (mark != current_.marks.end()) {
                mark->stale = true;
            } else {
                scene::StationMark fresh;
                fresh.pick = pick;
                fresh.stale = true;
                current_.marks.push_back(fresh);
            }
        }
    }
    if (!has_scene_) previous_ = current_;
    has_scene_ = true;
}

void Screen::rebuild(const FrameInput& input) {
    dirty_ = false;
    const auto& state = *input.state;
    if (state.lines.empty()) return;
    if (state.lines.count(line_) == 0) line_ = state.lines.begin()->first;
    const auto& line = state.lines.at(line_);
    model_ = viewmodel::line_model(state, line_, lane_window(line, state.as_of));
    if (selected_order_.empty() || state.orders.orders.count(selected_order_) == 0) {
        for (const auto& row : model_.orders) {
            if (!row.finished) {
                selected_order_ = row.id;
                break;
            }
        }
    }
    if (!selected_station_.empty() && line.description.index_of(selected_station_) < 0) selected_station_ = {};
    order_words_ = viewmodel::order_words(state, selected_order_);
    if (lost_) {
        model_.header.condition = "no data";
        for (auto& label : model_.stations) {
            if (label.tone != viewmodel::StationTone::alarm) label.tone = viewmodel::StationTone::stale;
        }
    }
    rebuild_scene(state);
    changed_at_ = input.seconds;
    if (page_ == Page::station || input.player != nullptr) rebuild_station(input);
}

void Screen::rebuild_station(const FrameInput& input) {
    StationId id = shown_station();
    const auto& line = input.state->lines.at(line_);
    if (id.empty()) {
        // Nothing chosen: the slowest station is the one that the line's pace hangs on.
        double slowest = 0;
        for (const auto& station : line.description.stations) {
            if (station.capacity <= 1 && station.cycle_time_s > slowest)
                slowest = station.cycle_time_s, id = station.id;
        }
    }
    station_ = viewmodel::station_model(*input.state, line_, id);
    const bool all = page_ == Page::line && selected_station_.empty();
    messages_title_ = all ? "Messages, all stations" : "Messages, " + station_.name;
    const bool replay = input.player != nullptr;
    const std::size_t before = page_ == Page::station ? 12 : 7, after = 3;
    RawMessage raw;
    if (replay) {
        const auto& recording = input.player->recording();
        const auto base = recording.records().front().sequence;
        const auto at = input.player->sequence() >= base ? input.player->sequence() - base : 0;
        const StationId wanted = page_ == Page::station ? id : selected_station_;
        messages_ = viewmodel::messages_around(recording.records(), static_cast<std::size_t>(at), wanted, model_.zone,
                                               before, after);
    } else if (recent_) {
        std::vector<EventRecord> records;
        for (const auto& entry : *recent_) records.push_back(entry.record);
        if (!records.empty())
            messages_ = viewmodel::messages_around(records, records.size() - 1, id, model_.zone, before, 0);
    } else {
        messages_.clear();
    }
    std::uint64_t current = 0;
    for (const auto& row : messages_) {
        if (row.current) current = row.sequence;
    }
    if (current == raw_of_ && !raw_.empty()) return;
    raw_of_ = current;
    raw_scroll_ = 0;
    raw_.clear();
    if (current == 0) return;
    if (replay) {
        raw = input.player->recording().raw_of(current);
    } else {
        for (const auto& entry : *recent_) {
            if (entry.record.sequence <= current && !entry.raw.format.empty()) raw = entry.raw;
        }
    }
    raw_ = viewmodel::pretty_lines(raw.bytes);
}

void Screen::look(const scene::Camera& to, const scene::Viewport& viewport, double now) {
    viewport_ = viewport;
    if (!has_camera_ || options_.reduced_motion) {
        has_camera_ = true;
        camera_ = from_camera_ = to_camera_ = to;
        return;
    }
    if (!(to_camera_ == to)) {
        from_camera_ = camera_;
        to_camera_ = to;
        camera_since_ = now;
    }
    camera_ = scene::between(from_camera_, to_camera_, static_cast<float>((now - camera_since_) / camera_seconds));
}

void Screen::take(const panels::LabelAnswer& answer) {
    if (answer.station < 0 || static_cast<std::size_t>(answer.station) >= model_.stations.size()) return;
    selected_station_ = model_.stations[static_cast<std::size_t>(answer.station)].id;
    if (answer.open && !options_.wall) page_ = Page::station;
    dirty_ = true;
}

void Screen::point_at_scene(const FrameInput& input, const Box& within, bool over_label) {
    tip_.clear();
    const auto mouse = ImGui::GetIO().MousePos;
    if (over_label || !within.holds(mouse.x, mouse.y) || input.state == nullptr) return;
    const scene::Vec2 at{mouse.x, mouse.y};
    const bool click = ImGui::IsMouseClicked(ImGuiMouseButton_Left);
    const float pin = viewmodel::grid_of(options_.wall, viewport_.width).pin;
    if (const auto* board = scene::board_at(*shown_, camera_, viewport_, at, pin * 2.6F, pin * 1.8F)) {
        if (const auto words = viewmodel::panel_words(*input.state, line_, board->panel))
            tip_ = {words->title, words->order, words->place, words->certainty};
        if (click && !board->order.empty()) {
            selected_order_ = board->order;
            dirty_ = true;
        }
        return;
    }
    const auto ray = scene::ray_through(camera_, viewport_, at);
    const int station = scene::station_at(*shown_->statics, ray.origin, ray.direction);
    if (station >= 0 && static_cast<std::size_t>(station) < model_.stations.size()) {
        const auto& label = model_.stations[static_cast<std::size_t>(station)];
        tip_ = {label.name, label.state + (label.since.empty() ? "" : ", " + label.since)};
        if (!label.now.empty()) tip_.push_back(label.now);
        if (!label.fault.empty()) tip_.push_back(label.fault);
        if (!label.no_data.empty()) tip_.push_back(label.no_data);
        if (click) take({station, ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)});
    } else if (click && page_ == Page::line) {
        selected_station_ = {};
        dirty_ = true;
    }
}

void Screen::keys(const FrameInput& input) {
    auto& io = ImGui::GetIO();
    const auto hit = [](int key) { return ImGui::IsKeyPressed(key, false); };
    typed_seek_.reset();
    if (typing_) {
        for (const ImWchar c : io.InputQueueCharacters) {
            const bool fits =
                (c >= '0' && c <= '9') || c == ':' || c == '-' || c == 'T' || c == 'Z' || c == '+' || c == '.';
            if (fits && typed_.size() < 32) typed_ += static_cast<char>(c);
        }
        if (ImGui::IsKeyPressed(GLFW_KEY_BACKSPACE) && !typed_.empty()) typed_.pop_back();
        if (hit(GLFW_KEY_ESCAPE)) typing_ = false;
        if (hit(GLFW_KEY_ENTER) || hit(GLFW_KEY_KP_ENTER)) {
            typing_ = false;
            const Instant near = input.player != nullptr ? input.player->now() : Instant{};
            const Instant t = viewmodel::typed_time(typed_, near, model_.zone);
            if (t != no_time)
                typed_seek_ = t;
            else
                sentence_ = "'" + typed_ + "' is no time: type 13:57 or 13:57:12",
                sentence_until_ = input.seconds + sentence_seconds;
        }
        return;
    }
    acknowledge_ = hit(GLFW_KEY_A);
    if (hit(GLFW_KEY_G) && input.player != nullptr) typing_ = true, typed_.clear();
    if ((hit(GLFW_KEY_ENTER) || hit(GLFW_KEY_KP_ENTER)) && page_ == Page::line && !shown_station().empty() &&
        !options_.wall) {
        selected_station_ = shown_station();
        page_ = Page::station;
        dirty_ = true;
    }
    if (hit(GLFW_KEY_ESCAPE)) {
        if (page_ == Page::station)
            page_ = Page::line;
        else
            selected_station_ = {};
        dirty_ = true;
    }
    if (input.player == nullptr || typing_) return;
    feed::Player& player = *input.player;
    if (hit(GLFW_KEY_SPACE) || hit(GLFW_KEY_K)) player.toggle();
    if (hit(GLFW_KEY_L)) player.on();
    if (hit(GLFW_KEY_J)) player.back();
    if (ImGui::IsKeyPressed(GLFW_KEY_RIGHT)) player.step(1);
    if (ImGui::IsKeyPressed(GLFW_KEY_LEFT)) player.step(-1);
    if (hit(GLFW_KEY_HOME)) player.home();
    if (hit(GLFW_KEY_END)) player.end();
    if (hit(GLFW_KEY_EQUAL) || hit(GLFW_KEY_KP_ADD)) player.faster();
    if (hit(GLFW_KEY_MINUS) || hit(GLFW_KEY_KP_SUBTRACT)) player.slower();
}

FrameOutput Screen::frame(const FrameInput& input, int width, int height) {
    FrameOutput out;
    const auto w = static_cast<float>(width), h = static_cast<float>(height);
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(ImVec2(w, h));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin("glassline", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoNav);
    const auto& palette = options_.charcoal ? theme::charcoal() : theme::light();
    const Pen pen{ImGui::GetWindowDrawList(), &palette, &fonts_, viewmodel::grid_of(options_.wall, width), nullptr};
    if (!input.sentence.empty()) sentence_ = input.sentence, sentence_until_ = input.seconds + sentence_seconds;
    const bool close_up = page_ == Page::station;
    if (lost_ == input.lost.empty()) lost_ = !input.lost.empty(), dirty_ = true;
    const bool fresh = input.recent != nullptr && input.recent != recent_;
    if (fresh) recent_ = input.recent;
    if (close_up != close_up_) close_up_ = close_up, dirty_ = true;
    if (input.state != nullptr && (input.state_changed || dirty_ || fresh || !has_scene_)) rebuild(input);
    if (!has_scene_) {
        static const std::string name = "Glassline";
        widgets::text(pen, fonts_.headline, pen.grid.outer, pen.grid.outer, palette.text, name);
        widgets::text(pen, fonts_.normal, pen.grid.outer, pen.grid.outer + fonts_.headline->FontSize * 1.4F,
                      palette.text2, input.notice, w - 2 * pen.grid.outer);
    } else {
        const double since = input.seconds - changed_at_;
        if (!options_.reduced_motion && since < scene::board_move_seconds) {
            between_ = scene::moved(previous_, current_, since);
            shown_ = &between_;
        } else {
            shown_ = &current_;
        }
        if (input.player != nullptr) replay_bar(input);
        if (page_ == Page::station)
            station_page(input, pen, width, height, out);
        else if (input.player != nullptr && !options_.wall)
            replay_page(input, pen, width, height, out);
        else
            line_page(input, pen, width, height, out);
        if (typed_seek_) out.replay.seek = typed_seek_;
        if (acknowledge_ && input.has_server && input.player == nullptr && model_.callout &&
            model_.callout->can_acknowledge)
            out.acknowledge = model_.callout->id;
        acknowledge_ = false;
        if (input.seconds < sentence_until_ && !sentence_.empty()) {
            const float sw = widgets::width_of(fonts_.normal, sentence_) + 2 * pen.grid.inset;
            const Box plate{(w - sw) / 2, h - pen.grid.outer - fonts_.normal->FontSize * 2, sw,
                            fonts_.normal->FontSize * 1.9F};
            widgets::fill(pen, plate, palette.track, pen.grid.radius);
            widgets::frame(pen, plate, palette.text, pen.grid.rule, pen.grid.radius);
            widgets::text(pen, fonts_.normal, plate.x + pen.grid.inset, plate.y + fonts_.normal->FontSize * 0.45F,
                          palette.text, sentence_);
        }
        panels::tooltip(pen, {0, 0, w, h}, tip_);
    }
    ImGui::End();
    ImGui::PopStyleVar(2);
    return out;
}

void Screen::draw_scene(int height) {
    if (!has_scene_ || shown_ == nullptr) return;
    render::DrawOptions options;
    options.target_height = height;
    options.outline_px = height > 1500 ? 9.0F : 3.0F;
    options.hatch_px = height > 1500 ? 5.0F : 2.0F;
    options.hatch_period_px = height > 1500 ? 44.0F : 20.0F;
    renderer_.draw(*shown_, camera_, viewport_, options_.charcoal ? scene::Theme::charcoal : scene::Theme::light,
                   options);
}

}  // namespace glassline::viewer
