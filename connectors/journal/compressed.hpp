// Raw messages and states are kept compressed (zstd, fast level): one frame a value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "twin/base/result.hpp"

namespace glassline {

inline constexpr std::size_t max_unpacked_bytes = 256U << 20U;  // no message or state comes near

[[nodiscard]] std::string pack(std::string_view bytes);
/// Error: damaged, or larger than max_unpacked_bytes.
[[nodiscard]] Result<std::string> unpack(std::string_view packed);

}  // namespace glassline
