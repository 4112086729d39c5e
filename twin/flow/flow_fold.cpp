#include "twin/flow/flow_fold.hpp"

#include <algorithm>

#include "twin/equipment/setup_fold.hpp"
#include "twin/flow/identity.hpp"
#include "twin/flow/joining.hpp"
#include "twin/flow/position.hpp"
#include "twin/orders/orders_fold.hpp"

namespace glassline {
namespace {

// Two sources (CFX and Hermes) report the same arrival with clocks that differ a little.
constexpr Duration same_visit_slack{2'000'000};

void tie_to_order(OrdersState& orders, PanelState& panel, const WorkOrderId& order, Instant at) {
    if (panel.order == order) return;
    if (const auto old = orders.orders.find(panel.order); old != orders.orders.end()) {
        std::erase(old->second.panels, panel.id);
    }
    panel.order = order;
    auto* state = order_entry(orders, order);
    if (state == nullptr) return;
    // Two lines that see one barcode have a panel each; the order has it once.
    if (std::find(state->panels.begin(), state->panels.end(), panel.id) == state->panels.end())
        state->panels.push_back(panel.id);
    if (panel.finished_at != no_time) state->units_to_go_at_least = {};
    if (state->started_at == no_time || at < state->started_at) state->started_at = at;
}

void learn_units(PanelState& panel, const std::vector<Unit>& said) {
    for (const auto& unit : said) {
        const auto same = std::find_if(panel.units.begin(), panel.units.end(), [&](const Unit& known) {
            return unit.position != 0 ? known.position == unit.position
                                      : !unit.identifier.empty() && known.identifier == unit.identifier;
        });
        if (same == panel.units.end()) {
            if (panel.units.size() >= max_units) {
                ++panel.units_cut;
            } else {
                panel.units.push_back(unit);
            }
            continue;
        }
        if (!unit.identifier.empty()) same->identifier = unit.identifier;
        if (unit.x_mm != 0 || unit.y_mm != 0) {
            same->x_mm = unit.x_mm;
            same->y_mm = unit.y_mm;
            same->rotation_deg = unit.rotation_deg;
        }
        // An inspection's verdict is worth more than a status that is only carried along.
        if (unit.result != UnitResult::unknown && !same->inspected && same->result != UnitResult::scrapped) {
            same->result = unit.result;
        }
    }
}

// Units that come to light after their panel left the line count for its order, too.
void recount(OrdersState& orders, const WorkOrderId& order) {
    if (const auto at = orders.orders.find(order); at != orders.orders.end()) at->second.units_to_go_at_least = {};
}

void learn_facts(const FlowContext& context, PanelState& panel, const PanelFacts& facts) {
    if (!facts.units.empty()) {
        learn_units(panel, facts.units);
        if (panel.finished_at != no_time) recount(context.orders, panel.order);
    }
    if (!facts.batch.empty()) panel.batch = facts.batch;
    if (!facts.product.empty()) panel.product = facts.product;
    if (facts.length_mm > 0) panel.length_mm = facts.length_mm;
    if (facts.width_mm > 0) panel.width_mm = facts.width_mm;
    if (!facts.order.empty() && facts.order_evidence >= panel.order_evidence) {
        panel.order_evidence = facts.order_evidence;
        tie_to_order(context.orders, panel, facts.order, context.at);
    }
}

// What started on a lane belongs to the order of the lane's recipe until the next recipe; not what started before it.
void learn_order_of_recipe(const FlowContext& context, PanelState& panel, std::uint32_t lane) {
    if (panel.order_evidence != OrderEvidence::none) return;
    const auto* recipe = recipe_of_lane(context.station, lane);
    if (recipe == nullptr || recipe->order.empty() || context.at < recipe->since) return;
    panel.order_evidence = OrderEvidence::recipe_activated;
    if (panel.batch.empty()) panel.batch = recipe->batch;
    tie_to_order(context.orders, panel, recipe->order, context.at);
}

void finish(const FlowContext& context, PanelState& panel, Instant at) {
    if (panel.finished_at != no_time || panel.scrapped) return;
    panel.finished_at = at;
    const auto good = std::count_if(panel.units.begin(), panel.units.end(), [](const Unit& u) {
        return u.result != UnitResult::scrapped && u.result != UnitResult::missing;
    });
    minute_of(context.line, at).units_finished += static_cast<std::uint32_t>(good);
    const auto order = context.orders.orders.find(panel.order);
    if (order == context.orders.orders.end()) return;
    // Finished when the promised number has left the line good, or all that was ever seen has when none was promised.
    auto& state = order->second;
    if (state.order.quantity == 0 || state.finished_at != no_time) return;
    const auto left_good = [](const PanelState& p) {
        return static_cast<std::uint64_t>(std::count_if(
            p.units.begin(), p.units.end(), [](const Unit& u) { return u.result != UnitResult::scrapped; }));
    };
    // Counting an order is work, so it is done only when this panel may be the last.
    auto& to_go = state.units_to_go_at_least.value;
    if (const auto units = left_good(panel); units < to_go) {
        to_go -= units;
        return;
    }
    std::uint64_t done = state.units_archived_good;
    for (const auto& id : state.panels) {
        const auto other = context.line.panels.find(id);
        if (other != context.line.panels.end() && other->second.finished_at != no_time)
            done += left_good(other->second);
    }
    if (done >= state.order.quantity) {
        state.finished_at = at;
    } else {
        to_go = state.order.quantity - done;
    }
}

void update_position(const FlowContext& context, PanelState& panel) {
    if (panel.visits.empty()) return;
    auto position = position_from_visits(panel.visits, context.line.description);
    note_move(context.line, panel.position, position);
    panel.position = std::move(position);
    auto& none_stale = context.line.none_stale_before.value;
    none_stale = std::min(none_stale, panel.position.since + shortest_stale_limit);
    if (std::holds_alternative<LeftLine>(panel.position.place)) finish(context, panel, panel.position.since);
}

bool covers(const Visit& visit, const StationId& station, Instant at) {
    if (visit.station != station) return false;
    const Instant until = visit.departed_at;
    return at + same_visit_slack >= visit.arrived_at && (until == no_time || at <= until + same_visit_slack);
}

// The visit a message about (panel, station, time) speaks of; the newest that fits.
Visit* find_visit(PanelState& panel, const StationId& station, Instant at) {
    for (auto visit = panel.visits.rbegin(); visit != panel.visits.rend(); ++visit) {
        if (covers(*visit, station, at)) return &*visit;
    }
    return nullptr;
}

bool arrives_before(const Visit& a, const Visit& b, const LineDescription& line) {
    if (a.arrived_at != b.arrived_at) return a.arrived_at < b.arrived_at;
    return line.index_of(a.station) < line.index_of(b.station);
}

void insert_visit(PanelState& panel, const Visit& visit, const LineDescription& line) {
    const auto place = std::find_if(panel.visits.begin(), panel.visits.end(),
                                    [&](const Visit& other) { return arrives_before(visit, other, line); });
    panel.visits.insert(place, visit);
    if (panel.visits.size() > max_visits) panel.visits.erase(panel.visits.begin());
}

// A line is a line: a panel seen at station k passed the ones between its last known station and k, seen or not.
void infer_passed_stations(const FlowContext& context, PanelState& panel, const StationId& station, Instant at) {
    const auto& line = context.line.description;
    const int here = line.index_of(station);
    if (here <= 0 || line.free_route) return;
    // As a rule it was seen at the station before: nothing was passed. The newest visits are looked at first.
    const auto& before = line.stations[static_cast<std::size_t>(here) - 1].id;
    const bool seen_before = std::any_of(panel.visits.rbegin(), panel.visits.rend(),
                                         [&](const Visit& v) { return v.station == before && v.arrived_at <= at; });
    if (seen_before) return;
    int last = -1;
    for (const auto& visit : panel.visits) {
        if (visit.arrived_at <= at && visit.station != station) last = std::max(last, line.index_of(visit.station));
    }
    if (last >= here) return;  // back from further down (rework): nothing was skipped
    for (int i = last + 1; i < here; ++i) {
        const auto& passed = line.stations[static_cast<std::size_t>(i)].id;
        const bool known =
            std::any_of(panel.visits.begin(), panel.visits.end(), [&](const Visit& v) { return v.station == passed; });
        if (known) continue;
        Visit visit;
        visit.station = passed;
        visit.arrived_at = at;
        visit.arrival = Certainty::inferred;
        visit.departed_at = at;
        visit.departure = Certainty::inferred;
        insert_visit(panel, visit, line);
        ++context.line.inferred_visits;
    }
}

// A visit that nobody reported must have been before the first report from further down the line, however late that
// report comes to light.
void retime_inferred(PanelState& panel, const LineDescription& line) {
    bool moved = false;
    for (auto& visit : panel.visits) {
        if (visit.arrival != Certainty::inferred || visit.departure != Certainty::inferred) continue;
        const int here = line.index_of(visit.station);
        for (const auto& later : panel.visits) {
            if (later.arrived_at >= visit.arrived_at || line.index_of(later.station) <= here) continue;
            visit.arrived_at = later.arrived_at;
            visit.departed_at = later.arrived_at;
            moved = true;
        }
    }
    if (!moved) return;
    std::stable_sort(panel.visits.begin(), panel.visits.end(),
                     [&](const Visit& a, const Visit& b) { return arrives_before(a, b, line); });
}

// Earlier visits that never reported a departure ended when the panel was seen elsewhere.
void close_open_visits(PanelState& panel) {
    for (std::size_t i = 0; i + 1 < panel.visits.size(); ++i) {
        auto& visit = panel.visits[i];
        const Instant next = panel.visits[i + 1].arrived_at;
        // What was only concluded gives way when a stay in between comes to light.
        const bool concluded = visit.departure == Certainty::inferred && visit.departed_at > next;
        if (visit.departed_at == no_time || concluded) {
            visit.departed_at = next;
            visit.departure = Certainty::inferred;
        }
    }
}

Visit& arrive(const FlowContext& context, PanelState& panel, const StationId& station, bool explicitly_said) {
    const Instant at = context.at;
    if (auto* same = find_visit(panel, station, at)) {
        if (same->arrival == Certainty::inferred && explicitly_said) {
            // The observation replaces what was inferred.
            Visit seen = *same;
            seen.arrival = Certainty::observed;
            seen.arrived_at = at;
            if (seen.departure == Certainty::inferred && seen.departed_at <= at) seen.departed_at = no_time;
            panel.visits.erase(panel.visits.begin() + (same - panel.visits.data()));
            insert_visit(panel, seen, context.line.description);
        } else if (explicitly_said && at < same->arrived_at) {
            same->arrived_at = at;
        }
    } else {
        // An arrival that only now comes to light may explain a visit that was inferred without a time of its own.
        const auto guessed = std::find_if(panel.visits.begin(), panel.visits.end(), [&](const Visit& v) {
            return v.station == station && v.arrival == Certainty::inferred && v.arrived_at >= at;
        });
        Visit visit;
        if (guessed != panel.visits.end()) {
            visit = *guessed;
            panel.visits.erase(guessed);
            visit.arrived_at = at;
            visit.arrival = Certainty::observed;
        } else {
            visit.station = station;
            visit.arrived_at = at;
            ++context.station.panels_in;
        }
        insert_visit(panel, visit, context.line.description);
    }
    infer_passed_stations(context, panel, station, at);
    retime_inferred(panel, context.line.description);
    close_open_visits(panel);
    for (auto visit = panel.visits.rbegin(); visit != panel.visits.rend(); ++visit) {
        if (visit->station == station && visit->arrived_at <= at + same_visit_slack) return *visit;
    }
    return panel.visits.back();
}

}  // namespace

void fold_flow(const FlowContext& context, const UnitsArrived& event) {
    auto* panel = find_or_make_panel(context.line, event.panel, context.at);
    if (panel == nullptr) {
        ++context.line.identity_conflicts;  // an arrival of nobody: counted, not invented
        return;
    }
    learn_facts(context, *panel, event.facts);
    learn_order_of_recipe(context, *panel, event.lane);
    arrive(context, *panel, event.station, true);
    update_position(context, *panel);
    forget_old_panels(context.line, context.orders);
}

void fold_flow(const FlowContext& context, const UnitsDeparted& event) {
    auto* panel = find_or_make_panel(context.line, event.panel, context.at);
    if (panel == nullptr) {
        ++context.line.identity_conflicts;
        return;
    }
    learn_facts(context, *panel, event.facts);
    learn_order_of_recipe(context, *panel, event.lane);
    const Instant at = context.at;
    // The newest visit of this station that had begun by then.
    Visit* visit = nullptr;
    for (auto candidate = panel->visits.rbegin(); candidate != panel->visits.rend(); ++candidate) {
        if (candidate->station == event.station && candidate->arrived_at <= at + same_visit_slack) {
            visit = &*candidate;
            break;
        }
    }
    if (visit == nullptr) {
        // A stay that was only inferred from further down the line: this report gives it its time.
        const auto guessed = std::find_if(panel->visits.begin(), panel->visits.end(), [&](const Visit& v) {
            return v.station == event.station && v.arrival == Certainty::inferred && v.departure == Certainty::inferred;
        });
        if (guessed != panel->visits.end()) panel->visits.erase(guessed);
    }
    const bool already_left = visit != nullptr && visit->departed_at != no_time &&
                              visit->departure == Certainty::observed && at > visit->departed_at + same_visit_slack;
    if (visit == nullptr || already_left) {
        // It leaves where nobody saw it arrive.
        Visit unseen;
        unseen.station = event.station;
        unseen.arrived_at = at;
        unseen.arrival = Certainty::inferred;
        unseen.departed_at = at;
        unseen.removed = event.transfer == Transfer::by_hand;
        insert_visit(*panel, unseen, context.line.description);
        ++context.line.inferred_visits;
        ++context.station.panels_out;
        infer_passed_stations(context, *panel, event.station, at);
    } else {
        if (visit->departed_at == no_time || visit->departure == Certainty::inferred) {
            visit->departed_at = std::max(at, visit->arrived_at);
            visit->departure = Certainty::observed;
            ++context.station.panels_out;
        }
        if (event.transfer == Transfer::by_hand && !visit->removed) {
            visit->removed = true;
            ++panel->rework_loops;
        }
    }
    retime_inferred(*panel, context.line.description);
    close_open_visits(*panel);
    update_position(context, *panel);
    forget_old_panels(context.line, context.orders);
}

void fold_flow(const FlowContext& context, const WorkStarted& event) {
    auto* panel = find_or_make_panel(context.line, event.panel, context.at);
    if (panel == nullptr) return;
    learn_facts(context, *panel, event.facts);
    learn_order_of_recipe(context, *panel, event.lane);
    remember_transaction(context.line, event.station, event.transaction, panel->id, context.at);
    // Work proves presence, also where no arrival was reported.
    Visit& visit = arrive(context, *panel, event.station, false);
    if (visit.work_started_at == no_time) visit.work_started_at = context.at;
    update_position(context, *panel);
    forget_old_panels(context.line, context.orders);
}

void fold_flow(const FlowContext& context, const WorkCompleted& event) {
    auto* panel = panel_of_transaction(context.line, event.station, event.transaction);
    if (panel == nullptr) panel = find_panel(context.line, event.panel);
    if (panel == nullptr) return;
    learn_facts(context, *panel, event.facts);
    Visit* visit = find_visit(*panel, event.station, context.at);
    if (visit == nullptr || visit->work_completed_at != no_time) return;
    visit->work_completed_at = context.at;
    visit->stage = 0;
    if (visit->work_started_at != no_time && event.result == WorkResult::completed) {
        auto& samples = context.station.cycle_samples_s;
        samples.push_back(seconds(context.at - visit->work_started_at));
        if (samples.size() > max_cycle_samples) samples.erase(samples.begin());
    }
}

void fold_flow(const FlowContext& context, const WorkStageStarted& event) {
    auto* panel = panel_of_transaction(context.line, event.station, event.transaction);
    if (panel == nullptr) return;
    if (auto* visit = find_visit(*panel, event.station, context.at)) visit->stage = event.stage;
}

void fold_flow(const FlowContext& context, const WorkStageCompleted& event) {
    auto* panel = panel_of_transaction(context.line, event.station, event.transaction);
    if (panel == nullptr) return;
    if (auto* visit = find_visit(*panel, event.station, context.at); visit != nullptr && visit->stage == event.stage) {
        visit->stage = 0;
    }
}

void fold_flow(const FlowContext& context, const UnitsInitialized& event) {
    auto* panel = find_or_make_panel(context.line, event.panel, context.at);
    if (panel == nullptr) return;
    learn_facts(context, *panel, event.facts);
    if (panel->visits.empty()) arrive(context, *panel, event.station, false);
    update_position(context, *panel);
    forget_old_panels(context.line, context.orders);
}

void age_positions(LineState& line, Instant now) {
    if (now <= line.none_stale_before.value) return;
    auto next = Instant::max();
    for (auto& [id, panel] : line.panels) {
        auto& position = panel.position;
        if (panel.visits.empty() || position.certainty == Certainty::stale) continue;
        const Duration limit = stale_after(position.place, line.description);
        if (limit.count() <= 0) continue;
        if (now - position.since > limit) {
            position.certainty = Certainty::stale;
        } else {
            next = std::min(next, position.since + limit);
        }
    }
    line.none_stale_before.value = next;
}

}  // namespace glassline
