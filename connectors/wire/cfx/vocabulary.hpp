// The names of all messages of CFX 2.1, to tell "known, not folded" from "never heard of".
#pragma once

#include <cstddef>
#include <string_view>

namespace glassline::cfx {

/// The name as the SDK spells it for a name in any case; empty when it is not of the vocabulary.
[[nodiscard]] std::string_view canonical_name(std::string_view name);
[[nodiscard]] std::size_t vocabulary_size();

[[nodiscard]] char ascii_lower(char c);
[[nodiscard]] bool same_ignoring_case(std::string_view a, std::string_view b);

}  // namespace glassline::cfx
