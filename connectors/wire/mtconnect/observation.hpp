// What a machine said of one of its data items, whichever way it came.
#pragma once

#include <string>
#include <string_view>

#include "connectors/wire/mtconnect/devices.hpp"
#include "twin/base/time.hpp"

namespace glassline::mtconnect {

enum class ConditionLevel { normal, warning, fault };

struct Condition {
    ConditionLevel level = ConditionLevel::normal;
    std::string code;       // native code; several are active at a time, told apart by it
    std::string severity;   // native severity
    std::string qualifier;  // HIGH, LOW
    std::string text;
    bool operator==(const Condition&) const = default;
};

struct Observation {
    const DataItem* item = nullptr;  // of a Device that outlives this
    Instant at{};
    bool unavailable = false;  // the machine can't say: unknown, never zero
    std::string value;         // of samples and events
    std::string reset;         // why a counter was set anew, when it was
    Condition condition;       // of conditions
    bool operator==(const Observation&) const = default;
};

/// Compares without regard to case: older adapters write `Unavailable` and `Normal`.
[[nodiscard]] constexpr bool is_word(std::string_view text, std::string_view upper) {
    if (text.size() != upper.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i] >= 'a' && text[i] <= 'z' ? static_cast<char>(text[i] - 'a' + 'A') : text[i];
        if (c != upper[i]) return false;
    }
    return true;
}

/// NORMAL, WARNING or FAULT in any case; false and `level` untouched for anything else.
[[nodiscard]] constexpr bool level_from(std::string_view text, ConditionLevel& level) {
    if (is_word(text, "NORMAL")) {
        level = ConditionLevel::normal;
    } else if (is_word(text, "WARNING")) {
        level = ConditionLevel::warning;
    } else if (is_word(text, "FAULT")) {
        level = ConditionLevel::fault;
    } else {
        return false;
    }
    return true;
}

}  // namespace glassline::mtconnect
