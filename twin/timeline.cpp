#include "twin/timeline.hpp"

#include <algorithm>
#include <cassert>

#include "twin/base/binary.hpp"
#include "twin/fold.hpp"

namespace glassline {

void Timeline::append(EventRecord record) {
    assert(records_.empty() || record.sequence == records_.back().sequence + 1);
    fold(newest_, record);
    records_.push_back(std::move(record));
    if (records_.size() % interval_ == 0) checkpoints_.push_back({newest_.sequence, to_binary(newest_)});
}

TwinState Timeline::state_at(std::uint64_t sequence) const {
    if (records_.empty() || sequence >= newest_.sequence) return newest_;
    TwinState state;
    const auto after = std::find_if(checkpoints_.rbegin(), checkpoints_.rend(),
                                    [&](const Checkpoint& c) { return c.sequence <= sequence; });
    if (after != checkpoints_.rend()) {
        auto stored = from_binary<TwinState>(after->state);
        assert(stored.has_value());
        state = std::move(*stored);
    }
    const auto first = std::find_if(records_.begin(), records_.end(),
                                    [&](const EventRecord& r) { return r.sequence > state.sequence; });
    for (auto at = first; at != records_.end() && at->sequence <= sequence; ++at) fold(state, *at);
    return state;
}

void fold_if_occurred(TwinState& state, const EventRecord& record, Instant t) {
    // What stands where is known for the past, too: a line described today explains the messages of yesterday.
    if (record.occurred_at > t && !std::holds_alternative<LineDescribed>(record.event)) return;
    fold(state, record);
    state.as_of = std::min(state.as_of, t);
}

TwinState state_at_time(const std::vector<EventRecord>& records, Instant t) {
    TwinState state;
    for (const auto& record : records) fold_if_occurred(state, record, t);
    state.as_of = t;
    return state;
}

}  // namespace glassline
