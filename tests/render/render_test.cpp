// Renders the line without a window and looks at the pixels. The pictures are kept in BUILD/pictures.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "tests/render/headless.hpp"
#include "viewer/render/line_renderer.hpp"
#include "viewer/scene/camera.hpp"

namespace glassline::test {
namespace {

using scene::Theme;

render::LineRenderer& renderer() {
    static render::LineRenderer made = [] {
        std::string why;
        REQUIRE_MESSAGE(make_context(why), why);
        auto r = render::LineRenderer::create(gl_function, {});
        REQUIRE_MESSAGE(r.has_value(), (r.has_value() ? "" : r.error().text()));
        return std::move(*r);
    }();
    return made;
}

struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
    [[nodiscard]] const std::uint8_t* at(int x, int y) const {
        return rgba.data() +
               (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 4;
    }
    [[nodiscard]] std::uint32_t rgb(int x, int y) const {
        const auto* p = at(x, y);
        return (std::uint32_t{p[0]} << 16U) | (std::uint32_t{p[1]} << 8U) | p[2];
    }
    /// Pixels nearer than `reach` to a colour.
    [[nodiscard]] int count_near(std::uint32_t c, int reach, int x0, int y0, int x1, int y1) const {
        int n = 0;
        for (int y = std::max(0, y0); y < std::min(height, y1); ++y) {
            for (int x = std::max(0, x0); x < std::min(width, x1); ++x) {
                const auto* p = at(x, y);
                if (std::abs(p[0] - static_cast<int>((c >> 16U) & 255U)) <= reach &&
                    std::abs(p[1] - static_cast<int>((c >> 8U) & 255U)) <= reach &&
                    std::abs(p[2] - static_cast<int>(c & 255U)) <= reach) {
                    ++n;
                }
            }
        }
        return n;
    }
};

Picture take(const std::string& name, const scene::Scene& s, const scene::Camera& c, int w, int h, Theme theme,
             const render::DrawOptions& options = {}) {
    Picture p{w, h, renderer().picture(s, c, w, h, theme, options)};
    const std::string folder = std::string(GLASSLINE_BINARY_DIR) + "/pictures";
    std::filesystem::create_directories(folder);
    CHECK(write_png(folder + "/" + name + ".png", p.rgba, w, h));
    return p;
}

scene::Scene story(bool close_up) {
    scene::SceneOptions o;
    o.selected_order = story_order;
    o.close_up = close_up;
    return scene::build_scene(look_story(), story_line, o);
}

}  // namespace

TEST_CASE("the wall's line in both themes") {
    const scene::Scene s = story(false);
    CHECK(s.boards.size() == 8);
    CHECK(s.halos.size() == 8);
    render::DrawOptions o;
    o.outline_px = 9;
    const int w = 3840, h = 900;
    const auto camera = scene::front_view(s.statics->bounds_min.x, s.statics->bounds_max.x, {0, 0, w, h}, 0.04F);
    for (const Theme theme : {Theme::charcoal, Theme::light}) {
        const bool dark = theme == Theme::charcoal;
        const Picture p = take(dark ? "line-charcoal" : "line-light", s, camera, w, h, theme, o);
        CHECK(p.rgb(3, 3) == (dark ? 0x2B2F33U : 0xD3D3D3U));
        const std::uint32_t hue = dark ? 0x56B4E9U : 0x0072B2U;
        for (const scene::Halo& halo : s.halos) {
            const auto at = scene::project(camera, {0, 0, w, h}, halo.centre);
            REQUIRE(at.has_value());
            const int x = static_cast<int>(at->x), y = static_cast<int>(at->y);
            CHECK(p.count_near(hue, 60, x - 60, y - 40, x + 60, y + 40) > 30);
        }
        // The alarm's hue stands round placer 2 and nowhere else.
        CHECK(p.count_near(0xD55E00, 6, 0, 0, w, h) > 2000);
        const auto& p1 = s.statics->stations[5];
        const auto left = scene::project(camera, {0, 0, w, h}, p1.minimum),
                   right = scene::project(camera, {0, 0, w, h}, p1.maximum);
        CHECK(p.count_near(0xD55E00, 6, static_cast<int>(left->x), 0, static_cast<int>(right->x) - 10, h) == 0);
    }
}

TEST_CASE("a close-up") {
    const scene::Scene s = story(true);
    const int w = 1920, h = 1080;
    const auto& p1 = s.statics->stations[5];
    const auto camera = scene::close_view(p1.centre, p1.maximum.x - p1.minimum.x, {0, 0, w, h});
    const Picture p = take("close-up-charcoal", s, camera, w, h, Theme::charcoal);
    const auto own =
        std::find_if(s.boards.begin(), s.boards.end(), [](const auto& b) { return b.panel.value == "36"; });
    REQUIRE(own != s.boards.end());
    const auto at = scene::project(camera, {0, 0, w, h}, own->centre);
    REQUIRE(at.has_value());
    CHECK(p.count_near(0x56B4E9, 40, static_cast<int>(at->x) - 120, static_cast<int>(at->y) - 90,
                       static_cast<int>(at->x) + 120, static_cast<int>(at->y) + 90) > 200);
    const auto& oven = s.statics->stations[8];
    static_cast<void>(
        take("close-up-oven", s, scene::close_view(oven.centre, 3.4F, {0, 0, w, h}), w, h, Theme::charcoal));
}

TEST_CASE("a panel from near, the oven's temperatures, a station that is offline") {
    scene::SceneOptions o;
    o.selected_order = story_order;
    o.close_up = true;
    TwinState state = look_story();
    state.lines[story_line].stations[StationId("spi")].online = false;
    const auto oven_x = scene::build_scene(state, story_line, o).statics->stations[8].minimum.x;
    const std::array<float, 10> heat{0.28F, 0.42F, 0.52F, 0.58F, 0.62F, 0.72F, 0.95F, 1.0F, 0.6F, 0.2F};
    for (std::size_t i = 0; i < heat.size(); ++i)
        o.oven_ribbon.push_back({oven_x + 0.3F + 0.49F * static_cast<float>(i), heat[i]});
    const scene::Scene s = scene::build_scene(state, story_line, o);
    const int w = 1200, h = 800;
    const auto own =
        std::find_if(s.boards.begin(), s.boards.end(), [](const auto& b) { return b.panel.value == "37"; });
    REQUIRE(own != s.boards.end());
    scene::Camera near_view{own->centre, -24, 32, 1.7F, 20};
    static_cast<void>(take("panel", s, near_view, w, h, Theme::charcoal));
    const auto& oven = s.statics->stations[8];
    const auto camera = scene::close_view(oven.centre, 4.6F, {0, 0, w, h});
    const Picture hot = take("oven-ribbon", s, camera, w, h, Theme::charcoal);
    const auto peak =
        scene::project(camera, {0, 0, w, h}, {o.oven_ribbon[7].x_m, s.ribbon_foot_m + 1.07F, s.ribbon_z_m});
    REQUIRE(peak.has_value());
    CHECK(hot.count_near(0xF7F7F7, 14, static_cast<int>(peak->x) - 12, static_cast<int>(peak->y) - 12,
                         static_cast<int>(peak->x) + 12, static_cast<int>(peak->y) + 12) > 20);
    // Offline: hatched and without any hue.
    const auto& spi = s.statics->stations[3];
    const auto spi_view = scene::close_view(spi.centre, 1.2F, {0, 0, w, h});
    const Picture grey = take("station-stale", s, spi_view, w, h, Theme::light);
    const auto roof = scene::project(spi_view, {0, 0, w, h}, spi.top);
    REQUIRE(roof.has_value());
    for (int dx = -20; dx < 20; ++dx) {
        const auto* p = grey.at(static_cast<int>(roof->x) + dx, static_cast<int>(roof->y));
        CHECK(p[0] == p[1]);
        CHECK(p[1] == p[2]);
    }
}

TEST_CASE("the replay's view, and a still camera draws nothing static again") {
    const scene::Scene s = story(false);
    const int w = 1336, h = 474;
    const auto camera = scene::replay_view(s.statics->bounds_min.x, s.statics->bounds_max.x, {0, 0, w, h});
    const Picture p = take("replay-charcoal", s, camera, w, h, Theme::charcoal);
    const Picture again = take("replay-charcoal", s, camera, w, h, Theme::charcoal);
    CHECK(p.rgba == again.rgba);
    CHECK_FALSE(renderer().statistics().static_layer_redrawn);
    CHECK(renderer().statistics().draw_calls <= 60);
}

TEST_CASE("the reduced tier draws the static layer once and then only copies it") {
    renderer().set_quality(render::Quality::reduced);
    const scene::Scene s = story(false);
    const int w = 1920, h = 500;
    auto camera = scene::front_view(s.statics->bounds_min.x, s.statics->bounds_max.x, {0, 0, w, h});
    static_cast<void>(renderer().picture(s, camera, w, h, Theme::charcoal));  // moving: without occlusion
    CHECK(renderer().statistics().static_layer_redrawn);
    static_cast<void>(renderer().picture(s, camera, w, h, Theme::charcoal));  // it stands: with occlusion
    CHECK(renderer().statistics().static_layer_redrawn);
    for (int i = 0; i < 3; ++i) {
        static_cast<void>(renderer().picture(s, camera, w, h, Theme::charcoal));
        CHECK_FALSE(renderer().statistics().static_layer_redrawn);
        CHECK(renderer().statistics().triangles < 150'000);
    }
    const Picture p = take("line-reduced", s, camera, w, h, Theme::charcoal);
    CHECK(p.rgb(2, 2) == 0x2B2F33U);
    renderer().set_quality(render::Quality::full);
}

}  // namespace glassline::test
