// glassline-viewer: the window. Shows a running server's feed (an http URL) or a recording (a journal's path).
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui/backends/imgui_impl_glfw.h>
#include <imgui/backends/imgui_impl_opengl3.h>
#include <png.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>

#include "viewer/app/screen.hpp"
#include "viewer/feed/live_feed.hpp"
#include "viewer/feed/recording.hpp"

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
};

int fail(const std::string& sentence) {
    std::cerr << "glassline-viewer: " << sentence << '\n';
    return 1;
}

bool load_fonts(theme::Fonts& fonts, const theme::TypeSizes& sizes, std::string& problem) {
    const std::string folder = "/usr/share/fonts/opentype/b612/";
    const std::string regular = folder + "B612-Regular.otf";
    const std::string bold = folder + "B612-Bold.otf";
    if (!std::ifstream(regular) || !std::ifstream(bold)) {
        problem = "the font B612 is missing in " + folder + "; install the package fonts-b612";
        return false;
    }
    auto* atlas = ImGui::GetIO().Fonts;
    static const ImWchar ranges[] = {0x20, 0xFF, 0x2013, 0x2014, 0x2026, 0x2026, 0};
    fonts.small = atlas->AddFontFromFileTTF(regular.c_str(), sizes.small, nullptr, ranges);
    fonts.normal = atlas->AddFontFromFileTTF(regular.c_str(), sizes.normal, nullptr, ranges);
    fonts.bold = atlas->AddFontFromFileTTF(bold.c_str(), sizes.normal * 1.15F, nullptr, ranges);
    fonts.headline = atlas->AddFontFromFileTTF(bold.c_str(), sizes.headline, nullptr, ranges);
    return fonts.small != nullptr && fonts.headline != nullptr;
}

bool write_png(const std::string& path, int width, int height) {
    std::vector<unsigned char> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadBuffer(GL_BACK);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGB;
    // OpenGL counts rows from the bottom: a negative stride turns them.
    return png_image_write_to_file(&image, path.c_str(), 0, pixels.data(), -width * 3, nullptr) != 0;
}

// Plays a recording: play, pause, speed, step, scrub.
struct Player {
    explicit Player(feed::Recording opened) : recording(std::move(opened)), density(recording.density(240)) {
        now = recording.last();
    }
    feed::Recording recording;
    std::vector<float> density;
    Instant now{};
    bool playing = false;
    double speed = 1;
    std::uint64_t shown = 0;

    void advance(double dt) {
        if (!playing) return;
        now = std::clamp(now + from_seconds(dt * speed), recording.first(), recording.last());
        if ((speed > 0 && now == recording.last()) || (speed < 0 && now == recording.first())) playing = false;
    }
    void step(int direction) {
        playing = false;
        const auto at = recording.sequence_at(now);
        const auto next = direction > 0 ? std::min(at + 1, recording.last_sequence()) : at > 1 ? at - 1 : 1;
        now = recording.received_at(next);
    }
    void keys() {
        // J, K, L as in video editing; arrows step by event, space plays, Home and End jump.
        const auto hit = [](int key) { return ImGui::IsKeyPressed(key, false); };
        if (hit(GLFW_KEY_SPACE) || hit(GLFW_KEY_K)) playing = !playing;
        if (hit(GLFW_KEY_L)) {
            speed = speed < 1 ? 1 : std::min(1000.0, speed * 2);
            playing = true;
        }
        if (hit(GLFW_KEY_J)) {
            speed = speed > 0 ? -1 : std::max(-64.0, speed * 2);
            playing = true;
        }
        if (ImGui::IsKeyPressed(GLFW_KEY_RIGHT)) step(1);
        if (ImGui::IsKeyPressed(GLFW_KEY_LEFT)) step(-1);
        if (hit(GLFW_KEY_HOME)) now = recording.first();
        if (hit(GLFW_KEY_END)) now = recording.last();
    }
};

int run(const Options& options) {
    const bool live = options.what.rfind("http://", 0) == 0;
    std::optional<Player> player;
    std::optional<feed::LiveFeed> feed;
    if (live) {
        std::string token;
        if (!options.token_file.empty() && !(std::ifstream(options.token_file) >> token)) {
            return fail("the token file " + options.token_file +
                        " cannot be read; the server writes it to STATE/operator.token");
        }
        feed.emplace(options.what, token);
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
            player->now = at->instant;
        }
    }
    int width = 1920, height = 1080;
    if (!options.size.empty() && std::sscanf(options.size.c_str(), "%dx%d", &width, &height) != 2)
        return fail("--size wants WIDTHxHEIGHT, 1920x1080 for instance");
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
    auto sizes = theme::type_sizes(options.distance_m, options.diagonal_in, width, height);
    theme::Fonts fonts;
    std::string problem;
    if (!load_fonts(fonts, sizes, problem)) return fail(problem);
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    auto renderer = render::LineRenderer::create(
        [](const char* name) { return reinterpret_cast<void (*)()>(glfwGetProcAddress(name)); }, {});
    if (!renderer) return fail(renderer.error().text());
    Screen screen(std::move(*renderer), options.theme != "light", fonts, wall);
    if (!options.order.empty()) screen.select_order(WorkOrderId(options.order));

    SnapshotPtr shown;
    double last = glfwGetTime();
    int frame = 0;
    int result = 0;
    while (glfwWindowShouldClose(window) == GLFW_FALSE) {
        glfwPollEvents();
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        int fw = width, fh = height;
        glfwGetFramebufferSize(window, &fw, &fh);
        ImGui::NewFrame();
        FrameInput input;
        input.seconds = glfwGetTime();
        if (player) {
            player->keys();
            player->advance(input.seconds - last);
            const auto sequence = player->recording.sequence_at(player->now);
            input.state = &player->recording.state_at(sequence);
            input.state_changed = sequence != player->shown;
            player->shown = sequence;
            input.source = Source::recording;
            input.time.first = player->recording.first();
            input.time.last = player->recording.last();
            input.time.now = player->now;
            input.time.zone =
                input.state->lines.empty() ? "+00:00" : input.state->lines.begin()->second.description.zone;
            input.time.sequence = sequence;
            input.time.last_sequence = player->recording.last_sequence();
            input.time.playing = player->playing;
            input.time.speed = player->speed;
            input.time.density = &player->density;
        } else {
            const auto newest = feed->newest();
            input.state_changed = newest != shown;
            shown = newest;
            if (shown) input.state = &shown->state;
            const auto status = feed->status();
            input.notice = status.problem.empty() ? "Waiting for " + options.what : status.problem;
            if (shown && (!status.connected || status.silent_s > 2)) {
                input.lost_since = viewmodel::clock_text(
                    status.last_data,
                    shown->state.lines.empty() ? "+00:00" : shown->state.lines.begin()->second.description.zone, true);
                input.lost_age = viewmodel::age_text(from_seconds(status.silent_s));
            }
        }
        last = input.seconds;
        const auto output = screen.frame(input, fw, fh);
        if (player && output.time.toggle_play) player->playing = !player->playing;
        if (player && output.time.seek)
            player->now =
                player->recording.first() +
                from_seconds(seconds(player->recording.last() - player->recording.first()) * *output.time.seek);
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
        const bool waiting_for_feed = feed && !shown && input.seconds < 20;
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
    app.add_option("--page", options.page, "line or wall")->check(CLI::IsMember({"line", "wall"}));
    app.add_option("--distance", options.distance_m, "Farthest seat [m]");
    app.add_option("--diagonal", options.diagonal_in, "Screen diagonal [in]");
    app.add_option("--theme", options.theme, "charcoal or light")->check(CLI::IsMember({"charcoal", "light"}));
    app.add_option("--screenshot", options.screenshot, "Render, save this PNG and end");
    app.add_option("--frames", options.frames, "Frames before the screenshot");
    app.add_option("--size", options.size, "WIDTHxHEIGHT");
    app.add_option("--at", options.at, "Moment of a recording to begin at");
    app.add_option("--order", options.order, "Order to highlight");
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
