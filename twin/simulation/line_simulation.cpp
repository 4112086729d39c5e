#include "twin/simulation/line_simulation.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace glassline {
namespace {

bool places(StationKind kind) { return kind == StationKind::placer || kind == StationKind::odd_form_placer; }

struct Trouble {
    const char* code;
    const char* cause;
    const char* text;
};
constexpr std::array<Trouble, 4> placer_troubles{{{"FDR-EMPTY", "MissingComponent", "feeder 14 empty"},
                                                  {"PICK-ERR", "MechanicalFailure", "pick-up error, nozzle 3"},
                                                  {"REC-ERR", "RejectedComponent", "part not recognised"},
                                                  {"DOOR", "SafetyStop", "cover open"}}};
constexpr std::array<Trouble, 2> printer_troubles{
    {{"PASTE-LOW", "Refill", "solder paste low"}, {"STENCIL", "ProcessError", "stencil needs cleaning"}}};

std::string numbered(const std::string& prefix, std::uint64_t n) {
    const std::string digits = std::to_string(n);
    return prefix + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

}  // namespace

LineSimulation::LineSimulation(LineDescription line, std::vector<WorkOrder> orders, std::uint64_t seed, Instant start,
                               SimulationTuning tuning)
    : line_(std::move(line)), rng_(seed), tuning_(tuning) {
    posts_.resize(line_.stations.size());
    conveyors_.resize(line_.stations.size());
    // Orders take turns in lots, so that customers are mixed on the line.
    std::vector<std::uint32_t> left;
    for (const auto& order : orders) {
        const auto* product = line_.find_product(order.product);
        const std::uint32_t per_panel = product != nullptr ? product->units_per_panel : 1;
        left.push_back((order.quantity + per_panel - 1) / per_panel);
    }
    bool any = true;
    while (any) {
        any = false;
        for (std::size_t i = 0; i < orders.size(); ++i) {
            for (std::uint32_t n = 0; n < tuning_.panels_per_lot && left[i] > 0; ++n, --left[i]) {
                schedule_.push_back(orders[i]);
                any = true;
            }
        }
    }
    for (std::size_t i = 0; i < posts_.size(); ++i) tell(start, StationOnline{line_.stations[i].id});
    settle(start);
}

void LineSimulation::tell(Instant at, Event event) { told_.push_back({at, std::move(event)}); }

void LineSimulation::plan(Instant at, Kind kind, std::size_t station, std::size_t panel) {
    calendar_.push({at, planned_++, kind, station, panel});
}

std::string LineSimulation::guid() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
    for (auto& c : out) {
        if (c == 'x') c = digits[rng_.below(16)];
    }
    return out;
}

std::size_t LineSimulation::make_panel(const WorkOrder& order) {
    Panel panel;
    const auto* product = line_.find_product(order.product);
    const std::string barcode = numbered("SIM-" + order.id.value + "-", ++made_);
    panel.identity.hermes_board_id = guid();
    panel.identity.top_barcode = barcode;
    panel.identity.primary_identifier = barcode;
    panel.facts.order = order.id;
    panel.facts.batch = order.id.value + "-B1";
    panel.facts.order_evidence = OrderEvidence::hermes_board;
    panel.facts.product = order.product;
    panel.facts.length_mm = product != nullptr ? product->panel_length_mm : 300;
    panel.facts.width_mm = product != nullptr ? product->panel_width_mm : 240;
    const std::uint32_t units = product != nullptr ? product->units_per_panel : 1;
    for (std::uint32_t n = 1; n <= units; ++n) {
        Unit unit;
        unit.position = n;
        unit.identifier = barcode + "-" + std::to_string(n);
        unit.x_mm = panel.facts.length_mm * ((n - 1) % 2 + 0.5) / 2;
        unit.y_mm = panel.facts.width_mm * ((n - 1) / 2 + 0.5) / ((units + 1) / 2);
        panel.facts.units.push_back(std::move(unit));
    }
    panel.failed.resize(units, false);
    panels_.push_back(std::move(panel));
    return panels_.size() - 1;
}

std::vector<SimulatedEvent> LineSimulation::advance_to(Instant t) {
    while (!calendar_.empty() && calendar_.top().at <= t) {
        const Due due = calendar_.top();
        calendar_.pop();
        happen(due);
        settle(due.at);
    }
    std::vector<SimulatedEvent> out;
    out.swap(told_);
    return out;
}

void LineSimulation::happen(const Due& due) {
    auto& post = posts_[due.station];
    const StationId& id = line_.stations[due.station].id;
    switch (due.kind) {
        case Kind::work_done:
            finish_work(due.station, due.panel, due.at);
            break;
        case Kind::on_conveyor_end:
            for (auto& carried : conveyors_[due.station]) carried.ready = carried.ready || carried.panel == due.panel;
            break;
        case Kind::stop: {
            const bool printing = line_.stations[due.station].kind == StationKind::printer;
            const Trouble& trouble = printing ? printer_troubles[rng_.below(printer_troubles.size())]
                                              : placer_troubles[rng_.below(placer_troubles.size())];
            Fault fault;
            fault.id = FaultId(guid());
            fault.code = trouble.code;
            fault.cause = trouble.cause;
            fault.severity = FaultSeverity::error;
            fault.description = trouble.text;
            fault.occurred_at = due.at;
            post.fault = fault.id;
            post.down_until = due.at + from_seconds(10 + rng_.exponential(tuning_.repair_mean_s));
            tell(due.at, FaultOccurred{id, std::move(fault)});
            plan(post.down_until, Kind::repaired, due.station, due.panel);
            break;
        }
        case Kind::repaired: {
            tell(due.at, FaultCleared{id, post.fault});
            post.fault = FaultId();
            // The panel that was worked on is finished now.
            plan(due.at + from_seconds(line_.stations[due.station].cycle_time_s * 0.4), Kind::work_done, due.station,
                 due.panel);
            break;
        }
        case Kind::reworked: {
            auto& panel = panels_[due.panel];
            UnitsRepaired repaired;
            repaired.station = id;
            for (std::size_t u = 0; u < panel.failed.size(); ++u) {
                if (!panel.failed[u]) continue;
                InspectedUnit unit;
                unit.identifier = panel.facts.units[u].identifier;
                unit.position = panel.facts.units[u].position;
                repaired.units.push_back(std::move(unit));
                panel.failed[u] = false;
            }
            tell(due.at, std::move(repaired));
            waiting_for_reinsertion_.push_back(due.panel);
            break;
        }
        case Kind::entry_free:
            break;
    }
}

// Lets everything move that can move now, from the end of the line to its front, until nothing does.
void LineSimulation::settle(Instant now) {
    bool moved = true;
    while (moved) {
        moved = false;
        for (std::size_t i = posts_.size(); i-- > 0;) {
            while (try_leave(i, now)) moved = true;
            while (try_enter(i, now)) moved = true;
        }
    }
    update_states(now);
}

bool LineSimulation::try_enter(std::size_t station, Instant now) {
    auto& post = posts_[station];
    const auto& description = line_.stations[station];
    if (!post.fault.empty() || post.inside.size() >= description.capacity) return false;
    // A belt that carries many panels takes the next one when the last has moved on by its length.
    if (description.capacity > 1 && post.last_entry != no_time &&
        now < post.last_entry + from_seconds(description.cycle_time_s * 0.8)) {
        return false;
    }
    if (description.rework_bench && !waiting_for_reinsertion_.empty()) {
        const auto panel = waiting_for_reinsertion_.front();
        waiting_for_reinsertion_.pop_front();
        enter(station, panel, Transfer::by_hand, now);
        return true;
    }
    if (station == 0) {
        if (schedule_.empty()) return false;
        const auto panel = make_panel(schedule_.front());
        schedule_.pop_front();
        ++on_line_;
        enter(station, panel, Transfer::by_magazine, now);
        return true;
    }
    auto& belt = conveyors_[station - 1];
    if (belt.empty() || !belt.front().ready) return false;
    const auto panel = belt.front().panel;
    belt.pop_front();
    enter(station, panel, Transfer::by_conveyor, now);
    return true;
}

void LineSimulation::enter(std::size_t station, std::size_t index, Transfer transfer, Instant now) {
    auto& post = posts_[station];
    const auto& description = line_.stations[station];
    const auto& panel = panels_[index];
    const std::string recipe = panel.facts.product + "-" + description.short_name;
    if (post.recipe != recipe) {
        post.recipe = recipe;
        tell(now, RecipeActivated{description.id, recipe, "1", description.cycle_time_s, panel.facts.order});
    }
    UnitsArrived arrived;
    arrived.station = description.id;
    arrived.panel = panel.identity;
    arrived.facts = panel.facts;
    arrived.transfer = transfer;
    tell(now, std::move(arrived));
    Slot slot{index, false, guid()};
    WorkStarted started;
    started.station = description.id;
    started.transaction = TransactionId(slot.transaction);
    started.panel = panel.identity;
    tell(now, std::move(started));
    post.inside.push_back(std::move(slot));
    post.last_entry = now;
    if (description.capacity > 1)
        plan(now + from_seconds(description.cycle_time_s * 0.8), Kind::entry_free, station, index);
    const double inside = description.cycle_time_s * std::max<std::uint32_t>(1, description.capacity);
    const double work = std::max(inside * 0.5, rng_.normal(inside, inside * tuning_.cycle_spread));
    const bool may_stop = places(description.kind) || description.kind == StationKind::printer;
    if (may_stop && rng_.chance(tuning_.stop_probability)) {
        plan(now + from_seconds(work * 0.6), Kind::stop, station, index);
    } else {
        plan(now + from_seconds(work), Kind::work_done, station, index);
    }
}

void LineSimulation::inspect(std::size_t station, Slot& slot, Instant now) {
    const auto& description = line_.stations[station];
    auto& panel = panels_[slot.panel];
    UnitsInspected inspected;
    inspected.station = description.id;
    inspected.transaction = TransactionId(slot.transaction);
    inspected.method = "AOI";
    for (std::size_t u = 0; u < panel.facts.units.size(); ++u) {
        InspectedUnit unit;
        unit.identifier = panel.facts.units[u].identifier;
        unit.position = panel.facts.units[u].position;
        // What was repaired once is good.
        if (panel.passes == 0 && rng_.chance(tuning_.unit_failure)) {
            panel.failed[u] = true;
            unit.result = UnitResult::failed;
            Defect defect;
            defect.unit = unit.identifier;
            defect.code = "SOLDER-BRIDGE";
            defect.designator = "U" + std::to_string(1 + rng_.below(9));
            defect.station = description.id;
            defect.found_at = now;
            unit.defects.push_back(std::move(defect));
        }
        inspected.units.push_back(std::move(unit));
    }
    ++panel.passes;
    tell(now, std::move(inspected));
}

void LineSimulation::finish_work(std::size_t station, std::size_t panel, Instant now) {
    auto& post = posts_[station];
    for (auto& slot : post.inside) {
        if (slot.panel != panel || slot.done) continue;
        slot.done = true;
        if (line_.stations[station].kind == StationKind::optical_inspection) inspect(station, slot, now);
        WorkCompleted completed;
        completed.station = line_.stations[station].id;
        completed.transaction = TransactionId(slot.transaction);
        completed.panel = panels_[panel].identity;
        tell(now, std::move(completed));
        return;
    }
}

bool LineSimulation::try_leave(std::size_t station, Instant now) {
    auto& post = posts_[station];
    const auto& description = line_.stations[station];
    if (!post.fault.empty() || post.inside.empty() || !post.inside.front().done) return false;
    const auto index = post.inside.front().panel;
    const auto& panel = panels_[index];
    UnitsDeparted departed;
    departed.station = description.id;
    departed.panel = panel.identity;
    departed.facts = panel.facts;
    const bool failed = std::find(panel.failed.begin(), panel.failed.end(), true) != panel.failed.end();
    if (description.rework_bench && failed) {
        departed.transfer = Transfer::by_hand;
        plan(now + from_seconds(15 + rng_.exponential(tuning_.rework_mean_s)), Kind::reworked, station, index);
    } else if (station + 1 == posts_.size()) {
        departed.transfer = Transfer::by_magazine;
        --on_line_;
        ++finished_;
    } else {
        if (conveyors_[station].size() >= description.buffer_capacity) return false;
        conveyors_[station].push_back({index, false});
        plan(now + from_seconds(tuning_.transfer_s), Kind::on_conveyor_end, station, index);
    }
    post.inside.pop_front();
    tell(now, std::move(departed));
    return true;
}

EquipmentState LineSimulation::state_of(std::size_t station, Instant) const {
    const auto& post = posts_[station];
    if (!post.fault.empty()) return equipment_state_from_code(5300);
    const bool working = std::any_of(post.inside.begin(), post.inside.end(), [](const Slot& s) { return !s.done; });
    if (working) return equipment_state_from_code(1100);
    return equipment_state_from_code(post.inside.empty() ? 2202 : 2201);
}

void LineSimulation::update_states(Instant now) {
    for (std::size_t i = 0; i < posts_.size(); ++i) {
        auto& post = posts_[i];
        const auto state = state_of(i, now);
        if (state == post.state) continue;
        StationStateChanged changed;
        changed.station = line_.stations[i].id;
        changed.state = state;
        changed.old_state = post.state;
        if (post.state_since != no_time) changed.old_duration = now - post.state_since;
        tell(now, std::move(changed));
        post.state = state;
        post.state_since = now;
    }
}

}  // namespace glassline
