// A page drawn without a window: every text it shows, with its box.
#pragma once

#include <string>
#include <vector>

#include "viewer/panels/replay_panels.hpp"

namespace glassline::test {

struct Wall {
    const char* name;
    float distance_m, diagonal_in;
    int width, height;
    bool wall = true;
};

/// ImGui with Glassline's fonts in the sizes of a wall, and one frame open for as long as it lives.
class Canvas {
public:
    explicit Canvas(const Wall& wall);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;
    [[nodiscard]] widgets::Pen pen();
    theme::TypeSizes type;
    theme::Fonts fonts;
    std::vector<widgets::Run> runs;

private:
    Wall wall_;
};

/// Ten stations, three orders; 14:03:07. Odd-form placer stopped since 13:57 with a cascade when `alarm`.
[[nodiscard]] TwinState story(bool alarm);

/// The line's page of a state on that wall.
void draw_line_page(Canvas& canvas, const Wall& wall, const TwinState& state, const std::string& lost);

}  // namespace glassline::test
