// How flow events change a line's panels.
#pragma once

#include "twin/flow/flow.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

/// What fold() hands to a flow event: where it happened and the state's orders.
struct FlowContext {
    LineState& line;
    StationState& station;
    OrdersState& orders;
    Instant at{};  // when it happened
};

void fold_flow(const FlowContext& context, const UnitsArrived& event);
void fold_flow(const FlowContext& context, const UnitsDeparted& event);
void fold_flow(const FlowContext& context, const WorkStarted& event);
void fold_flow(const FlowContext& context, const WorkCompleted& event);
void fold_flow(const FlowContext& context, const WorkStageStarted& event);
void fold_flow(const FlowContext& context, const WorkStageCompleted& event);
void fold_flow(const FlowContext& context, const UnitsInitialized& event);

/// Marks positions stale for which nothing came in time. For TimePassed.
void age_positions(LineState& line, Instant now);

}  // namespace glassline
