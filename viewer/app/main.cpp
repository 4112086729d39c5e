// glassline-viewer: the window. Shows a running server's feed (an http URL) or a recording (a journal's path).
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui/backends/imgui_impl_glfw.h>
#include <imgui/backends/imgui_impl_opengl3.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <utility>

#include "viewer/app/picture_file.hpp"
#include "viewer/app/screen.hpp"
#include "viewer/feed/live_feed.hpp"
#include "viewer/feed/operator_client.hpp"
#include "viewer/feed/recording.hpp"
#include "viewer/theme/fonts.hpp"

namespace glassline::viewer {
namespace {

struct Options {
    std::string what = "http://127.0.0.1:8480";
    std::string token_file;
    bool wall = false;
    std::string page = "line";
    float distance_m = 0.7F;
    float diagonal_in = 27;
    std::string theme = "charcoal";
    std::string screenshot;
    int frames = 60;
    std::string size;
    std::string at;
    std::string order;
    std::string station;
    bool stats = false;
    bool replay = false;
    bool reduced_motion = false;
    std::string point;
    bool click = false;
};

constexpr double recent_every_s = 2.0;       // a live station's messages are asked for this often
constexpr double wall_back_to_live_s = 120;  // a wall that replays and is left alone
constexpr double first_snapshot_s = 20;      // a screenshot waits so long for the feed

int fail(const std::string& sentence) {
    std::cerr << "glassline-viewer: " << sentence << '\n';
    return 1;
}

int run(Options options) {
    const bool live = options.what.rfind("http://", 0) == 0;
    std::optional<feed::Player> player;
    std::optional<feed::LiveFeed> feed;
    std::optional<feed::OperatorClient> server;
    if (live) {
        std::string token;
        if (!options.token_file.empty() && !(std::ifstream(options.token_file) >> token)) {
            return fail("the token file " + options.token_file +
                        " cannot be read; the server writes it to STATE/operator.token");
        }
        feed.emplace(options.what, token);
        server.emplace(options.what, token);
    } else {
        auto recording = feed::Recording::open(options.what);
        if (!recording) return fail(recording.error().text());
        if (recording->cut())
            std::cerr << "glassline-viewer: " << options.what << " is longer than " << feed::max_records
                      << " records; what comes after them is not shown\n";
        player.emplace(std::move(*recording));
        if (!options.at.empty()) {
            const auto at = parse_iso8601(options.at);
            if (!at) return fail(at.error().text());
            player->seek(at->instant);
        }
    }
    int width = 1920, height = 1080;
    if (!options.size.empty() && std::sscanf(options.size.c_str(), "%dx%d", &width, &height) != 2)
        return fail("--size wants WIDTHxHEIGHT, 1920x1080 for instance");
    float point_x = 0, point_y = 0;
    if (!options.point.empty() && std::sscanf(options.point.c_str(), "%f,%f", &point_x, &point_y) != 2)
        return fail("--point wants X,Y in px");
    if (width < 640 || height < 360 || width > 16384 || height > 16384)
        return fail("--size must be from 640x360 to 16384x16384");
    std::string glfw_problem;
    glfwSetErrorCallback([](int, const char*) {});
    if (glfwInit() == GLFW_FALSE)
        return fail("no display can be opened; start it in a desktop session, or under Xvfb for --screenshot");
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    if (!options.screenshot.empty()) glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    GLFWmonitor* monitor = options.wall && options.screenshot.empty() ? glfwGetPrimaryMonitor() : nullptr;
    if (monitor != nullptr && options.size.empty()) {
        const auto* mode = glfwGetVideoMode(monitor);
        width = mode->width;
        height = mode->height;
    }
    auto* window = glfwCreateWindow(width, height, "Glassline", monitor, nullptr);
    if (window == nullptr) {
        glfwTerminate();
        return fail("no window with OpenGL 3.3 can be opened; check the graphics driver");
    }
    glfwMakeContextCurrent(window);
    glfwSwapInterval(options.screenshot.empty() ? 1 : 0);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    const bool wall = options.wall || options.page == "wall";
    const auto sizes = viewmodel::type_sizes(options.distance_m, options.diagonal_in, width, height);
    theme::Fonts fonts;
    if (const auto problem = theme::load_fonts(fonts, sizes, wall)) return fail(*problem);
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    auto renderer = render::LineRenderer::create(
        [](const char* name) { return reinterpret_cast<void (*)()>(glfwGetProcAddress(name)); }, {});
    if (!renderer) return fail(renderer.error().text());
    Screen screen(std::move(*renderer), fonts, {options.theme != "light", wall, options.reduced_motion, sizes});
    if (!options.order.empty()) screen.select_order(WorkOrderId(options.order));
    if (!options.station.empty()) screen.select_station(StationId(options.station));
    if (options.page == "station") screen.open(Page::station);

    SnapshotPtr shown;
    double last = glfwGetTime(), touched = 0, asked_recent = -1e9;
    std::uint64_t played = 0;
    bool was_playing = false, replay_asked = false;
    std::string problem;
    render::DrawStatistics most;
    int frame = 0;
    int result = 0;
    while (glfwWindowShouldClose(window) == GLFW_FALSE) {
        glfwPollEvents();
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        int fw = width, fh = height;
        glfwGetFramebufferSize(window, &fw, &fh);
        if (!options.point.empty()) {
            ImGui::GetIO().MousePos = ImVec2(point_x, point_y);
            ImGui::GetIO().MouseDown[0] =
                options.click && frame >= options.frames / 2 && frame < options.frames / 2 + 2;
        }
        ImGui::NewFrame();
        const auto& io = ImGui::GetIO();
        FrameInput input;
        input.seconds = glfwGetTime();
        if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0 || io.InputQueueCharacters.Size > 0 ||
            ImGui::IsMouseDown(0))
            touched = input.seconds;
        input.has_server = server.has_value();
        if (server) {
            auto answers = server->take();
            if (answers.sentence) input.sentence = *answers.sentence;
            input.recent = answers.recent;
            if (answers.loaded >= 0)
                input.sentence =
                    "Loading the recording, " + std::to_string(static_cast<int>(answers.loaded * 100)) + " %";
            if (answers.recording) {
                auto recording = feed::Recording::of(std::move(*answers.recording));
                if (recording) {
                    player.emplace(std::move(*recording));
                    if (const auto at = parse_iso8601(options.at)) player->seek(at->instant);
                } else {
                    input.sentence = recording.error().text();
                }
            }
        }
        if (feed) {
            if (const auto newest = feed->newest(); newest != shown) {
                shown = newest;
                input.state_changed = true;
            }
            const auto status = feed->status();
            problem = status.problem.empty() ? "Waiting for " + options.what : status.problem;
            input.notice = problem;
            if (shown) {
                const auto& lines = shown->state.lines;
                const std::string zone = lines.empty() ? "+00:00" : lines.begin()->second.description.zone;
                input.live_clock = viewmodel::clock_text(shown->state.as_of, zone, true);
                if (!status.connected || status.silent_s > 2)
                    input.lost = "No data since " + viewmodel::clock_text(status.last_data, zone, true) + " (" +
                                 viewmodel::age_text(from_seconds(status.silent_s)) + ")";
            }
            if (shown) input.state = &shown->state;
        }
        if (player) {
            input.player = &*player;
            input.lost.clear();
        }
        screen.keys(input);
        if (player) {
            player->advance(input.seconds - last);
            input.state = &player->state();
            input.state_changed = player->sequence() != played || !was_playing;
            played = player->sequence();
        } else if (was_playing) {
            input.state_changed = true;
        }
        was_playing = player.has_value();
        last = input.seconds;
        const auto output = screen.frame(input, fw, fh);
        if (player) {
            const auto& asked = output.replay;
            if (asked.toggle_play) player->toggle();
            if (asked.step_back) player->step(-1);
            if (asked.step_on) player->step(1);
            if (asked.seek) player->seek(*asked.seek);
            if (asked.window) player->show(asked.window->first, asked.window->second);
            if (output.go_to_sequence) player->seek(player->recording().received_at(*output.go_to_sequence));
            const bool left_alone = wall && input.seconds - touched > wall_back_to_live_s;
            if (feed && (asked.live || ImGui::IsKeyPressed(GLFW_KEY_B, false) || left_alone)) player.reset();
        } else if (server && shown) {
            if (ImGui::IsKeyPressed(GLFW_KEY_R, false) || options.replay) {
                server->ask_recording(shown->state.sequence);
                replay_asked = std::exchange(options.replay, false);
            }
            if (output.wants_recent && input.seconds - asked_recent > recent_every_s) {
                server->ask_recent(shown->state.sequence);
                asked_recent = input.seconds;
            }
        }
        if (output.acknowledge && server) server->acknowledge(*output.acknowledge);
        ImGui::Render();
        const auto ground =
            ImGui::ColorConvertU32ToFloat4((options.theme != "light" ? theme::charcoal() : theme::light()).ground);
        glViewport(0, 0, fw, fh);
        glClearColor(ground.x, ground.y, ground.z, 1);
        glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
        screen.draw_scene(fh);
        glViewport(0, 0, fw, fh);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        ++frame;
        if (options.stats) {
            // Most frames redraw nothing: the dearest one of the last sixty is what counts.
            if (screen.statistics().draw_calls > most.draw_calls) most = screen.statistics();
            if (frame % 60 == 0 || frame == options.frames) {
                std::cerr << "to frame " << frame << ": at most " << most.draw_calls << " draw calls, "
                          << most.instances << " instances, " << most.triangles << " triangles; " << io.Framerate
                          << " frames/s\n";
                most = {};
            }
        }
        const bool waiting_for_feed = feed && (!shown || (replay_asked && !player)) && input.seconds < first_snapshot_s;
        if (!options.screenshot.empty() && frame >= options.frames && !waiting_for_feed) {
            if (!write_png(options.screenshot, fw, fh)) result = fail(options.screenshot + " cannot be written");
            break;
        }
        glfwSwapBuffers(window);
    }
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    return result;
}

}  // namespace
}  // namespace glassline::viewer

int main(int argc, char** argv) {
    CLI::App app{"Glassline's viewer: a running server's line, or a recording"};
    glassline::viewer::Options options;
    app.set_version_flag("--version", GLASSLINE_VERSION);
    app.add_option("WHAT", options.what, "Operator address (http://...) or the path of a journal");
    app.add_option("--token-file", options.token_file, "File with the operator's token");
    app.add_flag("--wall", options.wall, "Full screen, large type, no controls");
    app.add_option("--page", options.page, "line, wall or station")->check(CLI::IsMember({"line", "wall", "station"}));
    app.add_option("--distance", options.distance_m, "Farthest seat [m]");
    app.add_option("--diagonal", options.diagonal_in, "Screen diagonal [in]");
    app.add_option("--theme", options.theme, "charcoal or light")->check(CLI::IsMember({"charcoal", "light"}));
    app.add_option("--screenshot", options.screenshot, "Render, save this PNG and end");
    app.add_option("--frames", options.frames, "Frames before the screenshot");
    app.add_option("--size", options.size, "WIDTHxHEIGHT");
    app.add_option("--at", options.at, "Moment of a recording to begin at");
    app.add_option("--order", options.order, "Order to highlight");
    app.add_option("--station", options.station, "Station to select; with --page station its page");
    app.add_option("--point", options.point, "X,Y: where the pointer is in a screenshot");
    app.add_flag("--click", options.click, "Press it once, half way to the screenshot");
    app.add_flag("--replay", options.replay,
                 "Replay a server's journal at once (R does it later, B goes back to live)");
    app.add_flag("--stats", options.stats, "Print draw calls and frame rate every 60 frames");
    app.add_flag("--reduced-motion", options.reduced_motion, "Nothing moves, nothing blinks");
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::CallForVersion& version) {
        return app.exit(version);
    } catch (const CLI::ParseError& error) {
        std::cerr << "glassline-viewer: " << error.what() << "; see --help\n";
        return 2;
    }
    return glassline::viewer::run(options);
}
