#include "connectors/wire/hermes/from_events.hpp"

#include "twin/line/line_description.hpp"

namespace glassline::hermes {
namespace {

int transfer_number(Transfer transfer) {
    switch (transfer) {
        case Transfer::by_conveyor:
            return 1;
        case Transfer::by_magazine:
            return 2;
        case Transfer::by_hand:
            return 3;
    }
    return 1;
}

int status_number(UnitResult result) {
    switch (result) {
        case UnitResult::unknown:
            return 0;
        case UnitResult::good:
            return 1;
        case UnitResult::failed:
            return 2;
        case UnitResult::missing:
            return 3;
        case UnitResult::skipped:
            return 4;
        case UnitResult::scrapped:
            return 2;
    }
    return 0;
}

}  // namespace

Board board_of(const PanelEvidence& panel, const PanelFacts& facts) {
    Board board;
    board.board_id = panel.hermes_board_id;
    board.created_by = "Glassline simulation";
    board.failed = facts.failed ? 2 : 1;
    board.product_type = facts.product;
    board.flipped = 1;
    board.top_barcode = panel.top_barcode;
    board.bottom_barcode = panel.bottom_barcode;
    board.length_mm = facts.length_mm;
    board.width_mm = facts.width_mm;
    board.work_order = facts.order.value;
    board.batch = facts.batch;
    for (const auto& unit : facts.units)
        board.sub_boards.push_back({unit.position, unit.identifier, status_number(unit.result)});
    return board;
}

std::optional<Message> from_event(const Event& event, const StationDescription& station) {
    if (const auto* arrived = std::get_if<UnitsArrived>(&event)) {
        BoardArrived message;
        message.machine_id = station.hermes_machine_id;
        message.lane = arrived->lane;
        message.transfer = transfer_number(arrived->transfer);
        message.board = board_of(arrived->panel, arrived->facts);
        return message;
    }
    if (const auto* departed = std::get_if<UnitsDeparted>(&event)) {
        BoardDeparted message;
        message.machine_id = station.hermes_machine_id;
        message.lane = departed->lane;
        message.transfer = transfer_number(departed->transfer);
        message.board = board_of(departed->panel, departed->facts);
        return message;
    }
    return std::nullopt;
}

std::string hermes_timestamp(Instant at, std::string_view zone) {
    Instant local = at + std::chrono::minutes(zone_minutes(zone));
    local -= Duration{micros(local) % 1000};
    std::string text = to_iso8601(local);
    if (!text.empty()) text.pop_back();
    return text;
}

}  // namespace glassline::hermes
