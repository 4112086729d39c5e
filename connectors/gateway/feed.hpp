// The operator feed's words: which events a client still needs, as server-sent text. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "twin/event.hpp"
#include "twin/twin_state.hpp"

namespace glassline::gateway {

inline constexpr std::size_t max_feed_clients = 200;
inline constexpr std::uint64_t max_feed_catch_up = 20'000;  // events; further behind: a snapshot is less
inline constexpr std::size_t max_feed_backlog = 8U << 20U;  // bytes not yet taken by a client; over: dropped
inline constexpr std::size_t max_feed_records_per_message = 1'000;

[[nodiscard]] std::string feed_id(const std::string& epoch, std::uint64_t sequence);
/// `snapshot`: {"sequence", "epoch", "state"}.
[[nodiscard]] std::string feed_snapshot(const std::string& epoch, const TwinState& state);
/// `events`: those with a sequence after `after`, in messages of max_feed_records_per_message; empty: there are none.
[[nodiscard]] std::string feed_events(const std::string& epoch, const std::vector<EventRecord>& records,
                                      std::uint64_t after);
/// `heartbeat`: {"sequence", "digest", "now"}.
[[nodiscard]] std::string feed_heartbeat(std::uint64_t sequence, const std::string& digest, Instant now);

}  // namespace glassline::gateway
