// Foreign recordings as deliveries; a file a format.
#pragma once

#include <string>

#include "connectors/runtime/recorder.hpp"
#include "twin/line/line_description.hpp"

namespace glassline::app {

inline constexpr std::size_t max_recording_bytes = std::size_t{2} << 30U;

/// What a format is told beside the recording.
struct ImportContext {
    const LineDescription& line;
    std::string mapping_path;  // of mqtt-jsonl; empty: none given
};

/// What can be done with a recording's whole text.
struct ImportFormat {
    std::string name;
    /// A line of the machines that the recording names; without stations when it names none.
    LineDescription (*line_of)(const std::string& text);
    /// The time of its first message; no_time when it has none.
    Instant (*begin)(const std::string& text);
    Status (*import)(const std::string& text, const ImportContext& context, Recorder& recorder);
};

/// `hermes-trace`: a Hermes trace; the supervisory channels' TX lines are the machines' own words. The line's order is
/// that in which machines first let a board go.
[[nodiscard]] ImportFormat hermes_trace_format();

/// `cfx-jsonl`: a CFX envelope, or an array of them, a line. It was received when it says it happened: the file knows
/// no other time. The line's order is that in which handles first spoke.
[[nodiscard]] ImportFormat cfx_jsonl_format();

/// `mqtt-jsonl`: a recorded MQTT message a line (connectors/wire/mqtt/recording.hpp), understood by a mapping file. It
/// names no machines: the line file does.
[[nodiscard]] ImportFormat mqtt_jsonl_format();

}  // namespace glassline::app
