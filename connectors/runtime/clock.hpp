// Plant time of a process: the only place that asks an operating system for the time of day.
#pragma once

#include <mutex>

#include "twin/base/time.hpp"

namespace glassline {

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clock, UTC.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
};

/// Monotonic time for pacing and for measuring; tells no time of day.
[[nodiscard]] Duration steady_now();

/// Stands still until told otherwise; for tests.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start) : now_(start) {}
    [[nodiscard]] Instant now() const override;
    void set(Instant t);
    void advance(Duration by);

private:
    mutable std::mutex mutex_;
    Instant now_;
};

/// Runs `speed` times as fast as the machine's clock from an instant of choice; can be paused and set. For replays
/// and fast demos.
class PacedClock final : public Clock {
public:
    PacedClock(Instant start, double speed);
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] double speed() const;
    void set(Instant t);
    void set_speed(double speed);  // 0 pauses

private:
    [[nodiscard]] Instant now_locked() const;
    mutable std::mutex mutex_;
    Instant base_;
    Duration base_steady_;
    double speed_;
};

}  // namespace glassline
