// How material events change a station's feeders and a panel's trace.
#pragma once

#include "twin/flow/flow_fold.hpp"
#include "twin/material/material.hpp"

namespace glassline {

void fold_material(const FlowContext& context, const MaterialsLoaded& event);
void fold_material(const FlowContext& context, const MaterialsUnloaded& event);
void fold_material(const FlowContext& context, const MaterialCarriersLoaded& event);
void fold_material(const FlowContext& context, const MaterialCarriersUnloaded& event);
void fold_material(const FlowContext& context, const MaterialsEmpty& event);
void fold_material(const FlowContext& context, const SplicePointDetected& event);
void fold_material(const FlowContext& context, const MaterialsConsumed& event);
void fold_material(const FlowContext& context, const MaterialsInstalled& event);
void fold_material(const FlowContext& context, const MaterialsUninstalled& event);

/// Of no station: marks the packages wherever they are on this line, and those that are loaded later.
void expire_material(LineState& line, const MaterialsExpired& event);

}  // namespace glassline
