// Tells of a stream of alike things once in a while, with their number: sampled values come ten times a second, and a
// record each would bury the journal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "twin/base/time.hpp"

namespace glassline::mtconnect {

inline constexpr Duration paced_tally_period = std::chrono::minutes(1);
inline constexpr std::size_t max_paced_names = 2'000;  // further names count as "(other)"

class PacedTally {
public:
    /// Counts one of `name`. The number to tell of now (this one and those since the last telling), 0: not yet. The
    /// first is told at once.
    [[nodiscard]] std::uint64_t count(const std::string& name, Instant at) {
        const bool full = entries_.size() >= max_paced_names && entries_.count(name) == 0;
        auto& entry = entries_[full ? "(other)" : name];
        ++entry.waiting;
        // A clock that was set back must not silence a name.
        if (entry.told && at - entry.told_at < paced_tally_period && entry.told_at - at < paced_tally_period) return 0;
        entry.told = true;
        entry.told_at = at;
        return std::exchange(entry.waiting, 0);
    }

    /// What was counted and not told yet: at the end of a connection or a recording.
    [[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> rest() {
        std::vector<std::pair<std::string, std::uint64_t>> out;
        for (auto& [name, entry] : entries_) {
            if (entry.waiting != 0) out.emplace_back(name, std::exchange(entry.waiting, 0));
        }
        return out;
    }

private:
    struct Entry {
        Instant told_at{};
        std::uint64_t waiting = 0;
        bool told = false;
    };
    std::map<std::string, Entry> entries_;
};

}  // namespace glassline::mtconnect
