// Joins what messages say about a panel into one panel: board GUID first (exact, one Hermes stretch), then barcodes.
#pragma once

#include "twin/twin_state.hpp"

namespace glassline {

/// Four current keys a panel and as many old ones; beyond it the keys of forgotten panels go.
inline constexpr std::size_t max_panel_keys = 8 * max_panels;

/// The panel the evidence speaks of, or nullptr when it is new or there is no evidence.
[[nodiscard]] PanelState* find_panel(LineState& line, const PanelEvidence& evidence);

/// The same, but learns what the evidence newly tells, and makes a new panel. Nullptr when the evidence is empty.
PanelState* find_or_make_panel(LineState& line, const PanelEvidence& evidence, Instant at);

/// To be told of each change of a position, for the order in which panels are forgotten.
void note_move(LineState& line, const Position& before, const Position& now);

/// Forgets the oldest panels that left the line while there are more than max_panels; their counts go to the orders.
void forget_old_panels(LineState& line, OrdersState& orders);

}  // namespace glassline
