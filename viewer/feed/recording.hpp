// A recording to play: all records of a journal folded by the same fold as the live twin, any moment of it at hand.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "connectors/journal/journal_reader.hpp"
#include "twin/base/result.hpp"
#include "twin/timeline.hpp"

namespace glassline::feed {

inline constexpr std::size_t max_records = 5'000'000;  // held in memory; a longer recording says so and ends there

class Recording {
public:
    [[nodiscard]] static Result<Recording> open(const std::string& path);
    /// Of what a running server's journal gave, from its first record on, with the raw messages.
    [[nodiscard]] static Result<Recording> of(std::vector<JournalEntry> entries);

    [[nodiscard]] Instant first() const;
    [[nodiscard]] Instant last() const;
    [[nodiscard]] const TwinState& newest() const { return timeline_.newest(); }
    [[nodiscard]] std::uint64_t last_sequence() const { return timeline_.newest().sequence; }
    /// The last sequence received by `t`.
    [[nodiscard]] std::uint64_t sequence_at(Instant t) const;
    /// The state after `sequence`; moving on from the last asked one is cheap, jumping back costs a checkpoint.
    [[nodiscard]] const TwinState& state_at(std::uint64_t sequence);
    /// When the record of this sequence came.
    [[nodiscard]] Instant received_at(std::uint64_t sequence) const;
    /// Events a slice of the whole recording, scaled to 0..1; a rare burst is cut at 1.
    [[nodiscard]] std::vector<float> density(std::size_t slices) const;
    [[nodiscard]] bool cut() const { return cut_; }
    [[nodiscard]] const std::vector<EventRecord>& records() const { return timeline_.records(); }
    /// What the machine really said in the message that this record came of; empty when none is kept.
    [[nodiscard]] RawMessage raw_of(std::uint64_t sequence) const;

private:
    Timeline timeline_{2'000};
    TwinState current_;
    bool cut_ = false;
    std::shared_ptr<JournalReader> reader_;         // of a file: messages are read when they are looked at
    std::map<std::uint64_t, RawMessage> messages_;  // of a server
};

}  // namespace glassline::feed
