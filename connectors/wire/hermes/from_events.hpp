// What an emulated machine says over Hermes when a simulated event happens to it.
#pragma once

#include <optional>

#include "connectors/wire/hermes/hermes_message.hpp"
#include "twin/event.hpp"

namespace glassline::hermes {

/// BoardArrived or BoardDeparted for UnitsArrived or UnitsDeparted; nothing for all else.
[[nodiscard]] std::optional<Message> from_event(const Event& event, const StationDescription& station);

/// A simulated panel as Hermes describes a board.
[[nodiscard]] Board board_of(const PanelEvidence& panel, const PanelFacts& facts);

/// A time stamp as Hermes wants it: local time of the zone, milliseconds, no zone.
[[nodiscard]] std::string hermes_timestamp(Instant at, std::string_view zone);

}  // namespace glassline::hermes
