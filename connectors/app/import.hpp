// Foreign recordings as deliveries; a file a format.
#pragma once

#include <functional>
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
    std::function<LineDescription(const std::string& text)> line_of;
    /// The time of its first message; no_time when it has none.
    std::function<Instant(const std::string& text)> begin;
    std::function<Status(const std::string& text, const ImportContext& context, Recorder& recorder)> import;
    /// Why the text can't be read at all; none: any text can.
    std::function<Status(const std::string& text)> readable{};
    /// `begin` of a format whose times need the line's zone; none: `begin` knows.
    std::function<Instant(const std::string& text, const LineDescription& line)> begin_in{};
};

/// `hermes-trace`: a Hermes trace; the supervisory channels' TX lines are the machines' own words. The line's order is
/// that in which machines first let a board go.
[[nodiscard]] ImportFormat hermes_trace_format();

/// `cfx-jsonl`: a CFX envelope, or an array of them, a line. It was received when it says it happened: the file knows
/// no other time. The line's order is that in which handles first spoke.
[[nodiscard]] ImportFormat cfx_jsonl_format();

/// `shdr`: what an MTConnect adapter sent, with the Devices.xml that explains its keys. Whose words they are: `device`,
/// else the device with whose name the file's begins, else the one whose items fit best. The line is made of all
/// devices of the Devices.xml, in its order.
struct ShdrRecording {
    std::string file;
    std::string devices_xml;
    std::string device;
    std::string zone;  // of stamps that state none, for begin(); import() goes by the line's
};
[[nodiscard]] Result<ImportFormat> shdr_format(const ShdrRecording& recording);

/// `work-order-csv`: an operation a row with case (the work order), activity, machine, start, complete and quantities,
/// as process-mining and production tools write it; headers and delimiters as found. A case travels as one lot.
[[nodiscard]] ImportFormat work_order_csv_format();
/// `mqtt-jsonl`: a recorded MQTT message a line (connectors/wire/mqtt/recording.hpp), understood by a mapping file. It
/// names no machines: the line file does.
[[nodiscard]] ImportFormat mqtt_jsonl_format();

}  // namespace glassline::app
