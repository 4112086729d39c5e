// An object of a kind that is not known member by member, as names and values: "Strokes[0].PrintPressure" = "4.5".
// Inside connectors/wire/cfx only.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "connectors/wire/cfx/json_access.hpp"

namespace glassline::cfx {

inline constexpr std::size_t max_flat_name = 96;    // bytes of a name; longer ones are cut
inline constexpr std::size_t max_flat_value = 128;  // bytes of a value

/// Adds the texts, numbers and truth values in `node`, at most `bound` in all; false when there were more. Nulls,
/// "$type" and the members named in `without` (of the outermost object) are left out. An element of an array that has
/// a Name and a Value goes by its name.
bool flatten(const Node& node, std::map<std::string, std::string>& values, std::size_t bound,
             std::initializer_list<std::string_view> without = {});

}  // namespace glassline::cfx
