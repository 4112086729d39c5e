// Shaders are embedded at build from /shaders. While editing, the environment variable GLASSLINE_SHADERS may name a
// folder whose files win (read by the application, not here: see RendererOptions::shader_folder).
#pragma once

#include <string_view>

namespace glassline::render {

/// The text of shaders/NAME, empty when there is none. Generated: cmake/embed_shaders.cmake.
[[nodiscard]] std::string_view embedded_shader(std::string_view name);

}  // namespace glassline::render
