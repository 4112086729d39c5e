// Random secrets, their hashes and comparisons that take the same time whatever they find (libsodium behind it).
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace glassline::gateway {

inline constexpr std::size_t secret_bytes = 32;
using Key = std::array<unsigned char, 32>;

/// 32 random bytes as 43 characters of base64url without padding.
[[nodiscard]] std::string random_secret();
/// `bytes` random bytes as base64url: ids that tell nothing.
[[nodiscard]] std::string random_id(std::size_t bytes);
[[nodiscard]] unsigned random_below(unsigned count);
[[nodiscard]] Key random_key();

/// 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view text);
/// HMAC-SHA-256 as 43 characters of base64url.
[[nodiscard]] std::string sign(const Key& key, std::string_view text);
/// Takes time by the lengths only, never by the content.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

}  // namespace glassline::gateway
