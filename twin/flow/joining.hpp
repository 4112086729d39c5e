// Which panel and unit a message speaks of that names only a transaction or units.
#pragma once

#include "twin/twin_state.hpp"

namespace glassline {

[[nodiscard]] PanelState* panel_of_transaction(LineState& line, const StationId& station,
                                               const TransactionId& transaction);
void remember_transaction(LineState& line, const StationId& station, const TransactionId& transaction,
                          const PanelId& panel, Instant at);

/// The unit with this identifier or at this position (0: not said).
[[nodiscard]] Unit* find_unit(PanelState& panel, const std::string& identifier, std::uint32_t position);

/// The panel that is called so or has a unit that is called so; among those that have not left the line.
[[nodiscard]] PanelState* panel_of_identifier(LineState& line, const std::string& identifier);

/// A unit's name in a list about a panel: its identifier, else "#position", else nothing.
[[nodiscard]] std::string name_of_unit(const std::string& identifier, std::uint32_t position);

/// The totals of a minute; begins it where there is none.
[[nodiscard]] MinuteTotals& minute_of(LineState& line, Instant at);

}  // namespace glassline
