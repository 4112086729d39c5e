#include "twin/simulation/tuning.hpp"

namespace glassline {

SimulationTuning undisturbed() {
    SimulationTuning tuning;
    tuning.cycle_law = Law::constant;
    tuning.changeover_printer_s = tuning.changeover_placer_s = tuning.changeover_other_s = 0;
    tuning.stops_per_hour = 0;
    tuning.reel_least_panels = tuning.reel_most_panels = 0;
    tuning.unit_failure = tuning.false_call_spi = tuning.false_call_aoi = 0;
    tuning.operators = 0;
    return tuning;
}

}  // namespace glassline
