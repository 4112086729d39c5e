// The work of one emulated machine whose neighbours are not ours (`emulate --only`): boards come and go as the wire
// says; between, each is worked on for the station's cycle time. A machine without an upstream neighbour makes its
// boards from the orders; one without a downstream neighbour puts them in a magazine. It knows no socket and no clock.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "connectors/wire/hermes/hermes_message.hpp"
#include "twin/base/rng.hpp"
#include "twin/base/time.hpp"
#include "twin/line/line_description.hpp"
#include "twin/orders/orders.hpp"

namespace glassline::app {

inline constexpr Duration order_wait = std::chrono::seconds(5);  // a supervisory system's time for an answer

class LoneMachine {
public:
    struct Setting {
        LineDescription line;
        std::size_t station = 0;
        std::vector<WorkOrder> orders;
        std::uint64_t seed = 1;
        double speed = 1;
        bool makes_boards = false;  // no upstream neighbour
        bool keeps_boards = false;  // no downstream neighbour
    };
    /// `report`: BoardArrived and BoardDeparted, without the MachineId, which can be set. `offer`: a board is done and
    /// stands at the outlet.
    LoneMachine(Setting setting, std::function<void(const hermes::Message&)> report,
                std::function<void(const hermes::Board&)> offer);

    void tick(Instant now);
    void taken(const hermes::Board& board, Instant now);
    void given(const std::string& board_id);
    /// The question was put to somebody: the board waits for the answer, at most order_wait.
    void asked(Instant now);
    /// The answer to the oldest question; one without a WorkOrderId only ends the waiting.
    void work_order(const hermes::SendWorkOrderInfo& order);

    [[nodiscard]] bool has_room() const { return inside_.size() < capacity_; }
    [[nodiscard]] std::string current_order() const { return inside_.empty() ? "" : inside_.front().board.work_order; }
    /// A board that came without a work order, once: its barcode is to be asked for.
    [[nodiscard]] std::optional<std::string> take_question();

private:
    struct Inside {
        hermes::Board board;
        Instant done_at{};
        bool offered = false;
        bool asked = false;
        Instant waits_until{};  // for its work order
    };
    void enter(hermes::Board board, int transfer, Instant now);
    [[nodiscard]] hermes::Board make_board();

    Setting setting_;
    std::function<void(const hermes::Message&)> report_;
    std::function<void(const hermes::Board&)> offer_;
    Rng rng_;
    std::size_t capacity_;
    std::deque<WorkOrder> schedule_;  // one entry a panel
    std::deque<Inside> inside_;
    std::uint64_t made_ = 0;
};

}  // namespace glassline::app
