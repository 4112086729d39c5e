// What several commands' options hold. Include it in .cpp files only.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

namespace glassline::app {

/// A moment with its zone; the error's text names the option.
[[nodiscard]] inline Result<Instant> time_option(const std::string& option, const std::string& text) {
    const auto time = parse_iso8601(text);
    if (!time || time->zone == Zone::missing) {
        return Error{option, "'" + text + "' is not a time with its zone", "write it like 2026-11-23T14:03:07Z"};
    }
    return time->instant;
}

/// Wrong usage, found when the command line is understood.
[[nodiscard]] inline CLI::Validator a_time() {
    return {[](std::string& text) {
                const auto time = time_option("", text);
                return time ? std::string{} : time.error().text();
            },
            "TIME"};
}
[[nodiscard]] inline CLI::Validator a_zone() {
    return {[](std::string& text) {
                const auto time = parse_iso8601("2026-01-01T00:00:00" + text);
                const bool good = time && time->zone == Zone::stated;
                return good ? std::string{} : "'" + text + "' is not an offset; write it like +01:00";
            },
            "ZONE"};
}
/// CLI11 takes "-1" for the largest number.
[[nodiscard]] inline CLI::Validator a_sequence() {
    return {[](std::string& text) {
                const bool good =
                    !text.empty() && text.size() < 20 && text.find_first_not_of("0123456789") == std::string::npos;
                return good ? std::string{} : "'" + text + "' is not a sequence number";
            },
            "SEQUENCE"};
}

}  // namespace glassline::app
