// What a station has judged so far.
#pragma once

#include <cstdint>

namespace glassline {

/// First-pass yield of the station = units_first_pass_good / units_first_judged.
struct StationQuality {
    std::uint64_t units_first_judged = 0;     // inspected or tested here for the first time
    std::uint64_t units_first_pass_good = 0;  // of these; a false call that is found out later counts as good
    std::uint64_t verdicts = 0;               // all of them, second looks included
    std::uint64_t verdicts_failed = 0;
    std::uint64_t false_calls = 0;  // defects or failures that a second look rejected
    std::uint64_t units_repaired = 0;
    std::uint64_t units_not_repaired = 0;
    std::uint64_t units_disqualified = 0;
    std::uint64_t units_personalized = 0;
    std::uint64_t identifiers_read = 0;      // IdentifiersRead messages
    std::uint64_t identifiers_not_read = 0;  // positions that could not be read
    std::uint64_t without_panel = 0;         // results whose transaction and units name no panel that is known
    bool operator==(const StationQuality&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("units_first_judged", self.units_first_judged);
        v("units_first_pass_good", self.units_first_pass_good);
        v("verdicts", self.verdicts);
        v("verdicts_failed", self.verdicts_failed);
        v("false_calls", self.false_calls);
        v("units_repaired", self.units_repaired);
        v("units_not_repaired", self.units_not_repaired);
        v("units_disqualified", self.units_disqualified);
        v("units_personalized", self.units_personalized);
        v("identifiers_read", self.identifiers_read);
        v("identifiers_not_read", self.identifiers_not_read);
        v("without_panel", self.without_panel);
    }
};

}  // namespace glassline
