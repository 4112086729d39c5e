// The same serial line without a calendar: where nothing disturbs it, each panel's times follow from the panel before
// it and the station after it. Several times as fast as the model, and an oracle for it.
#pragma once

#include <cstdint>
#include <vector>

#include "twin/base/time.hpp"
#include "twin/simulation/model_plan.hpp"

namespace glassline {

/// No stop, changeover, reel, failing unit, chaos or break, and panels always at hand: the recurrence holds.
[[nodiscard]] bool is_undisturbed(const ModelPlan& plan);

/// When each scheduled panel leaves the line, the same as LineModel's from this seed. Precondition: is_undisturbed.
[[nodiscard]] std::vector<Instant> serial_departures(const ModelPlan& plan, std::uint64_t seed, Instant start);

}  // namespace glassline
