// Finds clocks that run wrong: the median of (received - stamped) over the newest time stamps of each clock. A stamp
// that repeats (a retained or re-sent message) says nothing about the clock and is no sample.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "twin/base/time.hpp"

namespace glassline {

inline constexpr std::size_t clock_samples = 31;        // the newest ones that the median is of
inline constexpr std::size_t clock_samples_needed = 5;  // before a clock is judged
inline constexpr std::size_t max_watched_clocks = 1'000;

class ClockWatch {
public:
    /// `slack`: what a clock may be wrong by and still be believed.
    explicit ClockWatch(Duration slack) : slack_(slack) {}

    struct Finding {
        Duration behind{0};  // zero: it is right again
        std::uint64_t samples = 0;
        bool operator==(const Finding&) const = default;
    };
    /// One time stamp as received. A finding when the clock is found wrong, when it changed by a tenth since, and when
    /// it is right again.
    [[nodiscard]] std::optional<Finding> note(const std::string& clock, Instant stamped, Instant received);
    /// False once the clock was found wrong.
    [[nodiscard]] bool believed(const std::string& clock) const;

private:
    struct Clock {
        Instant newest{};
        std::deque<Duration> behind;
        std::uint64_t samples = 0;
        Duration said{0};
        bool wrong = false;
    };
    Duration slack_;
    std::map<std::string, Clock> clocks_;
};

}  // namespace glassline
