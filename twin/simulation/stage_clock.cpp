#include "twin/simulation/stage_clock.hpp"

#include <algorithm>
#include <cstddef>

namespace glassline {

StageClock::StageClock(const LineDescription& line) : stopped_since_(line.stations.size(), -1) {
    for (const auto& station : line.stations) {
        std::vector<double> sums;
        double total = 0;
        // Stages share the time as they share the length; those without a length count as equal.
        for (const auto& stage : station.stages) {
            total += stage.length_mm > 0 ? stage.length_mm : 1;
            sums.push_back(total);
        }
        for (auto& sum : sums) sum /= total;
        shares_.push_back(std::move(sums));
    }
}

void StageClock::begin(std::uint32_t station, std::uint32_t panel, std::int64_t at, std::int64_t lasts) {
    if (!has_stages(station)) return;
    const auto& shares = shares_[station];
    turns_.push_back({at, station, panel, 0, 1});
    for (std::size_t i = 0; i < shares.size(); ++i) {
        StageTurn turn{at + static_cast<std::int64_t>(shares[i] * static_cast<double>(lasts)), station, panel,
                       static_cast<std::uint32_t>(i + 1), 0};
        if (i + 1 < shares.size()) turn.begun = turn.over + 1;
        turns_.push_back(turn);
    }
}

void StageClock::stop(std::uint32_t station, std::int64_t at) {
    if (stopped_since_[station] < 0) stopped_since_[station] = at;
}

void StageClock::resume(std::uint32_t station, std::int64_t at) {
    auto& since = stopped_since_[station];
    if (since < 0) return;
    for (auto& turn : turns_) {
        if (turn.station == station) turn.at += at - std::min(at, std::max(since, std::int64_t{0}));
    }
    since = -1;
}

void StageClock::finish(std::uint32_t station, std::uint32_t panel, std::int64_t at) {
    for (auto& turn : turns_) {
        if (turn.station == station && turn.panel == panel) turn.at = std::min(turn.at, at);
    }
}

bool StageClock::take(std::int64_t at, StageTurn& turn) {
    std::size_t best = turns_.size();
    for (std::size_t i = 0; i < turns_.size(); ++i) {
        if (turns_[i].at > at || stopped_since_[turns_[i].station] >= 0) continue;
        if (best == turns_.size() || turns_[i].at < turns_[best].at) best = i;
    }
    if (best == turns_.size()) return false;
    turn = turns_[best];
    turns_.erase(turns_.begin() + static_cast<std::ptrdiff_t>(best));
    return true;
}

}  // namespace glassline
