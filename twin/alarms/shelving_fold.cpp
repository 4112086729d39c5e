#include "twin/alarms/shelving_fold.hpp"

#include <iterator>

namespace glassline {

void fold_shelving(ShelvingState& state, const AlarmShelved& event, Instant at) {
    const bool full = state.shelved.size() >= max_shelved && state.shelved.count(event.alarm) == 0;
    if (full || event.until <= at || event.until > at + max_shelving_time) {
        ++state.refused;
        return;
    }
    state.shelved[event.alarm] = {event.by, event.why.substr(0, max_shelving_reason), at, event.until};
}

void fold_shelving(ShelvingState& state, const AlarmUnshelved& event, Instant) { state.shelved.erase(event.alarm); }

void expire_shelves(ShelvingState& state, Instant now) {
    for (auto at = state.shelved.begin(); at != state.shelved.end();) {
        at = at->second.until <= now ? state.shelved.erase(at) : std::next(at);
    }
}

}  // namespace glassline
