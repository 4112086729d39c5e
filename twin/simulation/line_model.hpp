// The silent core: one event-driven model of a line, in numbers only. The forecast runs it a thousand times, tests hold
// it against queueing theory, the emulated line tells its moments as the events that machines report (LineSimulation).
//
//     auto plan = std::make_shared<const ModelPlan>(make_plan(line, orders, tuning));
//     LineModel model(plan);
//     model.reset(seed, start);
//     model.advance_to(start + std::chrono::hours(8));
//
// A run is a pure function of plan, seed and start. Each station and the crew draw from a stream of their own, so that
// two scenarios differ only where they differ.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "twin/base/rng.hpp"
#include "twin/base/time.hpp"
#include "twin/simulation/calendar.hpp"
#include "twin/simulation/crew.hpp"
#include "twin/simulation/model_plan.hpp"

namespace glassline {

enum class MomentKind : std::uint8_t {
    released,     // a panel came to the line
    setup_began,  // changeover; `detail`: the order whose product it is for
    setup_ended,
    entered,       // `detail`: 0 by conveyor, 1 from a magazine, 2 by hand
    work_began,    // `detail`: planned time in us
    calls_found,   // an inspection wants an operator to look
    work_done,     // also the verdict of an inspection, when it has one
    left,          // `detail`: 0 by conveyor, 1 into a magazine (the end of the line), 2 by hand
    reworked,      // `detail`: 1 when a unit could not be saved
    stopped,       // `panel`: StopSource, `detail`: a random number that picks the trouble, or the chaos entry
    repair_began,  // somebody is there
    repaired,      // `panel`: StopSource
    feeder_low,
    feeder_spliced,
    pause_began,
    pause_ended,
    operators_away,  // `detail`: how many are away now
};

/// Why a station stands; a station may have one of each at once.
enum class StopSource : std::uint8_t { trouble, feeder_empty, chaos };

struct Moment {
    std::int64_t at = 0;  // us since 1970
    MomentKind kind = MomentKind::released;
    std::uint32_t station = 0;
    std::uint32_t panel = 0;
    std::uint32_t detail = 0;
};

/// Hears what happens, in order of time. Without one the model says nothing, and costs nothing for it.
class ModelListener {
public:
    virtual ~ModelListener() = default;
    virtual void on_moment(const Moment& moment) = 0;
    /// All that can move at that instant has moved; `touched` stations may be in another condition now.
    virtual void on_settled(std::int64_t at, const std::vector<std::uint32_t>& touched) = 0;
};

enum class Condition : std::uint8_t {
    starved,
    blocked,
    working,
    setup,
    held,  // waits for an operator's verdict
    down,  // stands, nobody is there yet
    in_repair,
    off,  // a break or no shift
};

class LineModel {
public:
    explicit LineModel(std::shared_ptr<const ModelPlan> plan) : plan_(std::move(plan)) {}

    void reset(std::uint64_t seed, Instant start);
    /// Puts a panel where it is at the start, before the first advance_to: at a station with a share of its work done
    /// (1: ready to leave), or on the conveyor behind it. From the end of the line to its front. False: no room there.
    bool place(std::uint32_t order, std::size_t station, bool on_conveyor, double work_done);

    void advance_to(Instant t);
    /// Until every panel has left or `limit` is reached; true when all have left.
    bool run_out(Instant limit);
    void listen(ModelListener* listener) { listener_ = listener; }

    [[nodiscard]] bool finished() const { return taken_ == scheduled() && on_line_ == 0; }
    [[nodiscard]] bool idle() const { return calendar_.empty(); }
    [[nodiscard]] Instant now() const { return from_micros(now_); }
    [[nodiscard]] std::uint64_t panels_finished() const { return panels_finished_; }
    [[nodiscard]] std::uint64_t panels_on_line() const { return on_line_; }
    [[nodiscard]] std::uint64_t panels_entered() const { return panels_.size(); }
    [[nodiscard]] std::uint64_t work_completed() const { return work_completed_; }
    /// When the order's last promised unit left the line; no_time: not yet.
    [[nodiscard]] Instant order_finished_at(std::size_t order) const { return from_micros(order_done_at_[order]); }

    struct Panel {
        std::uint64_t failed = 0;    // units that an inspection found wrong, a bit each
        std::uint64_t scrapped = 0;  // units that could not be saved
        std::uint64_t called = 0;    // units of false calls at the last inspection
        std::int64_t released_at = 0;
        std::uint32_t order = 0;
        std::uint32_t passes = 0;  // at inspections that can fail it
    };
    [[nodiscard]] const Panel& panel(std::uint32_t number) const { return panels_[number]; }
    [[nodiscard]] Condition condition(std::size_t station) const;
    [[nodiscard]] std::size_t panels_at(std::size_t station) const { return posts_[station].inside.size(); }
    [[nodiscard]] std::size_t panels_behind(std::size_t station) const { return posts_[station].conveyor.size(); }
    [[nodiscard]] const ModelPlan& plan() const { return *plan_; }

private:
    struct Slot {
        std::int64_t lost_when_planned = 0;  // Post::lost when its end was planned
        std::int64_t remaining = 0;          // of its work, where its end came while the station stood
        std::uint32_t panel = 0;
        bool done = false;
        bool stalled = false;
        bool held = false;
    };
    struct Carried {
        std::int64_t ready = 0;
        std::uint32_t panel = 0;
    };
    struct Post {
        std::vector<Slot> inside;             // first in, first out
        std::vector<Carried> conveyor;        // behind the station, the first to arrive first
        std::vector<std::uint32_t> reinsert;  // reworked panels, first come first served
        std::int64_t last_entry = 0;
        std::int64_t last_end = 0;  // planned, of a belt: nobody overtakes
        std::int64_t wake_at = 0;   // a wake is planned for, 0 none
        std::int64_t down_since = 0;
        std::int64_t lost = 0;  // time stood still so far
        double panels_to_stop = 0;
        std::int32_t reel = 0;  // panels until it is empty
        std::int32_t product = -1;
        std::int32_t order = -1;  // the recipe names it
        std::int32_t drift = -1;  // chaos entries that change the cycle, -1 none
        std::int32_t bimodal = -1;
        std::uint8_t stopped = 0;  // a bit a StopSource
        bool setup = false;
        bool repairing = false;
        bool splice_asked = false;
        bool queued = false;  // in woken_
    };

    [[nodiscard]] std::size_t scheduled() const { return plan_->schedule.size() + made_again_; }
    /// Precondition: taken_ < scheduled().
    [[nodiscard]] std::uint32_t order_of_next() const {
        return urgent_.empty() ? plan_->schedule[next_panel_] : urgent_.front();
    }
    void take_next();
    void make_again(std::uint32_t order);
    void tell(MomentKind kind, std::size_t station, std::uint32_t panel = 0, std::uint32_t detail = 0) {
        if (listener_ != nullptr) tell_listener(kind, station, panel, detail);
    }
    void tell_listener(MomentKind kind, std::size_t station, std::uint32_t panel, std::uint32_t detail);
    void happen(const Due& due);
    void settle();
    void wake(std::size_t station) {
        if (posts_[station].queued) return;
        posts_[station].queued = true;
        woken_.push_back(static_cast<std::uint32_t>(station));
    }
    void wake_later(std::size_t station, std::int64_t at);
    std::uint32_t make_panel(std::uint32_t order);
    bool try_enter(std::size_t station);
    bool try_leave(std::size_t station);
    void enter(std::size_t station, std::uint32_t panel, std::uint32_t transfer);
    void begin_work(std::size_t station, std::uint32_t panel, double share_left);
    [[nodiscard]] double draw_work(std::size_t station);
    void work_over(std::size_t station, std::uint32_t panel);
    void inspect(std::size_t station, Slot& slot);
    void leave_line(std::uint32_t panel);
    void stop(std::size_t station, StopSource source, std::uint32_t detail);
    void resume(std::size_t station, StopSource source);
    void use_feeders(std::size_t station, double work);
    void ask(JobKind kind, std::size_t station, std::uint32_t panel, double takes_s);
    void assign();
    void operator_there(std::uint32_t number);
    void job_done(std::uint32_t number);
    void rework_over(std::size_t station, std::uint32_t panel);
    void chaos(std::uint32_t entry, bool begins);
    void plan_release();

    std::shared_ptr<const ModelPlan> plan_;
    ModelListener* listener_ = nullptr;
    std::vector<Post> posts_;
    std::vector<Rng> rngs_;  // one a station
    Rng people_{0};
    Rng supply_{0};
    std::vector<Panel> panels_;
    std::vector<std::uint32_t> to_come_;     // scheduled panels that have not come yet, an order
    std::vector<std::uint32_t> again_;       // panels that replace scrapped units at the order's next turn, an order
    std::vector<std::uint32_t> urgent_;      // orders without another turn: their panels come next
    std::vector<std::int32_t> owed_;         // units to be made again, an order
    std::vector<std::uint32_t> good_units_;  // that left the line, an order
    std::vector<std::int64_t> order_done_at_;
    std::vector<std::int64_t> released_;  // when panels came that no station has taken yet
    Crew crew_;
    Calendar calendar_;
    std::vector<std::uint32_t> woken_;
    std::vector<std::uint32_t> touched_;
    std::int64_t start_ = 0;
    std::int64_t transfer_ = 0;
    std::int64_t now_ = 0;
    std::size_t made_again_ = 0;
    std::size_t taken_ = 0;       // panels that entered the line
    std::size_t next_panel_ = 0;  // in the schedule
    std::size_t next_release_ = 0;
    bool release_planned_ = false;
    std::uint32_t away_ = 0;
    std::uint32_t pauses_ = 0;
    std::uint64_t on_line_ = 0;
    std::uint64_t panels_finished_ = 0;
    std::uint64_t work_completed_ = 0;
};

}  // namespace glassline
