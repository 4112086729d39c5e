// How panels move: into stations, through work and inspection, onto conveyors, off the line. What disturbs them is in
// line_disturbances.cpp.
#include "twin/simulation/line_model.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "twin/simulation/draws.hpp"
#include "twin/simulation/schedule.hpp"

namespace glassline {
void LineModel::reset(std::uint64_t seed, Instant start) {
    const auto& plan = *plan_;
    const std::size_t count = plan.stations.size();
    now_ = start_ = micros(start);
    transfer_ = whole_us(plan.tuning.transfer_s * 1e6);
    posts_.resize(count);
    rngs_.clear();
    for (std::size_t i = 0; i < count; ++i) rngs_.push_back(station_stream(seed, i));
    people_ = station_stream(seed, 100'000);
    supply_ = station_stream(seed, 100'001);
    for (std::size_t i = 0; i < count; ++i) {
        auto& post = posts_[i];
        Post fresh;
        fresh.inside.swap(post.inside);
        fresh.conveyor.swap(post.conveyor);
        fresh.inside.clear();
        fresh.conveyor.clear();
        fresh.reinsert.swap(post.reinsert);
        fresh.reinsert.clear();
        post = std::move(fresh);
        const auto& station = plan.stations[i];
        post.last_entry = now_ - station.headway;
        if (station.panels_between_stops > 0) post.panels_to_stop = rngs_[i].exponential(station.panels_between_stops);
        // Reels were hung in at different times.
        if (station.feeders) post.reel = static_cast<std::int32_t>(rngs_[i].uniform(20, plan.tuning.reel_most_panels));
    }
    panels_.clear();
    to_come_.assign(plan.orders.size(), 0);
    for (const auto order : plan.schedule) ++to_come_[order];
    again_.assign(plan.orders.size(), 0);
    urgent_.clear();
    made_again_ = taken_ = 0;
    owed_.assign(plan.orders.size(), 0);
    good_units_.assign(plan.orders.size(), 0);
    order_done_at_.assign(plan.orders.size(), 0);
    release_planned_ = false;
    released_.clear();
    crew_.start(plan.tuning.operators);
    calendar_.clear();
    woken_.clear();
    touched_.clear();
    next_panel_ = next_release_ = 0;
    away_ = pauses_ = 0;
    on_line_ = panels_finished_ = work_completed_ = 0;
    for (std::size_t n = 0; n < plan.chaos.size(); ++n) {
        const auto begins = now_ + from_seconds(plan.chaos[n].at_s).count();
        calendar_.plan(begins, DueKind::chaos_begins, 0, static_cast<std::uint32_t>(n));
        calendar_.plan(begins + from_seconds(plan.chaos[n].duration_s).count(), DueKind::chaos_ends, 0,
                       static_cast<std::uint32_t>(n));
    }
    for (const auto& pause : plan.tuning.pauses) {
        calendar_.plan(now_ + from_seconds(pause.from_s).count(), DueKind::pause_begins, 0, 0);
        calendar_.plan(now_ + from_seconds(pause.to_s).count(), DueKind::pause_ends, 0, 0);
    }
    plan_release();
    for (std::size_t i = 0; i < count; ++i) {
        wake(i);
        // The first word of each station is the condition it is in.
        if (listener_ != nullptr) touched_.push_back(static_cast<std::uint32_t>(i));
    }
    calendar_.plan(now_, DueKind::wake, 0, 0);
}

bool LineModel::place(std::uint32_t order, std::size_t station, bool on_conveyor, double work_done) {
    auto& post = posts_[station];
    const auto& plan = plan_->stations[station];
    if (on_conveyor ? post.conveyor.size() >= plan.conveyor || station + 1 == posts_.size()
                    : post.inside.size() >= plan.capacity) {
        return false;
    }
    const auto number = make_panel(order);
    ++on_line_;
    if (on_conveyor) {
        post.conveyor.push_back({now_, number});
        return true;
    }
    post.product = static_cast<std::int32_t>(plan_->orders[order].product);
    post.order = static_cast<std::int32_t>(order);
    begin_work(station, number, std::clamp(1.0 - work_done, 0.0, 1.0));
    return true;
}

std::uint32_t LineModel::make_panel(std::uint32_t order) {
    Panel panel;
    panel.order = order;
    panel.released_at = now_;
    panels_.push_back(panel);
    return static_cast<std::uint32_t>(panels_.size() - 1);
}

void LineModel::take_next() {
    ++taken_;
    if (!urgent_.empty()) {
        urgent_.erase(urgent_.begin());
        return;
    }
    const auto order = plan_->schedule[next_panel_];
    if (again_[order] > 0) {
        --again_[order];
        return;
    }
    ++next_panel_;
    --to_come_[order];
}

void LineModel::plan_release() {
    if (plan_->tuning.release_mean_s <= 0 || release_planned_ || next_release_ >= scheduled()) return;
    release_planned_ = true;
    const auto& tuning = plan_->tuning;
    const double pause = drawn(tuning.release_law, tuning.release_mean_s * 1e6, tuning.cycle_spread, supply_);
    calendar_.plan(now_ + whole_us(pause), DueKind::released, 0, 0);
}

void LineModel::advance_to(Instant t) {
    const std::int64_t until = micros(t);
    while (!calendar_.empty() && calendar_.next().at <= until) {
        const Due due = calendar_.take();
        now_ = due.at;
        happen(due);
        settle();
    }
    now_ = std::max(now_, until);
}

bool LineModel::run_out(Instant limit) {
    const std::int64_t until = micros(limit);
    while (!finished() && !calendar_.empty() && calendar_.next().at <= until) {
        const Due due = calendar_.take();
        now_ = due.at;
        happen(due);
        settle();
    }
    return finished();
}

void LineModel::happen(const Due& due) {
    switch (due.kind) {
        case DueKind::released:
            release_planned_ = false;
            released_.push_back(now_);
            ++next_release_;
            tell(MomentKind::released, 0);
            plan_release();
            wake(0);
            break;
        case DueKind::wake:
            if (posts_[due.station].wake_at == due.at) posts_[due.station].wake_at = 0;
            wake(due.station);
            break;
        case DueKind::setup_done:
            posts_[due.station].setup = false;
            tell(MomentKind::setup_ended, due.station);
            wake(due.station);
            break;
        case DueKind::work_done:
            work_over(due.station, due.panel);
            break;
        case DueKind::stop:
            // A splice that came in time leaves nothing to stop for.
            if (static_cast<StopSource>(due.panel) == StopSource::feeder_empty && posts_[due.station].reel > 0) break;
            stop(due.station, static_cast<StopSource>(due.panel), static_cast<std::uint32_t>(people_.below(1U << 20U)));
            break;
        case DueKind::operator_there:
            operator_there(due.panel);
            break;
        case DueKind::job_done:
            job_done(due.panel);
            break;
        case DueKind::chaos_begins:
            chaos(due.panel, true);
            break;
        case DueKind::chaos_ends:
            chaos(due.panel, false);
            break;
        case DueKind::pause_begins:
            crew_.set_paused(++pauses_ > 0);
            for (std::size_t i = 0; i < posts_.size(); ++i) tell(MomentKind::pause_began, i);
            break;
        case DueKind::pause_ends:
            crew_.set_paused(--pauses_ > 0);
            for (std::size_t i = 0; i < posts_.size(); ++i) {
                tell(MomentKind::pause_ended, i);
                wake(i);
            }
            assign();
            break;
    }
}

void LineModel::tell_listener(MomentKind kind, std::size_t station, std::uint32_t panel, std::uint32_t detail) {
    listener_->on_moment({now_, kind, static_cast<std::uint32_t>(station), panel, detail});
    touched_.push_back(static_cast<std::uint32_t>(station));
}

// Lets everything move that can move now: what moves wakes its neighbours.
void LineModel::settle() {
    while (!woken_.empty()) {
        const std::size_t station = woken_.back();
        woken_.pop_back();
        posts_[station].queued = false;
        bool again = true;
        while (again) {
            const bool left = try_leave(station);
            const bool entered = try_enter(station);
            // What took its one panel has nothing more to do before an end comes.
            again = (left || entered) && plan_->stations[station].belt;
        }
    }
    if (listener_ != nullptr && !touched_.empty()) {
        listener_->on_settled(now_, touched_);
        touched_.clear();
    }
}

void LineModel::wake_later(std::size_t station, std::int64_t at) {
    auto& post = posts_[station];
    if (post.wake_at != 0 && post.wake_at <= at) return;
    post.wake_at = at;
    calendar_.plan(at, DueKind::wake, station, 0);
}

bool LineModel::try_enter(std::size_t station) {
    auto& post = posts_[station];
    const auto& plan = plan_->stations[station];
    if (post.stopped != 0 || post.setup || pauses_ > 0 || post.inside.size() >= plan.capacity) return false;
    const bool by_hand = plan.bench && !post.reinsert.empty();
    std::uint32_t order = 0;
    if (by_hand) {
        order = panels_[post.reinsert.front()].order;
    } else if (station == 0) {
        if (taken_ >= (plan_->tuning.release_mean_s > 0 ? next_release_ : scheduled())) return false;
        order = order_of_next();
    } else {
        const auto& belt = posts_[station - 1].conveyor;
        if (belt.empty()) return false;
        if (belt.front().ready > now_) {
            wake_later(station, belt.front().ready);
            return false;
        }
        order = panels_[belt.front().panel].order;
    }
    if (plan.headway > 0 && now_ < post.last_entry + plan.headway) {
        wake_later(station, post.last_entry + plan.headway);
        return false;
    }
    const auto product = static_cast<std::int32_t>(plan_->orders[order].product);
    if (post.order != static_cast<std::int32_t>(order)) {
        const bool set_up = post.product >= 0 && post.product != product && plan.changeover > 0;
        post.product = product;
        post.order = static_cast<std::int32_t>(order);
        tell(MomentKind::setup_began, station, 0, order);
        if (set_up) {
            post.setup = true;
            calendar_.plan(now_ + plan.changeover, DueKind::setup_done, station, 0);
            return false;
        }
        tell(MomentKind::setup_ended, station);
    }
    if (by_hand) {
        const auto panel = post.reinsert.front();
        post.reinsert.erase(post.reinsert.begin());
        enter(station, panel, 2);
    } else if (station == 0) {
        const auto panel = make_panel(order);
        if (plan_->tuning.release_mean_s > 0) panels_[panel].released_at = released_[taken_];
        take_next();
        ++on_line_;
        enter(station, panel, 1);
    } else {
        auto& belt = posts_[station - 1].conveyor;
        const auto panel = belt.front().panel;
        belt.erase(belt.begin());
        // There is room on the conveyor for who waits to leave.
        const auto& before = posts_[station - 1].inside;
        if (!before.empty() && before.front().done) wake(station - 1);
        enter(station, panel, 0);
    }
    return true;
}

void LineModel::enter(std::size_t station, std::uint32_t panel, std::uint32_t transfer) {
    tell(MomentKind::entered, station, panel, transfer);
    begin_work(station, panel, 1.0);
}

double LineModel::draw_work(std::size_t station) {
    const auto& post = posts_[station];
    const auto& tuning = plan_->tuning;
    auto& rng = rngs_[station];
    double work = drawn(tuning.cycle_law, plan_->stations[station].work, tuning.cycle_spread, rng);
    if (post.drift >= 0) {
        const auto& entry = plan_->chaos[static_cast<std::size_t>(post.drift)];
        const double share = (static_cast<double>(now_ - start_) / 1e6 - entry.at_s) / entry.duration_s;
        work *= 1.0 + (entry.factor - 1.0) * std::clamp(share, 0.0, 1.0);
    }
    if (post.bimodal >= 0) {
        const auto& entry = plan_->chaos[static_cast<std::size_t>(post.bimodal)];
        if (rng.chance(entry.share)) work *= entry.factor;
    }
    return work;
}

void LineModel::begin_work(std::size_t station, std::uint32_t panel, double share_left) {
    auto& post = posts_[station];
    const auto& plan = plan_->stations[station];
    assert(post.inside.size() < plan.capacity);
    const double work = draw_work(station) * share_left;
    std::int64_t end = now_ + whole_us(work);
    if (plan.belt) end = post.last_end = std::max(end, post.last_end);
    post.last_entry = now_;
    Slot slot;
    slot.panel = panel;
    slot.lost_when_planned = post.lost;
    post.inside.push_back(slot);
    tell(MomentKind::work_began, station, panel,
         static_cast<std::uint32_t>(std::min<std::int64_t>(end - now_, 4'000'000'000)));
    if (plan.panels_between_stops > 0 && --post.panels_to_stop < 0) {
        auto& rng = rngs_[station];
        post.panels_to_stop = rng.exponential(plan.panels_between_stops);
        calendar_.plan(now_ + whole_us(work * rng.uniform(0.15, 0.85)), DueKind::stop, station,
                       static_cast<std::uint32_t>(StopSource::trouble));
    }
    if (plan.feeders) use_feeders(station, work);
    calendar_.plan(end, DueKind::work_done, station, panel);
}

void LineModel::work_over(std::size_t station, std::uint32_t panel) {
    auto& post = posts_[station];
    Slot* found = nullptr;
    for (auto& slot : post.inside) {
        if (slot.panel == panel && !slot.done) found = &slot;
    }
    if (found == nullptr) return;
    // A stop takes away from the work what it lasted; that is made up for only now, so that stops cost nothing else.
    const std::int64_t standing = post.stopped != 0 ? now_ - post.down_since : 0;
    const std::int64_t missing = post.lost + standing - found->lost_when_planned;
    if (missing > 0) {
        if (post.stopped != 0) {
            found->stalled = true;
            found->remaining = missing;
        } else {
            found->lost_when_planned = post.lost;
            calendar_.plan(now_ + missing, DueKind::work_done, station, panel);
        }
        return;
    }
    if (post.stopped != 0) {
        // The stop came in the same instant: the panel stays until it is over.
        found->stalled = true;
        found->remaining = 0;
        return;
    }
    found->done = true;
    ++work_completed_;
    if (plan_->stations[station].inspects) {
        inspect(station, *found);
    } else {
        tell(MomentKind::work_done, station, panel);
    }
    wake(station);
}

void LineModel::inspect(std::size_t station, Slot& slot) {
    const auto& plan = plan_->stations[station];
    auto& rng = rngs_[station];
    auto& panel = panels_[slot.panel];
    const std::uint32_t units = std::min(plan_->orders[panel.order].units, max_simulated_units);
    panel.called = 0;
    if (plan.good < 1) {
        // What was repaired once is good.
        for (std::uint32_t u = 0; u < units && panel.passes == 0; ++u) {
            if (rng.uniform() >= plan.good) panel.failed |= std::uint64_t{1} << u;
        }
        ++panel.passes;
    }
    if (plan.call_free < 1 && rng.uniform() >= plan.call_free) panel.called = std::uint64_t{1} << rng.below(units);
    panel.called &= ~panel.failed;
    // What came failed is known already; an operator looks at what this inspection called.
    const bool look = panel.called != 0 || (plan.good < 1 && panel.failed != 0 && panel.passes == 1);
    if (!look || plan_->tuning.verification_s <= 0) {
        tell(MomentKind::work_done, station, slot.panel);
        return;
    }
    slot.held = true;
    tell(MomentKind::calls_found, station, slot.panel);
    ask(JobKind::verify, station, slot.panel, plan_->tuning.verification_s);
}

bool LineModel::try_leave(std::size_t station) {
    auto& post = posts_[station];
    if (post.stopped != 0 || post.inside.empty()) return false;
    const auto& slot = post.inside.front();
    if (!slot.done || slot.held) return false;
    const auto& plan = plan_->stations[station];
    const auto panel = slot.panel;
    const auto& tuning = plan_->tuning;
    if (plan.bench && panels_[panel].failed != 0) {
        post.inside.erase(post.inside.begin());
        tell(MomentKind::left, station, panel, 2);
        ask(JobKind::rework, station, panel, tuning.rework_least_s + people_.exponential(tuning.rework_mean_s));
        return true;
    }
    if (station + 1 == posts_.size()) {
        post.inside.erase(post.inside.begin());
        leave_line(panel);
        tell(MomentKind::left, station, panel, 1);
        return true;
    }
    if (post.conveyor.size() >= plan.conveyor) return false;
    post.conveyor.push_back({now_ + transfer_, panel});
    post.inside.erase(post.inside.begin());
    // The next station waits for the first on the conveyor alone.
    if (post.conveyor.size() == 1) wake(station + 1);
    tell(MomentKind::left, station, panel, 0);
    return true;
}

void LineModel::leave_line(std::uint32_t number) {
    const auto& panel = panels_[number];
    --on_line_;
    ++panels_finished_;
    const auto& order = plan_->orders[panel.order];
    std::uint32_t good = order.units;
    for (std::uint64_t bits = panel.scrapped; bits != 0; bits &= bits - 1) --good;
    auto& total = good_units_[panel.order];
    total += good;
    if (total >= order.quantity && order_done_at_[panel.order] == 0) order_done_at_[panel.order] = now_;
}

Condition LineModel::condition(std::size_t station) const {
    const auto& post = posts_[station];
    if (post.stopped != 0) return post.repairing ? Condition::in_repair : Condition::down;
    if (post.setup) return Condition::setup;
    bool working = false;
    bool held = false;
    for (const auto& slot : post.inside) {
        working = working || !slot.done;
        held = held || slot.held;
    }
    if (working) return Condition::working;
    if (held) return Condition::held;
    if (!post.inside.empty()) return Condition::blocked;
    return pauses_ > 0 ? Condition::off : Condition::starved;
}

}  // namespace glassline
