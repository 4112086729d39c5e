// Hermes supervisory client of every machine of a line: one connection a station that has a hermes_address. Each is a
// source of its own ("NAME/STATION") with its own health; it reconnects with back-off.
#pragma once

#include <memory>
#include <string>

#include "connectors/sources/source.hpp"

namespace glassline {

inline constexpr Duration hermes_first_retry = std::chrono::milliseconds(250);
inline constexpr Duration hermes_longest_retry = std::chrono::seconds(10);

/// `simulated`: the machines are ours; every view says so.
[[nodiscard]] std::unique_ptr<Source> make_hermes_supervisory(const std::string& name, const SourceContext& context,
                                                              bool simulated);

}  // namespace glassline
