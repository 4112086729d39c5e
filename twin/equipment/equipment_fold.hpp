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

}  // namespace glassline
