// How process values change a station and a panel's trace.
#pragma once

#include "twin/flow/flow_fold.hpp"
#include "twin/process/process_events.hpp"

namespace glassline {

void fold_process(const FlowContext& context, const UnitsProcessed& event);
void fold_process(const FlowContext& context, const ProcessDataRecorded& event);
void fold_process(const FlowContext& context, const ReadingsRecorded& event);
void fold_process(const FlowContext& context, const EnergyConsumed& event);

}  // namespace glassline
