// Where in a text of JSON with comments each value stands, so that a fault can be found by line and column.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace glassline {

struct TextPlace {
    std::size_t line = 1;    // from 1
    std::size_t column = 1;  // from 1, in bytes
    std::string pointer;     // JSON pointer (RFC 6901)
    bool operator==(const TextPlace&) const = default;
};

struct Places {
    std::map<std::string, TextPlace> of;  // by the place as JsonReader names it: "stations[3].id"
    std::vector<std::string> twice;       // members that stand twice in one object; a reader takes the last

    /// Of a value, or of the nearest one around it that stands in the text.
    [[nodiscard]] TextPlace find(std::string place) const;
};

/// The text was found to be JSON already (json_fault).
[[nodiscard]] Places places_of(std::string_view text);

}  // namespace glassline
