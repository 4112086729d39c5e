// The names of all messages of CFX 2.1, to tell "known, not folded" from "never heard of".
#pragma once

#include <cstddef>
#include <string_view>

namespace glassline::cfx {

/// The name as the SDK spells it for a name in any case; empty when it is not of the vocabulary.
[[nodiscard]] std::string_view canonical_name(std::string_view name);
[[nodiscard]] std::size_t vocabulary_size();

[[nodiscard]] constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
[[nodiscard]] constexpr bool same_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && ascii_lower(a[i]) != ascii_lower(b[i])) return false;
    }
    return true;
}

}  // namespace glassline::cfx
