#include "connectors/wire/hermes/to_events.hpp"

#include <string_view>
#include <utility>

namespace glassline::hermes {
namespace {

UnitResult result_of(int status) {
    switch (status) {  // SB St: 0 unknown, 1 good, 2 failed, 3 missing, 4 skip; anything else is a sender's own
        case 1:
            return UnitResult::good;
        case 2:
            return UnitResult::failed;
        case 3:
            return UnitResult::missing;
        case 4:
            return UnitResult::skipped;
        default:
            return UnitResult::unknown;
    }
}

PanelEvidence evidence_of(Board& board) {
    return {"", std::move(board.board_id), std::move(board.top_barcode), std::move(board.bottom_barcode)};
}

PanelFacts facts_of(Board& board) {
    PanelFacts facts;
    facts.units.reserve(board.sub_boards.size());
    for (auto& sub : board.sub_boards) {
        Unit unit;
        unit.identifier = std::move(sub.barcode);
        unit.position = sub.position;
        unit.result = result_of(sub.status);
        facts.units.push_back(std::move(unit));
    }
    facts.order = WorkOrderId(std::move(board.work_order));
    facts.batch = std::move(board.batch);
    facts.order_evidence = facts.order.empty() ? OrderEvidence::none : OrderEvidence::hermes_board;
    facts.product = std::move(board.product_type);
    facts.length_mm = board.length_mm;
    facts.width_mm = board.width_mm;
    facts.failed = board.failed == 2;
    return facts;
}

// Arrived: 1 transferred, 2 loaded, 3 inserted. Departed: 1 transferred, 2 unloaded, 3 removed.
Transfer transfer_of(int value) {
    return value == 2 ? Transfer::by_magazine : value == 3 ? Transfer::by_hand : Transfer::by_conveyor;
}

StationId station_of(const std::string& machine_id, const Context& context) {
    for (const auto& station : context.line.stations) {
        if (!machine_id.empty() && station.hermes_machine_id == machine_id) return station.id;
    }
    return context.station;
}

struct Mapper {
    const Context& context;
    const std::string& timestamp;
    Meaning& meaning;

    template <class EventType, class M>
    void board_moved(M& message, std::string_view phase) const {
        auto& event = std::get<EventType>(meaning.events.emplace_back(EventType{}));
        event.station = station_of(message.machine_id, context);
        auto& key = meaning.duplicate_key;
        key.reserve(40 + message.board.board_id.size() + event.station.value.size() + timestamp.size());
        key.append("hermes:").append(message.board.board_id).append(":").append(event.station.value).append(":");
        key.append(phase).append(":").append(timestamp);
        event.panel = evidence_of(message.board);
        event.facts = facts_of(message.board);
        event.lane = message.lane;
        event.transfer = transfer_of(message.transfer);
    }
    void unmapped(std::string name, bool known) const {
        MessageUnmapped event;
        event.name = "Hermes " + std::move(name);
        event.known = known;
        event.station = context.station;
        meaning.events.emplace_back(std::move(event));
    }

    void operator()(BoardArrived& m) const { board_moved<UnitsArrived>(m, "arrived"); }
    void operator()(BoardDeparted& m) const { board_moved<UnitsDeparted>(m, "departed"); }
    void operator()(const Other& m) const { unmapped(m.name, false); }
    // Session traffic: the session answers it, the twin's state has no word for it.
    void operator()(const CheckAlive&) const {}
    void operator()(const SupervisoryServiceDescription&) const {}
    void operator()(const ServiceDescription&) const {}
    void operator()(const QueryHermesCapabilities&) const {}
    void operator()(const GetConfiguration&) const {}
    // Decoded, kept raw and counted by name: the twin's state has no slot for it.
    template <class M>
    void operator()(const M&) const {
        unmapped(std::string(M::element), true);
    }
};

}  // namespace

Meaning to_events(Document&& document, const Context& context) {
    Meaning meaning;
    if (const auto parsed = parse_iso8601(document.timestamp)) {
        meaning.occurred_at = parsed->instant;
        // Hermes time stamps state no zone; the line's is applied.
        if (parsed->zone == Zone::missing) meaning.occurred_at -= std::chrono::minutes(zone_minutes(context.line.zone));
    }
    std::visit(Mapper{context, document.timestamp, meaning}, document.message);
    return meaning;
}

}  // namespace glassline::hermes
