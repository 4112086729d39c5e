// Reads Hermes traces: lines `epoch_ms TAB channel TAB TX|RX TAB XML`. The machines' own words are the TX lines of
// their supervisory channels (`<Machine>.super`).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

namespace glassline::hermes {

struct TraceLine {
    Instant at{};
    std::string machine;  // channel without ".super"
    std::string xml;
};

/// The supervisory TX lines of a trace, in its order. A line that is not of the format is an error naming its number.
[[nodiscard]] Result<std::vector<TraceLine>> read_trace(std::string_view text);

}  // namespace glassline::hermes
