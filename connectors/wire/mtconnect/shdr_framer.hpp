// Cuts a byte stream into SHDR messages: a line each, or several from one with `--multiline--TAG` to its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace glassline::mtconnect {

inline constexpr std::size_t max_shdr_line_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t max_shdr_message_bytes = std::size_t{8} << 20U;  // with all lines of an asset

class ShdrFramer {
public:
    /// Takes bytes and returns the messages that are whole now, in order, without their line ends. Blank lines are
    /// none.
    [[nodiscard]] std::vector<std::string> feed(std::string_view bytes);
    /// What is left at the end of a file whose last line has no end.
    [[nodiscard]] std::vector<std::string> finish();

    /// Bytes thrown away because no line, or no end of a multi-line value, came within the bound.
    [[nodiscard]] std::uint64_t skipped_bytes() const { return skipped_; }
    [[nodiscard]] const std::string& first_skipped() const { return first_skipped_; }

private:
    void skip(std::string_view bytes);
    void take(std::string_view line, std::vector<std::string>& messages);

    std::string buffer_;  // the line under way
    std::size_t searched_ = 0;
    std::string message_;  // the multi-line value under way
    std::string mark_;     // its end; empty: none is under way
    bool skipping_ = false;
    std::uint64_t skipped_ = 0;
    std::string first_skipped_;
};

}  // namespace glassline::mtconnect
