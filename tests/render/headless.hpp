// An OpenGL context without a window (EGL surfaceless), and pictures as PNG files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "twin/twin_state.hpp"

namespace glassline::test {

/// Makes a context current for this thread; false with the reason in `why` where EGL has none.
[[nodiscard]] bool make_context(std::string& why);
using GlFunction = void (*)();
[[nodiscard]] GlFunction gl_function(const char* name);

/// RGBA rows from the top into FILE.
bool write_png(const std::string& file, const std::vector<std::uint8_t>& rgba, int width, int height);

/// LOOK.md's one story: Line 2 at 14:03:07, order 2417 Glacier, placer 2 down.
[[nodiscard]] TwinState look_story();
inline const LineId story_line{"line2"};
inline const WorkOrderId story_order{"2417"};

}  // namespace glassline::test
