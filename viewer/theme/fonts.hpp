// Loads the viewer's fonts into ImGui's atlas, in the sizes that distance and screen ask for.
#pragma once

#include <optional>
#include <string>

#include "viewer/theme/theme.hpp"

namespace glassline::theme {

/// One sentence when a font is missing. `wall`: values are as large as normal text, and no raw messages are shown.
[[nodiscard]] std::optional<std::string> load_fonts(Fonts& fonts, const TypeSizes& sizes, bool wall);

}  // namespace glassline::theme
