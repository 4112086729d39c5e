// How events about setup and care change a station.
#pragma once

#include "twin/equipment/setup_events.hpp"

namespace glassline {

void fold_equipment(StationState& station, const WorkStagePaused& event, Instant at);
void fold_equipment(StationState& station, const WorkStageResumed& event, Instant at);
void fold_equipment(StationState& station, const StageStateChanged& event, Instant at);
void fold_equipment(StationState& station, const RecipeDeactivated& event, Instant at);
void fold_equipment(StationState& station, const RecipeModified& event, Instant at);
void fold_equipment(StationState& station, const LocalRecipeChanged& event, Instant at);
void fold_equipment(StationState& station, const StationLockRequested& event, Instant at);
void fold_equipment(StationState& station, const OperatorActivated& event, Instant at);
void fold_equipment(StationState& station, const OperatorDeactivated& event, Instant at);
void fold_equipment(StationState& station, const ToolsLoaded& event, Instant at);
void fold_equipment(StationState& station, const ToolsUnloaded& event, Instant at);
void fold_equipment(StationState& station, const ToolsUsed& event, Instant at);
void fold_equipment(StationState& station, const ToolsCleaned& event, Instant at);
void fold_equipment(StationState& station, const ToolChanged& event, Instant at);
void fold_equipment(StationState& station, const ServicePerformed& event, Instant at);
void fold_equipment(StationState& station, const SleepStateChanged& event, Instant at);
void fold_equipment(StationState& station, const StationParametersModified& event, Instant at);
void fold_equipment(StationState& station, const LogEntryRecorded& event, Instant at);
void fold_equipment(StationState& station, const ComponentsPlaced& event, Instant at);

/// The state of a station or stage with a fault named beside it: one that is not known yet becomes active.
void learn_related_fault(StationState& station, const std::vector<Fault>& related, Instant at);

/// The lane's recipe, or that of the whole station; nullptr when neither is known.
[[nodiscard]] const LaneRecipe* recipe_of_lane(const StationState& station, std::uint32_t lane);

}  // namespace glassline
