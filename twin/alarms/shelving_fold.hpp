// How shelves fill and empty.
#pragma once

#include "twin/alarms/shelving.hpp"

namespace glassline {

void fold_shelving(ShelvingState& state, const AlarmShelved& event, Instant at);
void fold_shelving(ShelvingState& state, const AlarmUnshelved& event, Instant at);

/// Plant time went on: shelves whose time is over are emptied.
void expire_shelves(ShelvingState& state, Instant now);

}  // namespace glassline
