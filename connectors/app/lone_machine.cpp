#include "connectors/app/lone_machine.hpp"

#include <algorithm>
#include <utility>

#include "twin/simulation/panel_story.hpp"

namespace glassline::app {

LoneMachine::LoneMachine(Setting setting, std::function<void(const hermes::Message&)> report,
                         std::function<void(const hermes::Board&)> offer)
    : setting_(std::move(setting)),
      report_(std::move(report)),
      offer_(std::move(offer)),
      rng_(setting_.seed),
      capacity_(std::max<std::size_t>(1, setting_.line.stations[setting_.station].capacity)) {
    for (const auto& order : setting_.orders) {
        const auto* product = setting_.line.find_product(order.product);
        const auto units = product != nullptr ? std::max<std::uint32_t>(1, product->units_per_panel) : 1;
        for (std::uint32_t left = order.quantity; left > 0; left -= std::min(left, units)) schedule_.push_back(order);
    }
}

hermes::Board LoneMachine::make_board() {
    const WorkOrder order = schedule_.front();
    schedule_.pop_front();
    hermes::Board board;
    board.board_id = random_guid(rng_);
    board.created_by = "Glassline simulation";
    board.failed = 1;
    board.flipped = 1;
    board.product_type = order.product;
    board.top_barcode = "SIM-" + order.id.value + "-" + std::to_string(++made_);
    board.work_order = order.id.value;
    board.batch = order.id.value + "-B1";
    if (const auto* product = setting_.line.find_product(order.product)) {
        board.length_mm = product->panel_length_mm;
        board.width_mm = product->panel_width_mm;
        for (std::uint32_t n = 1; n <= product->units_per_panel; ++n)
            board.sub_boards.push_back({n, board.top_barcode + "-" + std::to_string(n), 1});
    }
    return board;
}

void LoneMachine::enter(hermes::Board board, int transfer, Instant now) {
    const auto& station = setting_.line.stations[setting_.station];
    hermes::BoardArrived arrived;
    arrived.transfer = transfer;
    arrived.board = board;
    report_(arrived);
    const double inside_s = station.cycle_time_s * static_cast<double>(capacity_) / setting_.speed;
    Inside inside;
    inside.board = std::move(board);
    inside.done_at = now + from_seconds(inside_s);
    inside_.push_back(std::move(inside));
}

void LoneMachine::tick(Instant now) {
    if (setting_.makes_boards && has_room() && !schedule_.empty()) enter(make_board(), 2, now);
    if (inside_.empty() || inside_.front().offered) return;
    if (inside_.front().done_at > now || inside_.front().waits_until > now) return;
    if (!setting_.keeps_boards) {
        inside_.front().offered = true;
        return offer_(inside_.front().board);
    }
    hermes::BoardDeparted departed;
    departed.transfer = 2;
    departed.board = inside_.front().board;
    inside_.pop_front();
    report_(departed);
}

void LoneMachine::taken(const hermes::Board& board, Instant now) { enter(board, 1, now); }

void LoneMachine::given(const std::string& board_id) {
    const auto found = std::find_if(inside_.begin(), inside_.end(),
                                    [&](const Inside& inside) { return inside.board.board_id == board_id; });
    if (found == inside_.end()) return;
    hermes::BoardDeparted departed;
    departed.transfer = 1;
    departed.board = found->board;
    inside_.erase(found);
    report_(departed);
}

std::optional<std::string> LoneMachine::take_question() {
    for (auto& inside : inside_) {
        const auto& barcode = inside.board.top_barcode.empty() ? inside.board.bottom_barcode : inside.board.top_barcode;
        if (inside.asked || !inside.board.work_order.empty() || barcode.empty()) continue;
        inside.asked = true;
        return barcode;
    }
    return std::nullopt;
}

void LoneMachine::asked(Instant now) {
    for (auto& inside : inside_) {
        if (inside.asked && inside.waits_until == Instant{}) {
            inside.waits_until = now + order_wait;
            return;
        }
    }
}

void LoneMachine::work_order(const hermes::SendWorkOrderInfo& order) {
    for (auto& inside : inside_) {
        if (inside.offered || inside.waits_until == Instant{} || !inside.board.work_order.empty()) continue;
        inside.waits_until = inside.done_at;
        inside.board.work_order = order.work_order;
        inside.board.batch = order.batch;
        if (inside.board.product_type.empty()) inside.board.product_type = order.product_type;
        if (order.route) inside.board.route = order.route;
        if (inside.board.sub_boards.empty()) inside.board.sub_boards = order.sub_boards;
        return;
    }
}

}  // namespace glassline::app
