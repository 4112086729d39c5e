// How rough a simulated day is. Every knob of the model in one place; the defaults make the demo's day: a panel every
// half minute, one to three alarms an hour of one to six minutes, a first-pass yield of 96 to 99 %.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace glassline {

/// How a duration scatters around its mean.
enum class Law {
    constant,
    bell,         // sum of four uniforms: bounded at 3.5 standard deviations, as cycle times are
    exponential,  // for comparison with queueing theory
};
constexpr auto names(Law) { return std::array<std::string_view, 3>{"constant", "bell", "exponential"}; }

/// A stretch in which nobody works: a break or the time between two shifts. Seconds since the start of the simulation.
struct Pause {
    double from_s = 0;
    double to_s = 0;
    bool operator==(const Pause&) const = default;
};

struct SimulationTuning {
    // cycles
    Law cycle_law = Law::bell;
    double cycle_spread = 0.06;  // standard deviation of a cycle as a share of it (bell)
    double transfer_s = 3;       // on a conveyor between two stations

    // supply of panels: 0 = the loader never waits for one
    double release_mean_s = 0;  // mean time between two panels that come to the line
    Law release_law = Law::exponential;
    std::uint32_t panels_per_lot = 12;  // so many of one order before the next order's turn

    // changeover between two products, per station kind; nothing for belts and conveyors
    double changeover_printer_s = 70;  // stencil, squeegee, first print
    double changeover_placer_s = 45;   // feeder check, program
    double changeover_other_s = 6;     // program only

    // stops: over the whole line, at its nominal pace, shared out among its stations by kind
    double stops_per_hour = 2.0;
    double repair_least_s = 40;
    double repair_mean_s = 75;  // exponential, on top of the least
    double repair_most_s = 300;

    // feeders of placers: panels that a reel lasts, between these two; 0 = for ever
    double reel_least_panels = 220;
    double reel_most_panels = 420;
    std::uint32_t reel_warning_panels = 14;  // so many panels before it is empty
    double splice_mean_s = 60;

    // inspection
    double unit_failure = 0.013;   // per unit, found by the AOI
    double false_call_spi = 0.02;  // per panel
    double false_call_aoi = 0.05;  // per panel
    double verification_s = 12;    // of an operator, per panel with calls
    double rework_least_s = 20;    // at the bench beside the AOI
    double rework_mean_s = 60;     // exponential, on top
    double unrepairable = 0.05;    // of reworked units: scrapped, and made again at the end

    // people: repairs, splices, verification and rework need one of them; 0 = always one at hand
    std::uint32_t operators = 2;
    double reaction_least_s = 5;
    double reaction_most_s = 25;
    std::vector<Pause> pauses;

    bool operator==(const SimulationTuning&) const = default;
};

/// A line without any disturbance: constant cycles, no stops, no changeovers, perfect units, nobody needed.
[[nodiscard]] SimulationTuning undisturbed();

}  // namespace glassline
