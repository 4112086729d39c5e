// The customer page's files (viewer/web), put into the program by embed.py when it is built.
#pragma once

#include <string_view>

#include "connectors/gateway/customer_api.hpp"

namespace glassline::gateway {

/// Null: there is no such file. `path` begins with a slash.
[[nodiscard]] const StaticFile* find_static_file(std::string_view path);

}  // namespace glassline::gateway
