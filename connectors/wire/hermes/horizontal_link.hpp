// What both ends of a horizontal link share, as a value: bytes in, bytes out, the state, who the other is, whether it
// lives. No socket, no clock. Use DownstreamInterface (server, gives boards) or UpstreamInterface (client, takes them).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/wire/hermes/framer.hpp"
#include "connectors/wire/hermes/hermes_message.hpp"
#include "connectors/wire/hermes/link_state.hpp"
#include "twin/base/time.hpp"

namespace glassline::hermes {

class HorizontalLink {
public:
    /// Takes bytes of the neighbour. Returns what it said of boards, in order; handshake and pings are answered here.
    /// After an illegal message close_reason() is set and a fatal Notification waits in the output: send it, close.
    [[nodiscard]] std::vector<Message> feed(std::string_view bytes, Instant now);
    /// Call at least each second: asks whether the neighbour lives, notices silence.
    void tick(Instant now);
    /// Says goodbye (machine shutdown, configuration changed); close when the output is sent.
    void say_goodbye(int code, int severity, const std::string& why, Instant now);

    /// Bytes to send, once.
    [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }
    /// Why the connection is to be closed; empty while all is well.
    [[nodiscard]] const std::string& close_reason() const { return close_reason_; }
    [[nodiscard]] LinkState state() const { return state_; }
    /// The handshake is done.
    [[nodiscard]] bool established() const { return state_ >= LinkState::not_available_not_ready; }
    [[nodiscard]] const ServiceDescription& neighbour() const { return neighbour_; }
    /// The board that is offered, or the last one that was.
    [[nodiscard]] const Board& board() const { return board_; }
    /// The board that moves, or the last one that did.
    [[nodiscard]] const std::string& transported() const { return transported_; }
    /// How the neighbour's side of the last transport ended; 0: it has not.
    [[nodiscard]] int neighbour_transfer() const { return neighbour_transfer_; }
    /// Messages that are not of this channel or not of the standard: ignored, as it wants, and counted.
    [[nodiscard]] std::uint64_t ignored() const { return ignored_; }

protected:
    enum class Role { server, client };
    HorizontalLink(Role role, ServiceDescription own, std::string zone)
        : role_(role), own_(std::move(own)), zone_(std::move(zone)) {}
    ~HorizontalLink() = default;

    void reset(Instant now);  // a new connection: nothing of the old one is left
    void introduce(Instant now);
    /// Sends when the state allows it, and says whether it did.
    [[nodiscard]] bool send_signal(LinkSignal signal, const Message& message, Instant now);
    void send(const Message& message, Instant now);

    LinkState state_ = LinkState::not_connected;
    Board board_;
    std::string transported_;
    int neighbour_transfer_ = 0;

private:
    struct Taker;
    void fail(const std::string& why, Instant now);

    Role role_;
    ServiceDescription own_;
    std::string zone_;
    Framer framer_;
    std::string output_;
    std::string close_reason_;
    ServiceDescription neighbour_;
    std::uint64_t ignored_ = 0;
    std::uint64_t pings_ = 0;
    Instant last_heard_{};
    Instant last_sent_{};
};

/// The server's end: this machine gives boards. Make one for each client that is let in.
class DownstreamInterface final : public HorizontalLink {
public:
    DownstreamInterface(ServiceDescription own, std::string zone)
        : HorizontalLink(Role::server, std::move(own), std::move(zone)) {}

    void connected(Instant now);
    // Each says whether the state allowed it; nothing is sent when not.
    [[nodiscard]] bool board_available(Board board, Instant now);
    [[nodiscard]] bool revoke_board_available(Instant now);
    [[nodiscard]] bool transport_finished(int transfer, Instant now);
    [[nodiscard]] bool board_forecast(const BoardForecast& forecast, Instant now);
    [[nodiscard]] bool send_board_info(const SendBoardInfo& info, Instant now);
};

/// The client's end: this machine takes boards, and introduces itself first.
class UpstreamInterface final : public HorizontalLink {
public:
    UpstreamInterface(ServiceDescription own, std::string zone)
        : HorizontalLink(Role::client, std::move(own), std::move(zone)) {}

    void connected(Instant now);
    [[nodiscard]] bool machine_ready(const MachineReady& ready, Instant now);
    [[nodiscard]] bool revoke_machine_ready(Instant now);
    /// Starts the transport of the board that is offered.
    [[nodiscard]] bool start_transport(Instant now);
    [[nodiscard]] bool stop_transport(int transfer, Instant now);
    [[nodiscard]] bool query_board_info(const QueryBoardInfo& query, Instant now);
};

/// What the server says to a second client before it closes it.
[[nodiscard]] std::string refusal(std::string_view zone, Instant now);

}  // namespace glassline::hermes
