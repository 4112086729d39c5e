// How verdicts, tests, repairs and scanners change panels and stations.
#pragma once

#include "twin/flow/flow_fold.hpp"
#include "twin/quality/quality.hpp"

namespace glassline {

void fold_quality(const FlowContext& context, const UnitsInspected& event);
void fold_quality(const FlowContext& context, const UnitsTested& event);
void fold_quality(const FlowContext& context, const UnitsRepaired& event);
void fold_quality(const FlowContext& context, const UnitsDisqualified& event);
void fold_quality(const FlowContext& context, const UnitsPersonalized& event);
void fold_quality(const FlowContext& context, const IdentifiersRead& event);
void fold_quality(const FlowContext& context, const IdentifiersNotRead& event);

/// Of an order: units judged, and of these the good ones at first pass; those of forgotten panels included.
struct FirstPass {
    std::uint64_t judged = 0;
    std::uint64_t good = 0;
};
[[nodiscard]] FirstPass first_pass_of(const TwinState& state, const WorkOrderId& order);

}  // namespace glassline
