// An event-calendar model of a line: panels of mixed orders pass the stations, block and starve each other through
// conveyors of finite length, stop with faults, fail inspection, are repaired and come back. It yields the events that
// real machines would report, deterministic by seed. The emulated line, tests and benchmarks use it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <queue>
#include <string>
#include <vector>

#include "twin/base/rng.hpp"
#include "twin/event.hpp"

namespace glassline {

/// How rough the simulated days are. Probabilities are per panel and station unless said otherwise.
struct SimulationTuning {
    double cycle_spread = 0.06;        // standard deviation of a cycle, as a share of it
    double stop_probability = 0.02;    // a stop while a printer or placer works on a panel
    double repair_mean_s = 45;         // exponential
    double unit_failure = 0.015;       // per unit at the AOI
    double rework_mean_s = 60;         // exponential, at the bench beside the AOI
    double transfer_s = 3;             // on a conveyor between two stations
    std::uint32_t panels_per_lot = 4;  // so many of one order before the next order's turn
};

/// An event with the moment at which it happens.
struct SimulatedEvent {
    Instant at{};
    Event event;
    bool operator==(const SimulatedEvent&) const = default;
};

class LineSimulation {
public:
    LineSimulation(LineDescription line, std::vector<WorkOrder> orders, std::uint64_t seed, Instant start,
                   SimulationTuning tuning = {});

    /// Everything that happens up to and including `t`, in order of time.
    [[nodiscard]] std::vector<SimulatedEvent> advance_to(Instant t);

    /// No panel is left to be made and none is on the line.
    [[nodiscard]] bool finished() const { return schedule_.empty() && on_line_ == 0; }
    [[nodiscard]] std::uint64_t panels_finished() const { return finished_; }

private:
    struct Panel {
        PanelEvidence identity;
        PanelFacts facts;
        std::vector<bool> failed;  // units that the AOI found wrong
        std::uint32_t passes = 0;  // at the AOI
    };
    struct Slot {
        std::size_t panel;
        bool done = false;
        std::string transaction;
    };
    struct Post {
        std::deque<Slot> inside;
        Instant down_until{};
        Instant last_entry{};
        FaultId fault;
        EquipmentState state;
        Instant state_since{};
        std::string recipe;
    };
    enum class Kind { work_done, on_conveyor_end, stop, repaired, reworked, entry_free };
    struct Due {
        Instant at;
        std::uint64_t order;  // ties are broken by the order of planning
        Kind kind;
        std::size_t station;
        std::size_t panel;
        bool operator>(const Due& other) const { return at != other.at ? at > other.at : order > other.order; }
    };
    struct Carried {
        std::size_t panel;
        bool ready = false;
    };

    void plan(Instant at, Kind kind, std::size_t station, std::size_t panel);
    void happen(const Due& due);
    void settle(Instant now);
    bool try_enter(std::size_t station, Instant now);
    bool try_leave(std::size_t station, Instant now);
    void enter(std::size_t station, std::size_t panel, Transfer transfer, Instant now);
    void finish_work(std::size_t station, std::size_t panel, Instant now);
    void inspect(std::size_t station, Slot& slot, Instant now);
    void tell(Instant at, Event event);
    void update_states(Instant now);
    [[nodiscard]] EquipmentState state_of(std::size_t station, Instant now) const;
    [[nodiscard]] std::string guid();
    std::size_t make_panel(const WorkOrder& order);

    LineDescription line_;
    Rng rng_;
    SimulationTuning tuning_;
    std::deque<WorkOrder> schedule_;  // one entry a panel
    std::vector<Panel> panels_;
    std::vector<Post> posts_;
    std::vector<std::deque<Carried>> conveyors_;  // behind station i
    std::deque<std::size_t> waiting_for_reinsertion_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> calendar_;
    std::vector<SimulatedEvent> told_;
    std::uint64_t planned_ = 0;
    std::uint64_t made_ = 0;
    std::uint64_t on_line_ = 0;
    std::uint64_t finished_ = 0;
};

}  // namespace glassline
