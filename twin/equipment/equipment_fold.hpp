// How equipment events change a station. Called by fold() with the station already found.
#pragma once

#include "twin/equipment/equipment.hpp"

namespace glassline {

void fold_equipment(StationState& station, const StationStateChanged& event, Instant at);
void fold_equipment(StationState& station, const FaultOccurred& event, Instant at);
void fold_equipment(StationState& station, const FaultCleared& event, Instant at);
void fold_equipment(StationState& station, const FaultAcknowledged& event, Instant at);
void fold_equipment(StationState& station, const RecipeActivated& event, Instant at);
void fold_equipment(StationState& station, const StationOnline& event, Instant at);
void fold_equipment(StationState& station, const StationOffline& event, Instant at);
void fold_equipment(StationState& station, const HeartbeatReceived& event, Instant at);
void fold_equipment(StationState& station, const PartsCounted& event, Instant at);
void fold_equipment(StationState& station, const FaultsCleared& event, Instant at);

/// A station that announced a heartbeat and says nothing for 2.5 periods is silent. For TimePassed.
void watch_heartbeat(StationState& station, Instant now);

/// Whether what a sender says of the state it left contradicts what was known: a change in between was missed.
[[nodiscard]] bool missed_transition(const EquipmentState& known, Instant since, const EquipmentState& old_state,
                                     Duration old_duration, Instant at);

}  // namespace glassline
