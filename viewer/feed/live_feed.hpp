// A running server's feed (GET /api/v1/feed, server-sent events) folded here by the same fold. A thread of its own
// reads; the window takes the newest snapshot each frame. After each heartbeat the digests are compared; where they
// differ the feed starts again with a snapshot.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "twin/base/result.hpp"
#include "twin/twin_state.hpp"

namespace glassline::feed {

inline constexpr std::size_t max_event_bytes = 64 * 1024 * 1024;  // of one server-sent event
// Heartbeats come each second: a connection silent for this long is dead, and a new one is tried.
inline constexpr std::chrono::milliseconds max_silence{5'000};

struct LiveStatus {
    bool connected = false;
    std::string problem;        // why not, one sentence
    double silent_s = 0;        // since the last byte
    Instant last_data{};        // plant time of the newest state
    std::uint64_t resyncs = 0;  // digest differed
};

class LiveFeed {
public:
    /// `url`: http://host:port of the operator side. `token`: bearer token.
    LiveFeed(std::string url, std::string token);
    ~LiveFeed();
    [[nodiscard]] SnapshotPtr newest() const;
    [[nodiscard]] LiveStatus status() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// host, port of an http URL.
[[nodiscard]] Result<std::pair<std::string, std::string>> host_and_port(const std::string& url);

}  // namespace glassline::feed
