// States out of a journal: at a sequence, at a moment of plant time, and the proof that the file is whole.
#pragma once

#include <cstdint>
#include <string>

#include "connectors/journal/journal_reader.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

/// The state after `sequence`, by the nearest checkpoint; beyond the end: the newest.
[[nodiscard]] Result<StoredState> recall(const JournalReader& journal, std::uint64_t sequence);

/// The state at a moment of plant time: the fold, in order of sequence, of the records with occurred_at <= t; its as_of
/// is `t`.
[[nodiscard]] Result<TwinState> recall_at(const JournalReader& journal, Instant t);

struct JournalVerification {
    std::uint64_t count = 0;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::string digest;  // of the state after `last`, folded from the beginning
};
/// Reads every row, with its raw message, and folds it. Error: the first row that is missing or damaged, or a
/// checkpoint that differs from the fold.
[[nodiscard]] Result<JournalVerification> verify(const JournalReader& journal);

}  // namespace glassline
