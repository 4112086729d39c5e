// A recording to play: all records of a journal folded by the same fold as the live twin, any moment of it at hand.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "twin/base/result.hpp"
#include "twin/timeline.hpp"

namespace glassline::feed {

inline constexpr std::size_t max_records = 5'000'000;  // held in memory; a longer recording says so and ends there

class Recording {
public:
    [[nodiscard]] static Result<Recording> open(const std::string& path);

    [[nodiscard]] Instant first() const;
    [[nodiscard]] Instant last() const;
    [[nodiscard]] std::uint64_t last_sequence() const { return timeline_.newest().sequence; }
    /// The last sequence received by `t`.
    [[nodiscard]] std::uint64_t sequence_at(Instant t) const;
    /// The state after `sequence`; moving on from the last asked one is cheap, jumping back costs a checkpoint.
    [[nodiscard]] const TwinState& state_at(std::uint64_t sequence);
    /// When the record of this sequence came.
    [[nodiscard]] Instant received_at(std::uint64_t sequence) const;
    /// Events a slice of the whole recording, scaled to 0..1; a rare burst is cut at 1.
    [[nodiscard]] std::vector<float> density(std::size_t slices) const;
    [[nodiscard]] bool cut() const { return cut_; }

private:
    Timeline timeline_{2'000};
    TwinState current_;
    bool cut_ = false;
};

}  // namespace glassline::feed
