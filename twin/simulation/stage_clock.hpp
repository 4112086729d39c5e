// The stages of a machine while it works on a panel: when one is over and the next begins. A stop holds them up.
#pragma once

#include <cstdint>
#include <vector>

#include "twin/line/line_description.hpp"

namespace glassline {

/// A stage of `panel`'s work at `station` is over; the next begins unless it was the last. Stages count from 1.
struct StageTurn {
    std::int64_t at = 0;  // us since 1970
    std::uint32_t station = 0;
    std::uint32_t panel = 0;
    std::uint32_t over = 0;   // 0: the first one begins
    std::uint32_t begun = 0;  // 0: the last one is over
};

class StageClock {
public:
    explicit StageClock(const LineDescription& line);
    [[nodiscard]] bool has_stages(std::uint32_t station) const { return shares_[station].size() > 1; }

    void begin(std::uint32_t station, std::uint32_t panel, std::int64_t at, std::int64_t lasts);
    void stop(std::uint32_t station, std::int64_t at);
    void resume(std::uint32_t station, std::int64_t at);
    /// The work is over: what is left of its stages turns now.
    void finish(std::uint32_t station, std::uint32_t panel, std::int64_t at);
    /// The next turn up to and including `at`; false when there is none.
    [[nodiscard]] bool take(std::int64_t at, StageTurn& turn);

private:
    std::vector<std::vector<double>> shares_;  // of a station's work, summed up; the last is 1
    std::vector<std::int64_t> stopped_since_;  // -1: runs
    std::vector<StageTurn> turns_;             // not told yet, at most a few a panel on the line
};

}  // namespace glassline
