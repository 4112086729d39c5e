// Files that a command was pointed at.
#pragma once

#include <string>
#include <vector>

#include "twin/base/result.hpp"
#include "twin/line/line_description.hpp"

namespace glassline::app {

/// The whole file. Error: it can't be read, or is larger than `max_bytes`.
[[nodiscard]] Result<std::string> read_whole(const std::string& path, std::size_t max_bytes);

/// A line file read and checked; the error's text holds all its faults.
[[nodiscard]] Result<LineDescription> line_of_file(const std::string& path);

}  // namespace glassline::app
