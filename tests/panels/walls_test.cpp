#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "page.hpp"

using namespace glassline;
using test::Canvas;
using test::Wall;

namespace {

constexpr std::array<Wall, 7> walls{{{"55 inch 4K at 5 m", 5, 55, 3840, 2160},
                                     {"65 inch 4K at 4 m", 4, 65, 3840, 2160},
                                     {"98 inch 4K at 8 m", 8, 98, 3840, 2160},
                                     {"75 inch 4K at 3 m", 3, 75, 3840, 2160},
                                     {"55 inch 1080p at 5 m", 5, 55, 1920, 1080},
                                     {"27 inch 1080p desk", 0.7F, 27, 1920, 1080, false},
                                     {"32 inch 1440p desk", 0.8F, 32, 2560, 1440, false}}};

// What of a run is ink: capitals stand in the middle of a line of one em.
widgets::Box ink(const widgets::Run& run) {
    return {run.box.x + 1, run.box.y + run.size * 0.08F, run.box.w - 2, run.size * 0.72F};
}

bool meet(const widgets::Box& a, const widgets::Box& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

std::string faults_of(const Canvas& canvas, const Wall& wall) {
    std::string faults;
    const auto say = [&](const std::string& words) { faults += "\n  " + words; };
    const widgets::Box window{0, 0, static_cast<float>(wall.width), static_cast<float>(wall.height)};
    for (std::size_t i = 0; i < canvas.runs.size(); ++i) {
        const auto& run = canvas.runs[i];
        const float seen = viewmodel::arc_minutes(run.size, wall.distance_m, wall.diagonal_in, wall.width, wall.height);
        if (seen < 16) say("'" + run.words + "' is seen under " + std::to_string(seen) + " minutes of arc");
        if (run.cut) say("'" + run.words + "' is cut");
        const auto box = ink(run);
        if (box.x < 0 || box.y < 0 || box.right() > window.w || box.bottom() > window.h)
            say("'" + run.words + "' leaves the window");
        for (std::size_t k = 0; k < i; ++k) {
            if (meet(box, ink(canvas.runs[k]))) say("'" + run.words + "' lies over '" + canvas.runs[k].words + "'");
        }
    }
    return faults;
}

bool shows(const Canvas& canvas, const std::string& words) {
    return std::any_of(canvas.runs.begin(), canvas.runs.end(), [&](const auto& run) { return run.words == words; });
}

}  // namespace

TEST_CASE("every wall's line page: no glyph under 16 minutes of arc, nothing cut, nothing over something else") {
    for (const auto& wall : walls) {
        for (const bool alarm : {false, true}) {
            for (const char* lost : {"", "No data since 14:02:19 (48 s)"}) {
                Canvas canvas(wall);
                test::draw_line_page(canvas, wall, test::story(alarm), lost);
                const auto faults = faults_of(canvas, wall);
                const std::string said =
                    std::string(wall.name) + (alarm ? ", alarm" : "") + (*lost != 0 ? ", link lost" : "") + faults;
                CHECK_MESSAGE(faults.empty(), said);
                CHECK(canvas.runs.size() > 30);
            }
        }
    }
}

TEST_CASE("a font's em is what WALL.md's formula asks for: capitals are seen under at least 16 minutes of arc") {
    for (const auto& wall : walls) {
        Canvas canvas(wall);
        const auto* glyph = canvas.fonts.small->FindGlyph('H');
        const float height_px = glyph->Y1 - glyph->Y0;
        const float em = height_px / 0.71F;
        const std::string said = std::string(wall.name) + ": capitals of " + std::to_string(height_px) + " px";
        CHECK_MESSAGE(viewmodel::arc_minutes(em, wall.distance_m, wall.diagonal_in, wall.width, wall.height) >= 16,
                      said);
    }
}

TEST_CASE("an alarm's page says cause, response, since and state, and whom it blocks") {
    const Wall wall = walls[1];
    Canvas canvas(wall);
    test::draw_line_page(canvas, wall, test::story(true), "");
    CHECK((shows(canvas, "Odd-form placer: feeder 14 empty") || shows(canvas, "P3: feeder 14 empty")));
    CHECK(shows(canvas, "Load the feeder that is named"));
    CHECK(shows(canvas, "since 13:57"));
    CHECK(shows(canvas, "unacknowledged"));
    CHECK(shows(canvas, "blocked, suppressed"));
    CHECK(shows(canvas, "starved, suppressed"));
    CHECK(shows(canvas, "2417 Glacier"));
    CHECK(shows(canvas,
                "14:30\xE2\x80\x93"
                "14:55"));
}

TEST_CASE("a quiet page has no callout, a silent link has its banner") {
    const Wall wall = walls[5];
    Canvas canvas(wall);
    test::draw_line_page(canvas, wall, test::story(false), "No data since 14:02:19 (48 s)");
    CHECK_FALSE(shows(canvas, "unacknowledged"));
    CHECK(shows(canvas, "No data since 14:02:19 (48 s)"));
    CHECK(shows(canvas, "North Ice Instruments, 200 to come"));
    CHECK(shows(canvas, "promised 16:00"));
}
