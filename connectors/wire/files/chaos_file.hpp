// Chaos files: JSON with comments, `{"chaos": [{kind, at_s, duration_s, station, ...}]}`; members are those of
// ChaosEntry (twin/simulation/chaos.hpp).
#pragma once

#include <string_view>

#include "connectors/wire/files/commented_json.hpp"
#include "twin/simulation/chaos.hpp"

namespace glassline {

/// Reads and checks a chaos file's text. `faults` are "place: what" sentences, none hidden behind the first.
[[nodiscard]] Checked<Chaos> read_chaos_file(std::string_view text);

}  // namespace glassline
