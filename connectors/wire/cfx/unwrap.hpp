// From the bytes that a transport carried to JSON text: gzip by header or magic, Base64-wrapped gzip, byte order mark;
// and an array of envelopes cut into its elements.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/result.hpp"

namespace glassline::cfx {

inline constexpr std::size_t max_json_bytes = 64U << 20U;     // inflated: inspection results come in tens of MB
inline constexpr std::size_t max_batch_envelopes = 10'000;    // in one transmission
inline constexpr std::size_t max_payload_bytes = 64U << 20U;  // as carried

/// The JSON text of a payload. `content_encoding` is the transport's word ("gzip" or nothing); the gzip magic counts
/// as well, because several senders leave the header out. Errors name no data, so that they can be counted by reason.
[[nodiscard]] Result<std::string> unwrap(std::string_view payload, std::string_view content_encoding = {});

/// The elements of a JSON array as text, or the one value when it is no array. Damage inside an element stays inside.
[[nodiscard]] Result<std::vector<std::string_view>> split_batch(std::string_view json);

/// gzip of `bytes`, as the SDK's default codec sends it.
[[nodiscard]] std::string gzip(std::string_view bytes);

}  // namespace glassline::cfx
