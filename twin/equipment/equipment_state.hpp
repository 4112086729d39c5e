// SEMI E10 states as machines say them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace glassline {

/// SEMI E10 basic states; `unknown` until a machine has said something.
enum class EquipmentClass {
    unknown,
    productive,
    standby,
    engineering,
    scheduled_down,
    unscheduled_down,
    non_scheduled
};
constexpr auto names(EquipmentClass) {
    return std::array<std::string_view, 7>{"unknown",        "productive",       "standby",      "engineering",
                                           "scheduled_down", "unscheduled_down", "non_scheduled"};
}

/// An E10 state with the sender's own code kept: class = floor(code / 1000), E58 sub-state = floor(code / 100).
struct EquipmentState {
    EquipmentClass e10 = EquipmentClass::unknown;
    std::int32_t code = 0;  // CFX ResourceState number as sent, 0 unknown
    bool operator==(const EquipmentState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("e10", self.e10);
        v("code", self.code);
    }
    [[nodiscard]] bool blocked() const { return code == 2201; }
    [[nodiscard]] bool down() const {
        return e10 == EquipmentClass::scheduled_down || e10 == EquipmentClass::unscheduled_down;
    }
    [[nodiscard]] bool starved() const { return code == 2202; }
};

/// Any code 1000..6999 gives its E10 class; others are unknown and keep their code.
[[nodiscard]] EquipmentState equipment_state_from_code(std::int32_t code);
/// "productive", "standby, blocked", "standby, starved", ...
[[nodiscard]] std::string describe(const EquipmentState& state);

}  // namespace glassline
