// One line of SHDR, the words between a machine's adapter and an MTConnect agent: `time|key|value|key|value...`.
// Source: MTConnect agent and adapter practice (cppagent 2.x reads what is read here).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/time.hpp"

namespace glassline::mtconnect {

/// What stands before the first bar.
struct ShdrStamp {
    enum class Kind {
        none,      // empty: the moment of arrival is meant
        absolute,  // ISO 8601
        relative,  // a number of milliseconds on the adapter's own clock
        word       // no time at all
    };
    Kind kind = Kind::none;
    Instant at{};
    Zone zone = Zone::stated;
    double offset_ms = 0;
    std::optional<double> duration_s;  // `time@seconds`: how long the values held
    bool operator==(const ShdrStamp&) const = default;
};

struct ShdrLine {
    ShdrStamp stamp;
    std::vector<std::string> tokens;  // all of the line, the stamp's own text first
    bool operator==(const ShdrLine&) const = default;
};

inline constexpr std::size_t max_shdr_tokens = 10'000;

/// Splits at bars; blanks around a token go. A token in quotes may hold bars and escapes (`\|`, `\"`, `\\`); quotes
/// that are not closed before a bar or the end are letters like others. Never fails; a line of more tokens
/// than the bound ends there, and its reader refuses it.
[[nodiscard]] ShdrLine read_shdr_line(std::string_view line);

/// `* name: value`, what adapter and agent say of themselves.
struct ShdrCommand {
    std::string name;
    std::string value;
    bool operator==(const ShdrCommand&) const = default;
};
[[nodiscard]] std::optional<ShdrCommand> read_shdr_command(std::string_view line);

/// `--multiline--TAG` at the end of a line: the value goes on until a line that is just that. Empty: it doesn't.
[[nodiscard]] std::string_view multiline_mark(std::string_view line);

}  // namespace glassline::mtconnect
