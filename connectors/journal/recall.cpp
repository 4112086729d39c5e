#include "connectors/journal/recall.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "twin/fold.hpp"
#include "twin/timeline.hpp"

namespace glassline {

Result<StoredState> recall(const JournalReader& journal, std::uint64_t sequence) {
    auto stored = journal.stored_state(sequence);
    if (!stored) return stored.error();
    StoredState at = stored->has_value() ? std::move(**stored) : StoredState{};
    const auto done = journal.each(at.state.sequence + 1, sequence, false, [&](JournalEntry&& entry) {
        at.newest_occurred_at = std::max(at.newest_occurred_at, entry.record.occurred_at);
        fold(at.state, entry.record);
        return true;
    });
    if (!done) return done.error();
    return at;
}

Result<TwinState> recall_at(const JournalReader& journal, Instant t) {
    auto stored = journal.stored_state_by(t);
    if (!stored) return stored.error();
    TwinState state = stored->has_value() ? std::move((*stored)->state) : TwinState{};
    const auto done =
        journal.each(state.sequence + 1, std::numeric_limits<std::uint64_t>::max(), false, [&](JournalEntry&& entry) {
            fold_if_occurred(state, entry.record, t);
            return true;
        });
    if (!done) return done.error();
    state.as_of = t;
    return state;
}

Result<JournalVerification> verify(const JournalReader& journal) {
    const auto stored = journal.stored_sequences();
    if (!stored) return stored.error();
    auto checkpoint = stored->begin();
    JournalVerification found;
    TwinState state;
    std::string fault;
    const auto done = journal.each(0, std::numeric_limits<std::uint64_t>::max(), true, [&](JournalEntry&& entry) {
        if (found.count == 0) found.first = entry.record.sequence;
        if (entry.record.sequence != found.last + 1) {
            fault = "record " + std::to_string(found.last + 1) + " is missing";
            return false;
        }
        found.last = entry.record.sequence;
        ++found.count;
        fold(state, entry.record);
        if (checkpoint != stored->end() && *checkpoint == found.last) {
            ++checkpoint;
            const auto kept = journal.stored_state(found.last);
            if (!kept || !*kept || digest((*kept)->state) != digest(state)) {
                fault = "the checkpoint at " + std::to_string(found.last) + " is not what its records fold to";
                return false;
            }
        }
        return true;
    });
    if (!done) return done.error();
    if (fault.empty() && checkpoint != stored->end()) fault = "a checkpoint lies beyond the last record";
    if (!fault.empty())
        return Error{"journal", fault, "restore it from a backup (`glassline export --format journal`)"};
    found.digest = digest(state);
    return found;
}

}  // namespace glassline
