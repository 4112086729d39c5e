#include "viewer/feed/player.hpp"

#include <algorithm>

namespace glassline::feed {

Player::Player(Recording recording) : recording_(std::move(recording)), density_(recording_.density(density_slices)) {
    const auto& lines = recording_.newest().lines;
    if (!lines.empty()) lanes_ = viewmodel::past_lanes(recording_.records(), lines.begin()->second.description);
    // A long recording opens on its last 40 minutes, a short one whole.
    const Instant last = recording_.last();
    from_ = std::max(recording_.first(), last - std::chrono::minutes(40));
    to_ = last;
    seek(last);
}

void Player::seek(Instant t) {
    now_ = std::clamp(t, recording_.first(), recording_.last());
    sequence_ = recording_.sequence_at(now_);
    keep_in_view();
}

void Player::keep_in_view() {
    const auto span = to_ - from_;
    if (now_ >= from_ && now_ <= to_) return;
    // The playhead comes back in at three quarters of the window.
    show(now_ - span * 3 / 4, now_ + span / 4);
}

void Player::show(Instant from, Instant to) {
    const auto span = std::min(to - from, recording_.last() - recording_.first());
    from_ = std::clamp(from, recording_.first(), recording_.last() - span);
    to_ = from_ + span;
}

void Player::advance(double dt) {
    if (!playing_) return;
    seek(now_ + from_seconds(dt * speed_));
    if ((speed_ > 0 && now_ == recording_.last()) || (speed_ < 0 && now_ == recording_.first())) playing_ = false;
}

void Player::step(int direction) {
    playing_ = false;
    // The clock's own events are no news: a step goes to the next one that is.
    const auto& records = recording_.records();
    const auto base = records.front().sequence;
    auto at = static_cast<std::ptrdiff_t>(sequence_ >= base ? sequence_ - base : 0);
    do {
        at += direction;
    } while (at > 0 && at + 1 < static_cast<std::ptrdiff_t>(records.size()) &&
             std::holds_alternative<TimePassed>(records[static_cast<std::size_t>(at)].event));
    at = std::clamp<std::ptrdiff_t>(at, 0, static_cast<std::ptrdiff_t>(records.size()) - 1);
    const auto& record = records[static_cast<std::size_t>(at)];
    now_ = record.received_at;
    sequence_ = record.sequence;
    keep_in_view();
}

void Player::on() {
    if (playing_ && speed_ >= 1)
        speed_ = std::min(fastest_on, speed_ * 2);
    else
        speed_ = 1;
    playing_ = true;
}

void Player::back() {
    if (playing_ && speed_ <= -1)
        speed_ = std::max(slowest_back, speed_ * 2);
    else
        speed_ = -1;
    playing_ = true;
}

void Player::faster() {
    if (speed_ < 0)
        speed_ = speed_ >= -1 ? 0.25 : speed_ / 2;
    else
        speed_ = std::min(fastest_on, speed_ * 2);
}

void Player::slower() {
    if (speed_ > 0)
        speed_ = speed_ <= 0.25 ? -1 : speed_ / 2;
    else
        speed_ = std::max(slowest_back, speed_ * 2);
}

}  // namespace glassline::feed
