// Panels on their way: arrivals, work, departures.
#include "connectors/wire/cfx/bodies_shared.hpp"

#include <array>
#include <utility>

#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

template <class Moved>
void moved(const Node& body, const Surroundings& around, Events& events, Transfer transfer) {
    auto said = panel_of(body, around, events);
    if (!names_a_panel(said.evidence)) return flag(around, events, std::string(Moved::type_name) + ": names no panel");
    Moved event;
    event.station = around.station;
    event.panel = std::move(said.evidence);
    event.facts = std::move(said.facts);
    event.lane = lane_of(body);
    event.transfer = transfer;
    events.emplace_back(std::move(event));
}

void units_arrived(const Node& body, const Surroundings& around, Events& events) {
    moved<UnitsArrived>(body, around, events, Transfer::by_conveyor);
}
void units_departed(const Node& body, const Surroundings& around, Events& events) {
    moved<UnitsDeparted>(body, around, events, Transfer::by_conveyor);
}
void units_loaded(const Node& body, const Surroundings& around, Events& events) {
    moved<UnitsArrived>(body, around, events, Transfer::by_magazine);
}
void units_unloaded(const Node& body, const Surroundings& around, Events& events) {
    moved<UnitsDeparted>(body, around, events, Transfer::by_magazine);
}

WorkResult work_result(const std::string& text) {
    if (same_ignoring_case(text, "Failed")) return WorkResult::failed;
    if (same_ignoring_case(text, "Aborted")) return WorkResult::aborted;
    if (same_ignoring_case(text, "Skipped")) return WorkResult::skipped;
    return WorkResult::completed;
}

void work_started(const Node& body, const Surroundings& around, Events& events) {
    auto said = panel_of(body, around, events);
    WorkStarted event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    learn_order(body["WorkOrderIdentifier"], OrderEvidence::work_started, said.facts);
    event.panel = std::move(said.evidence);
    event.facts = std::move(said.facts);
    event.lane = lane_of(body);
    events.emplace_back(std::move(event));
}

void work_completed(const Node& body, const Surroundings& around, Events& events) {
    auto said = panel_of(body, around, events);
    WorkCompleted event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    event.panel = std::move(said.evidence);
    event.facts = std::move(said.facts);
    event.result = work_result(body["Result"].text());
    events.emplace_back(std::move(event));
}

void stage_started(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(WorkStageStarted{around.station, transaction_of(body), body["Stage"]["StageSequence"].count(),
                                         body["Stage"]["StageName"].text()});
}

void stage_completed(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(WorkStageCompleted{around.station, transaction_of(body), body["Stage"]["StageSequence"].count(),
                                           body["Stage"]["StageName"].text(), work_result(body["Result"].text())});
}

void initialized(const Node& body, const Surroundings& around, Events& events) {
    auto said = panel_of(body, around, events);
    if (!names_a_panel(said.evidence)) return flag(around, events, std::string(around.name) + ": names no panel");
    learn_order(body["WorkOrderIdentifier"], OrderEvidence::units_initialized, said.facts);
    events.emplace_back(UnitsInitialized{around.station, std::move(said.evidence), std::move(said.facts)});
}

void identifiers_read(const Node& body, const Surroundings& around, Events& events) {
    auto said = panel_of(body, around, events);
    if (!names_a_panel(said.evidence)) return flag(around, events, "IdentifiersRead: names no panel");
    events.emplace_back(IdentifiersRead{around.station, std::move(said.evidence), std::move(said.facts)});
}

void disqualified(const Node& body, const Surroundings& around, Events& events) {
    auto said = panel_of(body, around, events);
    if (!names_a_panel(said.evidence)) return flag(around, events, "UnitsDisqualified: names no panel");
    events.emplace_back(
        UnitsDisqualified{around.station, std::move(said.evidence), std::move(said.facts), body["Reason"].text()});
}

constexpr std::array<BodyReader, 11> readers{{
    {"CFX.Production.UnitsArrived", units_arrived},
    {"CFX.Production.UnitsDeparted", units_departed},
    {"CFX.Production.LoadingAndUnloading.UnitsLoaded", units_loaded},
    {"CFX.Production.LoadingAndUnloading.UnitsUnloaded", units_unloaded},
    {"CFX.Production.WorkStarted", work_started},
    {"CFX.Production.WorkCompleted", work_completed},
    {"CFX.Production.WorkStageStarted", stage_started},
    {"CFX.Production.WorkStageCompleted", stage_completed},
    {"CFX.Production.UnitsInitialized", initialized},
    {"CFX.Sensor.Identification.IdentifiersRead", identifiers_read},
    {"CFX.Production.UnitsDisqualified", disqualified},
}};

}  // namespace

std::span<const BodyReader> flow_bodies() { return readers; }

}  // namespace glassline::cfx
