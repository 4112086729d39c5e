// Foreign recordings as deliveries; a file a format.
#pragma once

#include <string>

#include "connectors/runtime/recorder.hpp"
#include "twin/line/line_description.hpp"

namespace glassline::app {

inline constexpr std::size_t max_recording_bytes = std::size_t{2} << 30U;

/// When the first line of the recording was written; no_time when it has none.
[[nodiscard]] Instant hermes_trace_begin(const std::string& text);

/// A line of the machines that a recording names, in the order in which they first reported a board.
[[nodiscard]] LineDescription line_of_hermes_trace(const std::string& text);

[[nodiscard]] Status import_hermes_trace(const std::string& text, const LineDescription& line, Recorder& recorder);

}  // namespace glassline::app
