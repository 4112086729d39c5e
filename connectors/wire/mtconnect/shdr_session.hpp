// Our side of a connection to an adapter as a value: bytes in, bytes and messages out. We ask `* PING` at once; an
// adapter that answers `* PONG n` wants to be asked every n ms and is dead when it then is silent for twice as long.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/wire/mtconnect/shdr_framer.hpp"
#include "twin/base/time.hpp"

namespace glassline::mtconnect {

/// An adapter without heartbeats says nothing while nothing changes: only a long silence is suspicious.
inline constexpr Duration silent_without_heartbeat = std::chrono::minutes(10);
inline constexpr Duration shortest_heartbeat = std::chrono::milliseconds(100);
inline constexpr Duration longest_heartbeat = std::chrono::minutes(30);

class ShdrSession {
public:
    void connected(Instant now);
    /// The messages that are whole now, without heartbeats.
    [[nodiscard]] std::vector<std::string> feed(std::string_view bytes, Instant now);
    /// Call a few times a second: sends PING, notices silence.
    void tick(Instant now);

    [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }
    /// Why the connection is to be closed; empty while all is well.
    [[nodiscard]] const std::string& close_reason() const { return close_reason_; }
    /// The period the adapter wants; zero: it knows no heartbeats.
    [[nodiscard]] Duration heartbeat() const { return heartbeat_; }
    [[nodiscard]] const ShdrFramer& framer() const { return framer_; }

private:
    ShdrFramer framer_;
    std::string output_;
    std::string close_reason_;
    Duration heartbeat_{};
    Instant last_heard_{};
    Instant last_ping_{};
};

}  // namespace glassline::mtconnect
