// Time travel: checkpoints of the state, and the state at any sequence or moment by rolling forward from one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "twin/event.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

/// A state kept whole, as bytes (to_binary), with the sequence it is of.
struct Checkpoint {
    std::uint64_t sequence = 0;
    std::string state;
};

/// A recording in memory: all records and a checkpoint each `interval` of them.
class Timeline {
public:
    explicit Timeline(std::size_t interval = 1'000) : interval_(interval) {}

    /// Appends and folds. The record's sequence must be the next one.
    void append(EventRecord record);

    [[nodiscard]] const std::vector<EventRecord>& records() const { return records_; }
    [[nodiscard]] const TwinState& newest() const { return newest_; }

    /// The state after `sequence` (0: before the first record); beyond the end: the newest.
    [[nodiscard]] TwinState state_at(std::uint64_t sequence) const;

private:
    std::size_t interval_;
    std::vector<EventRecord> records_;
    std::vector<Checkpoint> checkpoints_;
    TwinState newest_;
};

/// The state at a moment of plant time: the fold, in order of sequence, of the records that had occurred by then.
/// A late message counts for the past it speaks of, whenever it came.
[[nodiscard]] TwinState state_at_time(const std::vector<EventRecord>& records, Instant t);

/// One step of state_at_time for readers that stream records.
void fold_if_occurred(TwinState& state, const EventRecord& record, Instant t);

}  // namespace glassline
