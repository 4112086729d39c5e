// Sparkplug B payloads: the protobuf message read and written by hand, as it is small and its file carries a licence of
// its own. Field numbers: Eclipse Tahu's sparkplug_b.proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "twin/base/result.hpp"

namespace glassline::sparkplug {

inline constexpr std::size_t max_payload_bytes = 4U << 20U;
inline constexpr std::size_t max_metrics = 10'000;  // of one message

/// What a metric says; monostate: null, or a kind that is not read (data sets, templates, bytes).
using Value = std::variant<std::monostate, std::int64_t, std::uint64_t, double, bool, std::string>;

struct Metric {
    std::string name;  // empty: only the alias was sent
    std::optional<std::uint64_t> alias;
    std::uint64_t timestamp_ms = 0;  // 0: not said
    std::uint32_t datatype = 0;
    bool historical = false;
    bool unread = false;  // has a value of a kind that is not read here
    Value value;
    bool operator==(const Metric&) const = default;
};

struct Payload {
    std::uint64_t timestamp_ms = 0;
    std::optional<std::uint64_t> seq;
    std::vector<Metric> metrics;
    bool operator==(const Payload&) const = default;
};

/// Error: bytes that are no protobuf message of this form, or over a bound.
[[nodiscard]] Result<Payload> decode(std::string_view bytes);
/// For commands: names, data types and values of the kinds above.
[[nodiscard]] std::string encode(const Payload& payload);

}  // namespace glassline::sparkplug
