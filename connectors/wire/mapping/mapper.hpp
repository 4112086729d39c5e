// Runs a mapping: one MQTT message in, what it means out. Sans-IO, one thread. It remembers what was said once, joins
// and clocks, all within bounds; a restart begins with an empty memory and the duplicate keys of the meanings keep what
// was already journalled from being folded again.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/mapping/mapping_file.hpp"
#include "twin/event.hpp"
#include "twin/line/line_description.hpp"

namespace glassline {

inline constexpr std::size_t max_mapped_payload = 4U << 20U;      // bytes of a message
inline constexpr std::size_t max_mapped_events = 20'000;          // of one message; the rest is refused and said so
inline constexpr std::size_t max_said_once = 100'000;             // remembered keys, the oldest are forgotten first
inline constexpr std::size_t max_join_entries = 20'000;           // of one join, the same
inline constexpr Duration max_stamp_age = std::chrono::hours(1);  // an older stamp of a message is not its time
inline constexpr Duration max_future = std::chrono::minutes(1);   // a time further ahead of us is not believed

/// A part of what a message means: it is journalled, or known as a duplicate, by itself.
struct MappedMeaning {
    std::string duplicate_key;  // empty: never a duplicate
    Instant occurred_at{};      // no_time: the moment of receipt
    std::vector<Event> events;  // at least one
};

class Mapper {
public:
    /// `mapping` has no faults; `line` outlives the mapper.
    Mapper(const MappingText& mapping, const LineDescription& line);
    ~Mapper();
    Mapper(Mapper&&) noexcept;
    Mapper& operator=(Mapper&&) noexcept;

    /// At least one meaning; what is not understood is MessageUnmapped or MessageRefused.
    [[nodiscard]] std::vector<MappedMeaning> map(std::string_view topic, std::string_view payload, Instant received_at);

    /// What was said could not be kept: the messages come again and are to say it again. Joins and clocks stay.
    void forget_said();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace glassline
