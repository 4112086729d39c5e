// A simulated line told as the events that real machines would report, deterministic by seed: the silent model
// (line_model.hpp) decides what happens, this says it. The emulated line and tests use it; it reads no clock.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "twin/base/rng.hpp"
#include "twin/event.hpp"
#include "twin/simulation/fault_catalogue.hpp"
#include "twin/simulation/line_model.hpp"
#include "twin/simulation/panel_story.hpp"
#include "twin/simulation/stage_clock.hpp"

namespace glassline {

/// An event with the moment at which it happens.
struct SimulatedEvent {
    Instant at{};
    Event event;
    FaultPlace place;  // of a FaultOccurred, what the event has no member for
    bool operator==(const SimulatedEvent&) const = default;
};

/// What no machine reports and a test wants to know.
struct SimulatedTruth {
    Instant at{};
    std::string kind;  // panel_released, false_call, splice, unit_scrapped, operators_away, ...
    StationId station;
    std::string panel;  // barcode
    std::string detail;
    bool operator==(const SimulatedTruth&) const = default;
};

inline constexpr std::size_t max_untaken_truths = 100'000;  // more than that between two calls are counted only

class LineSimulation final : private ModelListener {
public:
    LineSimulation(LineDescription line, std::vector<WorkOrder> orders, std::uint64_t seed, Instant start,
                   const SimulationTuning& tuning = {}, const Chaos& chaos = {});
    LineSimulation(const LineSimulation&) = delete;  // the model holds a pointer to its listener
    LineSimulation& operator=(const LineSimulation&) = delete;

    /// Everything that happens up to and including `t`, in order of time.
    [[nodiscard]] std::vector<SimulatedEvent> advance_to(Instant t);
    /// What happened unheard since the last call.
    [[nodiscard]] std::vector<SimulatedTruth> take_truths();
    [[nodiscard]] std::uint64_t truths_dropped() const { return truths_dropped_; }

    /// No panel is left to be made and none is on the line.
    [[nodiscard]] bool finished() const { return model_.finished(); }
    [[nodiscard]] std::uint64_t panels_finished() const { return model_.panels_finished(); }
    [[nodiscard]] const LineModel& model() const { return model_; }

private:
    struct Voice {  // of a station
        EquipmentState state;
        Instant state_since{};
        FaultId faults[3];  // by StopSource
        FaultId low_feeder;
        std::uint32_t feeder = 0;  // the one that runs low
    };

    void on_moment(const Moment& moment) override;
    void on_settled(std::int64_t at, const std::vector<std::uint32_t>& touched) override;
    void tell(std::int64_t at, Event event) { told_.push_back({from_micros(at), std::move(event), {}}); }
    void note(const Moment& moment, const char* kind, std::string detail = {});
    void tell_stages(std::int64_t until);
    void tell_recipe(const Moment& moment);
    void tell_entry(const Moment& moment);
    void tell_work_done(const Moment& moment);
    void tell_inspection(const Moment& moment);
    void tell_rework(const Moment& moment);
    FaultId tell_fault(const Moment& moment, DescribedFault described);
    void tell_stop(const Moment& moment);
    void clear_fault(const Moment& moment, FaultId& fault);
    [[nodiscard]] const StationDescription& station(const Moment& moment) const {
        return line_.stations[moment.station];
    }

    LineDescription line_;
    std::vector<WorkOrder> orders_;
    Chaos misstated_;  // recipe_misstated
    Instant start_{};
    Rng names_;  // ids and texts: what happens does not depend on them
    LineModel model_;
    StageClock stages_;
    std::vector<Voice> voices_;
    std::vector<PanelStory> panels_;
    std::vector<std::uint32_t> setup_for_;  // order, a station
    std::vector<SimulatedEvent> told_;
    std::vector<SimulatedTruth> truths_;
    std::uint64_t truths_dropped_ = 0;
};

}  // namespace glassline
