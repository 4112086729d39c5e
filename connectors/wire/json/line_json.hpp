// A line as GET /api/v1/lines/{line} and `glassline inspect --json` tell it: the one function for both.
#pragma once

#include <string>

#include "twin/line/line_description.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

/// `{sequence, as_of, line, name, site, simulated, stations: [...], panels: [...], kpis: [...], alarms: [...]}`,
/// compact. `line` is one of the state's lines (our bug asserts). Ages are taken from state.as_of. Panels are all that
/// the twin still remembers, also those that left.
[[nodiscard]] std::string line_json(const TwinState& state, const LineId& line);

/// `{sequence, as_of, lines: [{id, name, site, simulated, stations, panels}]}` with counts, as GET /api/v1/lines.
[[nodiscard]] std::string lines_json(const TwinState& state);

}  // namespace glassline
