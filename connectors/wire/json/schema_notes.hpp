// What a schema says of a type or a member beyond its C++ type: texts, bounds, closed sets of words, what must be
// there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace glassline {

struct SchemaNote {
    std::string_view what{};  // "Settings" or "Settings.journal"
    std::string_view text{};
    bool required = false;  // in what people write; answers hold all their members
    bool not_empty = false;
    std::optional<double> minimum{};
    std::optional<double> over{};  // must be greater
    std::optional<double> maximum{};
    std::vector<std::string_view> one_of{};
    std::string_view pattern{};
};

/// An empty note where there is none.
[[nodiscard]] SchemaNote note_of(std::string_view what);
/// All of them; a test finds those that name no member.
[[nodiscard]] const std::vector<SchemaNote>& schema_notes();
/// "seconds" of a name that ends in _s; empty where the name tells no unit.
[[nodiscard]] std::string_view unit_of(std::string_view member);

}  // namespace glassline
