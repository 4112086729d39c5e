// What a machine says of its work, and the SEMI E10 state that this means. The table with its reasons is in README.md.
#pragma once

#include <string>
#include <string_view>

#include "twin/equipment/equipment.hpp"

namespace glassline::mtconnect {

enum class Execution {
    unknown,  // not said, UNAVAILABLE, or a word the standard has not
    program_completed,
    ready,
    stopped,
    program_stopped,
    optional_stop,
    feed_hold,
    interrupted,
    wait,
    active
};

/// The standard's word in any case; `unknown` for others.
[[nodiscard]] Execution execution_from(std::string_view text);

/// Texts are the machine's words in upper case; empty where it can't say.
struct MachineWords {
    Execution execution = Execution::unknown;  // of several paths the busiest
    std::string controller_mode;
    std::string functional_mode;
    std::string wait_state;
    bool emergency_stop = false;
    bool fault = false;  // any condition is at FAULT
};

[[nodiscard]] EquipmentState state_of(const MachineWords& words);

}  // namespace glassline::mtconnect
