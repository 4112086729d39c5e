// Names in MTConnect XML without their prefixes: every version has a namespace of its own, vendors add theirs.
#pragma once

#include <string_view>

namespace glassline::mtconnect {

/// "m:Device" -> "Device".
[[nodiscard]] constexpr std::string_view local_name(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace glassline::mtconnect
