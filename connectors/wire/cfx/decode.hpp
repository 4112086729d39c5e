// CFX (IPC-2591) bytes to the twin's events. Never throws, never drops: what changes no state here becomes
// MessageUnmapped, what can't be read becomes MessageRefused with its reason.
//
// Use: one Decoder a thread (it keeps its buffers); decode() each payload.
//     for (auto& meaning : decoder.decode(payload, content_encoding, {line, handle})) ...
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "twin/event.hpp"
#include "twin/line/line_description.hpp"

namespace glassline::cfx {

inline constexpr std::size_t max_json_depth = 64;

/// What is known beside the bytes.
struct Context {
    const LineDescription& line;  // maps the CFX handle to a station; gives the zone to time stamps without one
    std::string handle;           // the transport's word for the sender (cfx-handle, reply-to, container-id): used
                                  // when the envelope names no Source
};

/// What one envelope means.
struct Meaning {
    std::string_view json;      // the envelope's own text; lives until the next decode
    std::string message_name;   // as the vocabulary spells it, or as sent
    std::string unique_id;      // empty: none was sent
    StationId station;          // empty: the handle is of no station of the line
    Instant occurred_at{};      // no_time: unreadable; the moment of receipt then
    std::vector<Event> events;  // at least one
};

class Decoder {
public:
    Decoder();
    ~Decoder();
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    /// One payload as carried by a transport: an envelope or an array of them, gzipped or not. At least one meaning.
    [[nodiscard]] std::vector<Meaning> decode(std::string_view payload, std::string_view content_encoding,
                                              const Context& context);
    /// A message body without an envelope; `context.handle` says who speaks.
    [[nodiscard]] Meaning decode_body(std::string_view message_name, std::string_view json, const Context& context);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The station that speaks under a CFX handle (exact, else ignoring case); empty when there is none.
[[nodiscard]] StationId station_of_handle(const LineDescription& line, std::string_view handle);

}  // namespace glassline::cfx
