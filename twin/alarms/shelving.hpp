// Shelved alarms (ISA-18.2): an operator takes an alarm off the list for a limited time and says why. Nouns and events;
// the fold is in shelving_fold.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"

namespace glassline {

inline constexpr std::size_t max_shelved = 256;                        // alarms shelved at once
inline constexpr std::size_t max_shelving_reason = 500;                // bytes of a reason
inline constexpr Duration max_shelving_time = std::chrono::hours(24);  // a shelf is no cupboard

struct Shelving {
    std::string by;
    std::string why;
    Instant at{};
    Instant until{};
    bool operator==(const Shelving&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("by", self.by);
        v("why", self.why);
        v("at", self.at);
        v("until", self.until);
    }
};

struct ShelvingState {
    std::map<AlarmId, Shelving> shelved;
    std::uint64_t refused = 0;  // over max_shelved, or without end
    bool operator==(const ShelvingState&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("shelved", self.shelved);
        v("refused", self.refused);
    }
};

// ---- events (tags 200 and 201) ----

struct AlarmShelved {
    static constexpr std::string_view type_name = "AlarmShelved";
    static constexpr std::uint16_t tag = 200;
    AlarmId alarm;
    std::string by;
    std::string why;
    Instant until{};
    bool operator==(const AlarmShelved&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("alarm", self.alarm);
        v("by", self.by);
        v("why", self.why);
        v("until", self.until);
    }
};

/// Before its time was over. A shelf whose time is over ends by TimePassed.
struct AlarmUnshelved {
    static constexpr std::string_view type_name = "AlarmUnshelved";
    static constexpr std::uint16_t tag = 201;
    AlarmId alarm;
    std::string by;
    std::string why;
    bool operator==(const AlarmUnshelved&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("alarm", self.alarm);
        v("by", self.by);
        v("why", self.why);
    }
};

}  // namespace glassline
