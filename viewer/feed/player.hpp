// Plays a recording: play, pause, speed, step, scrub, and the window of time that its lanes show.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "viewer/feed/recording.hpp"
#include "viewer/viewmodel/replay_model.hpp"

namespace glassline::feed {

inline constexpr double slowest_back = -64, fastest_on = 1000;
inline constexpr std::size_t density_slices = 480;

class Player {
public:
    explicit Player(Recording recording);

    void advance(double dt);
    void step(int direction);
    void seek(Instant t);
    void toggle() { playing_ = !playing_; }
    /// Plays on, or twice as fast when it does already; the same backwards.
    void on();
    void back();
    /// Doubles or halves the pace: 1, 2, 4, ... through 0.25 to -1, -2, ...
    void faster();
    void slower();
    void home() { seek(recording_.first()); }
    void end() { seek(recording_.last()); }
    void show(Instant from, Instant to);

    [[nodiscard]] std::uint64_t sequence() const { return sequence_; }
    [[nodiscard]] const TwinState& state() { return recording_.state_at(sequence_); }
    [[nodiscard]] Recording& recording() { return recording_; }
    [[nodiscard]] const Recording& recording() const { return recording_; }
    [[nodiscard]] Instant now() const { return now_; }
    [[nodiscard]] Instant from() const { return from_; }
    [[nodiscard]] Instant to() const { return to_; }
    [[nodiscard]] bool playing() const { return playing_; }
    [[nodiscard]] double speed() const { return speed_; }
    [[nodiscard]] bool at_end() const { return now_ == recording_.last(); }
    [[nodiscard]] const std::vector<float>& density() const { return density_; }
    /// Lanes of the recording's first line.
    [[nodiscard]] const std::vector<viewmodel::PastLane>& lanes() const { return lanes_; }

private:
    void keep_in_view();

    Recording recording_;
    std::vector<float> density_;
    std::vector<viewmodel::PastLane> lanes_;
    Instant now_{}, from_{}, to_{};
    std::uint64_t sequence_ = 0;
    bool playing_ = false;
    double speed_ = 1;
};

}  // namespace glassline::feed
