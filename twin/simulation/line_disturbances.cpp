// What disturbs a line and who puts it right: stops, feeders, operators, rework, chaos.
#include <algorithm>
#include <cmath>

#include "twin/simulation/line_model.hpp"
#include "twin/simulation/schedule.hpp"

namespace glassline {
namespace {

std::uint8_t bit(StopSource source) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(source)); }

}  // namespace

void LineModel::stop(std::size_t station, StopSource source, std::uint32_t detail) {
    auto& post = posts_[station];
    if ((post.stopped & bit(source)) != 0) return;
    if (post.stopped == 0) post.down_since = now_;
    post.stopped |= bit(source);
    tell(MomentKind::stopped, station, static_cast<std::uint32_t>(source), detail);
    if (source == StopSource::chaos) return;  // ends by itself
    // One job puts right all that is wrong at a station.
    if ((post.stopped & ~bit(source) & ~bit(StopSource::chaos)) != 0) return;
    const auto& tuning = plan_->tuning;
    const double takes =
        std::min(tuning.repair_most_s, tuning.repair_least_s + people_.exponential(tuning.repair_mean_s));
    ask(JobKind::repair, station, 0, takes);
}

void LineModel::resume(std::size_t station, StopSource source) {
    auto& post = posts_[station];
    if ((post.stopped & bit(source)) == 0) return;
    post.stopped = static_cast<std::uint8_t>(post.stopped & ~bit(source));
    if (source == StopSource::feeder_empty) {
        const auto& tuning = plan_->tuning;
        post.reel =
            static_cast<std::int32_t>(rngs_[station].uniform(tuning.reel_least_panels, tuning.reel_most_panels));
        if (post.splice_asked) tell(MomentKind::feeder_spliced, station);
        post.splice_asked = false;
    }
    tell(MomentKind::repaired, station, static_cast<std::uint32_t>(source));
    if (post.stopped != 0) return;
    const std::int64_t lasted = now_ - post.down_since;
    post.lost += lasted;
    post.last_end += lasted;
    for (auto& slot : post.inside) {
        if (!slot.stalled) continue;
        slot.stalled = false;
        slot.lost_when_planned = post.lost;
        calendar_.plan(now_ + slot.remaining, DueKind::work_done, station, slot.panel);
    }
    wake(station);
}

void LineModel::use_feeders(std::size_t station, double work) {
    auto& post = posts_[station];
    const auto& tuning = plan_->tuning;
    --post.reel;
    if (post.reel <= static_cast<std::int32_t>(tuning.reel_warning_panels) && !post.splice_asked && post.reel > 0) {
        post.splice_asked = true;
        tell(MomentKind::feeder_low, station);
        ask(JobKind::splice, station, 0, tuning.splice_mean_s * rngs_[station].uniform(0.6, 1.6));
    }
    if (post.reel <= 0 && (post.stopped & bit(StopSource::feeder_empty)) == 0) {
        calendar_.plan(now_ + static_cast<std::int64_t>(work * 0.4), DueKind::stop, station,
                       static_cast<std::uint32_t>(StopSource::feeder_empty));
    }
}

void LineModel::ask(JobKind kind, std::size_t station, std::uint32_t panel, double takes_s) {
    Job job;
    job.kind = kind;
    job.station = static_cast<std::uint16_t>(station);
    job.panel = panel;
    job.takes = from_seconds(takes_s).count();
    crew_.ask(job);
    assign();
}

void LineModel::assign() {
    std::uint32_t number = 0;
    const auto& tuning = plan_->tuning;
    while (crew_.assign(number)) {
        const double walk = tuning.operators > 0 ? people_.uniform(tuning.reaction_least_s, tuning.reaction_most_s) : 0;
        calendar_.plan(now_ + from_seconds(walk).count(), DueKind::operator_there, crew_.job(number).station, number);
    }
}

void LineModel::operator_there(std::uint32_t number) {
    const Job job = crew_.job(number);
    if (job.kind == JobKind::repair) {
        posts_[job.station].repairing = true;
        tell(MomentKind::repair_began, job.station);
    }
    calendar_.plan(now_ + job.takes, DueKind::job_done, job.station, number);
}

void LineModel::job_done(std::uint32_t number) {
    const Job job = crew_.job(number);
    crew_.done(number);
    auto& post = posts_[job.station];
    switch (job.kind) {
        case JobKind::repair:
            post.repairing = false;
            resume(job.station, StopSource::trouble);
            resume(job.station, StopSource::feeder_empty);
            break;
        case JobKind::verify:
            for (auto& slot : post.inside) {
                if (!slot.held || slot.panel != job.panel) continue;
                slot.held = false;
                tell(MomentKind::work_done, job.station, job.panel);
            }
            wake(job.station);
            break;
        case JobKind::splice:
            // Too late when it ran empty meanwhile: the repair has hung in a new reel, or will.
            if (!post.splice_asked || (post.stopped & bit(StopSource::feeder_empty)) != 0) break;
            post.splice_asked = false;
            post.reel += static_cast<std::int32_t>(
                rngs_[job.station].uniform(plan_->tuning.reel_least_panels, plan_->tuning.reel_most_panels));
            tell(MomentKind::feeder_spliced, job.station);
            break;
        case JobKind::rework:
            rework_over(job.station, job.panel);
            break;
    }
    assign();
}

void LineModel::rework_over(std::size_t station, std::uint32_t number) {
    auto& panel = panels_[number];
    const auto& order = plan_->orders[panel.order];
    const std::uint32_t units = std::min(order.units, max_simulated_units);
    bool lost = false;
    for (std::uint32_t u = 0; u < units; ++u) {
        const std::uint64_t mask = std::uint64_t{1} << u;
        if ((panel.failed & mask) == 0 || !people_.chance(plan_->tuning.unrepairable)) continue;
        panel.scrapped |= mask;
        lost = true;
        // What can't be saved is made again: a panel more for as many units as it has.
        if (++owed_[panel.order] > 0) {
            owed_[panel.order] -= static_cast<std::int32_t>(order.units);
            make_again(panel.order);
        }
    }
    tell(MomentKind::reworked, station, number, lost ? 1 : 0);
    panel.failed = 0;
    posts_[station].reinsert.push_back(number);
    wake(station);
}

// At the order's next turn, or at once where it has none: a changeover for a single panel is dear.
void LineModel::make_again(std::uint32_t order) {
    ++made_again_;
    if (to_come_[order] > 0) {
        ++again_[order];
    } else {
        urgent_.push_back(order);
    }
    plan_release();
    wake(0);
}

void LineModel::chaos(std::uint32_t entry, bool begins) {
    const auto& what = plan_->chaos[entry];
    const auto here = plan_->chaos_station[entry];
    const auto number = static_cast<std::int32_t>(entry);
    for (std::size_t i = 0; i < posts_.size(); ++i) {
        if (here >= 0 && static_cast<std::size_t>(here) != i) continue;
        auto& post = posts_[i];
        switch (what.kind) {
            case ChaosKind::station_stop:
                begins ? stop(i, StopSource::chaos, entry) : resume(i, StopSource::chaos);
                break;
            case ChaosKind::cycle_drift:
                if (begins) post.drift = number;
                if (!begins && post.drift == number) post.drift = -1;
                break;
            case ChaosKind::cycle_bimodal:
                if (begins) post.bimodal = number;
                if (!begins && post.bimodal == number) post.bimodal = -1;
                break;
            case ChaosKind::operator_away:
            case ChaosKind::recipe_misstated:
            case ChaosKind::cfx_outage:
            case ChaosKind::hermes_outage:
            case ChaosKind::message_loss:
            case ChaosKind::message_delay:
                break;
        }
    }
    if (what.kind == ChaosKind::operator_away) {
        away_ = begins ? away_ + what.count : away_ - what.count;
        crew_.set_away(away_);
        tell(MomentKind::operators_away, 0, 0, away_);
        assign();
    }
}

}  // namespace glassline
