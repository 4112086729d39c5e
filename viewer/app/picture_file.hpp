// Saves what the window shows as a PNG.
#pragma once

#include <string>

namespace glassline::viewer {

/// The back buffer of the current context, 8-bit RGB. False: the file cannot be written.
[[nodiscard]] bool write_png(const std::string& path, int width, int height);

}  // namespace glassline::viewer
