// The one function that changes a TwinState.
#pragma once

#include "twin/event.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

/// Folds one record into the state. Never fails: what makes no sense is counted in the state's health.
/// Records come in the order of their sequence; `state.sequence` becomes the record's.
void fold(TwinState& state, const EventRecord& record);

/// What must be true of every folded state; an empty text, or the first rule that is broken. For tests and asserts.
[[nodiscard]] std::string broken_invariant(const TwinState& state);

}  // namespace glassline
