#include "connectors/wire/mtconnect/machine_state.hpp"

#include <array>

#include "connectors/wire/mtconnect/observation.hpp"

namespace glassline::mtconnect {
namespace {

// ResourceState numbers (E10 thousands, E58 hundreds).
constexpr std::int32_t productive = 1000;
constexpr std::int32_t regular_work = 1100;
constexpr std::int32_t standby = 2000;
constexpr std::int32_t no_operator = 2100;
constexpr std::int32_t no_product = 2200;
constexpr std::int32_t blocked = 2201;
constexpr std::int32_t starved = 2202;
constexpr std::int32_t no_support_tool = 2300;
constexpr std::int32_t cluster_module_down = 2400;
constexpr std::int32_t process_experiments = 3100;
constexpr std::int32_t scheduled_down = 4000;
constexpr std::int32_t setup = 4500;
constexpr std::int32_t unscheduled_down = 5000;

std::int32_t waiting(std::string_view for_what) {
    if (for_what == "PART_LOAD" || for_what == "MATERIAL_LOAD") return starved;
    if (for_what == "PART_UNLOAD" || for_what == "MATERIAL_UNLOAD") return blocked;
    if (for_what == "TOOL_LOAD" || for_what == "TOOL_UNLOAD") return no_support_tool;
    if (for_what == "SECONDARY_PROCESS") return cluster_module_down;
    return for_what.empty() ? no_product : standby;
}

std::int32_t code_of(const MachineWords& words) {
    if (words.emergency_stop) return unscheduled_down;
    if (words.functional_mode == "MAINTENANCE") return scheduled_down;
    if (words.functional_mode == "SETUP" || words.functional_mode == "TEARDOWN") return setup;
    if (words.execution == Execution::active) {
        if (words.functional_mode == "PROCESS_DEVELOPMENT") return process_experiments;
        return words.controller_mode == "AUTOMATIC" ? regular_work : productive;
    }
    if (words.execution == Execution::unknown) return 0;
    if (words.fault) return unscheduled_down;
    switch (words.execution) {
        case Execution::unknown:
        case Execution::active:
            break;  // answered above
        case Execution::program_completed:
        case Execution::ready:
            return standby;
        case Execution::stopped:
        case Execution::program_stopped:
        case Execution::optional_stop:
        case Execution::feed_hold:
        case Execution::interrupted:
            return no_operator;
        case Execution::wait:
            return waiting(words.wait_state);
    }
    return 0;
}

}  // namespace

Execution execution_from(std::string_view text) {
    struct Word {
        std::string_view text;
        Execution execution;
    };
    static constexpr std::array<Word, 10> words{{{"ACTIVE", Execution::active},
                                                 {"READY", Execution::ready},
                                                 {"INTERRUPTED", Execution::interrupted},
                                                 {"STOPPED", Execution::stopped},
                                                 {"FEED_HOLD", Execution::feed_hold},
                                                 {"OPTIONAL_STOP", Execution::optional_stop},
                                                 {"PROGRAM_OPTIONAL_STOP", Execution::optional_stop},
                                                 {"PROGRAM_STOPPED", Execution::program_stopped},
                                                 {"PROGRAM_COMPLETED", Execution::program_completed},
                                                 {"WAIT", Execution::wait}}};
    for (const auto& word : words) {
        if (is_word(text, word.text)) return word.execution;
    }
    return Execution::unknown;
}

EquipmentState state_of(const MachineWords& words) { return equipment_state_from_code(code_of(words)); }

}  // namespace glassline::mtconnect
