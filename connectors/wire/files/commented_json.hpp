// JSON with // and /* */ comments, as people write it in line files and settings. The text is given, not a path.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace glassline {

inline constexpr std::size_t max_file_bytes = 16 * 1024 * 1024;
inline constexpr int max_json_depth = 64;  // the parser itself would take millions

/// A value read from a file that people write, or every fault with its place, none hidden behind the first.
template <class T>
struct Checked {
    T value{};
    std::vector<std::string> faults;
    [[nodiscard]] bool ok() const { return faults.empty(); }
};

/// Empty, or why the text is not JSON we read: too long, too deep, or not JSON (with line and column).
[[nodiscard]] std::string json_fault(std::string_view text);

}  // namespace glassline
