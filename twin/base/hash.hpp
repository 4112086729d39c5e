// A fast 64-bit hash of bytes for digests: it finds damage and divergence, it does not withstand an attacker.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace glassline {

[[nodiscard]] std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

/// Sixteen lower-case hexadecimal digits.
[[nodiscard]] std::string to_hex(std::uint64_t value);

}  // namespace glassline
