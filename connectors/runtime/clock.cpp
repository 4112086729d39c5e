#include "connectors/runtime/clock.hpp"

#include <chrono>

namespace glassline {

Instant SystemClock::now() const {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<Duration>(since_epoch)};
}

Duration steady_now() {
    return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

Instant ManualClock::now() const {
    const std::lock_guard lock(mutex_);
    return now_;
}
void ManualClock::set(Instant t) {
    const std::lock_guard lock(mutex_);
    now_ = t;
}
void ManualClock::advance(Duration by) {
    const std::lock_guard lock(mutex_);
    now_ += by;
}

PacedClock::PacedClock(Instant start, double speed) : base_(start), base_steady_(steady_now()), speed_(speed) {}

Instant PacedClock::now_locked() const {
    const auto gone = steady_now() - base_steady_;
    return base_ + Duration{static_cast<Duration::rep>(static_cast<double>(gone.count()) * speed_)};
}
Instant PacedClock::now() const {
    const std::lock_guard lock(mutex_);
    return now_locked();
}
double PacedClock::speed() const {
    const std::lock_guard lock(mutex_);
    return speed_;
}
void PacedClock::set(Instant t) {
    const std::lock_guard lock(mutex_);
    base_ = t;
    base_steady_ = steady_now();
}
void PacedClock::set_speed(double speed) {
    const std::lock_guard lock(mutex_);
    base_ = now_locked();
    base_steady_ = steady_now();
    speed_ = speed;
}

}  // namespace glassline
