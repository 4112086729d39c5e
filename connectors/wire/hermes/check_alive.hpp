// How long a Hermes peer may be silent, the same on every channel.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/time.hpp"

namespace glassline::hermes {

inline constexpr Duration check_alive_every = std::chrono::seconds(5);
inline constexpr Duration silent_after =
    std::chrono::seconds(15);  // no byte for so long, though we ask: the link is dead

[[nodiscard]] inline bool offers(const std::vector<std::string>& features, std::string_view feature) {
    return std::find(features.begin(), features.end(), feature) != features.end();
}

}  // namespace glassline::hermes
