// The bytes of one customer's stream: a pure function of the ticks and of the views it is given, so that a test can
// hold two of them byte for byte. Knows no clock, no socket and no TwinState; the gateway calls tick() once a second in
// the client's own slot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace glassline::gateway {

inline constexpr std::size_t stream_padding = 512;  // every message's size is a multiple of it
inline constexpr std::uint32_t stream_slots = 100;  // of 10 ms each; a client has one of them for its whole life

class CustomerStream {
public:
    /// `last_event_id` is what the client says it saw last (its own tick count; 0: nothing). Ids go on from there.
    explicit CustomerStream(std::uint64_t last_event_id = 0) : tick_(last_event_id) {}

    /// The next message: `snapshot` with the whole view the first time, then `patch` with the RFC 7396 merge patch from
    /// the view before (`{}` when nothing changed), padded by a comment line to a multiple of stream_padding.
    /// `view_json` is a JSON object in which an absent member and a null one mean the same.
    [[nodiscard]] std::string tick(std::string_view view_json);

    [[nodiscard]] std::uint64_t ticks() const { return tick_; }

private:
    std::uint64_t tick_;
    bool begun_ = false;
    std::string last_;
};

/// RFC 7396: what turns `before` into `after`, both JSON objects. Members that are null count as absent.
[[nodiscard]] std::string merge_patch(std::string_view before, std::string_view after);

/// One server-sent event with a trailing blank line, padded by a comment to the next multiple of `multiple` bytes.
[[nodiscard]] std::string padded_event(std::uint64_t id, std::string_view name, std::string_view data,
                                       std::size_t multiple);

}  // namespace glassline::gateway
