#include "connectors/wire/hermes/horizontal_link.hpp"

#include "connectors/wire/hermes/check_alive.hpp"
#include "connectors/wire/hermes/from_events.hpp"

namespace glassline::hermes {

void HorizontalLink::send(const Message& message, Instant now) {
    output_ += write(Document{hermes_timestamp(now, zone_), message});
    last_sent_ = now;
}

bool HorizontalLink::send_signal(LinkSignal signal, const Message& message, Instant now) {
    const auto next = close_reason_.empty() ? state_after(state_, signal) : std::nullopt;
    if (!next) return false;
    state_ = *next;
    send(message, now);
    return true;
}

void HorizontalLink::introduce(Instant now) { send(own_, now); }

void HorizontalLink::reset(Instant now) {
    state_ = LinkState::socket_connected;
    framer_ = Framer{};
    output_.clear();
    close_reason_.clear();
    neighbour_ = {};
    board_ = {};
    transported_.clear();
    neighbour_transfer_ = 0;
    last_heard_ = now;
    last_sent_ = now;
}

void HorizontalLink::fail(const std::string& why, Instant now) {
    send(Notification{protocol_error, severity_fatal, why}, now);
    close_reason_ = why;
}

void HorizontalLink::say_goodbye(int code, int severity, const std::string& why, Instant now) {
    if (!close_reason_.empty()) return;
    if (state_ != LinkState::not_connected) send(Notification{code, severity, why}, now);
    close_reason_ = why;
}

// Takes one message of the neighbour. Messages that only the other role may send are as illegal as those that come in
// the wrong state.
struct HorizontalLink::Taker {
    HorizontalLink& link;
    Instant now;
    std::vector<Message>& said;

    [[nodiscard]] bool from(Role sender) const { return link.role_ != sender; }

    void illegal(std::string_view name) const {
        link.fail(std::string(name) + " is not allowed in " + std::string(name_of(link.state_)), now);
    }
    template <class M>
    bool take(Role sender, LinkSignal signal, const M& message) const {
        const auto next = from(sender) ? state_after(link.state_, signal) : std::nullopt;
        if (!next) {
            illegal(M::element);
            return false;
        }
        link.state_ = *next;
        said.push_back(message);
        return true;
    }
    template <class M>
    bool names_the_moving_board(const M& message) const {
        if (message.board_id == link.transported_) return true;
        link.fail(std::string(M::element) + " names board " + message.board_id + ", but " + link.transported_ +
                      " is under way",
                  now);
        return false;
    }

    void operator()(const ServiceDescription& m) const {
        const bool server = link.role_ == Role::server;
        const auto next = state_after(
            link.state_, server ? LinkSignal::client_service_description : LinkSignal::server_service_description);
        if (!next) return illegal(ServiceDescription::element);
        link.state_ = *next;
        link.neighbour_ = m;
        if (!server) return;
        link.introduce(now);
        link.state_ = LinkState::not_available_not_ready;
    }
    void operator()(const BoardAvailable& m) const {
        const auto before = link.state_;
        if (take(Role::server, LinkSignal::board_available, m) && link.state_ != before) link.board_ = m.board;
    }
    void operator()(const RevokeBoardAvailable& m) const {
        static_cast<void>(take(Role::server, LinkSignal::revoke_board_available, m));
    }
    void operator()(const MachineReady& m) const {
        static_cast<void>(take(Role::client, LinkSignal::machine_ready, m));
    }
    void operator()(const RevokeMachineReady& m) const {
        static_cast<void>(take(Role::client, LinkSignal::revoke_machine_ready, m));
    }
    void operator()(const StartTransport& m) const {
        if (from(Role::client) && state_after(link.state_, LinkSignal::start_transport) &&
            (m.board_id.empty() || m.board_id != link.board_.board_id)) {
            return link.fail("StartTransport names board " + m.board_id + ", but " +
                                 (link.board_.board_id.empty() ? std::string("none") : link.board_.board_id) +
                                 " is offered",
                             now);
        }
        if (!take(Role::client, LinkSignal::start_transport, m)) return;
        link.transported_ = m.board_id;
        link.neighbour_transfer_ = 0;
    }
    void operator()(const StopTransport& m) const {
        if (from(Role::client) && state_after(link.state_, LinkSignal::stop_transport) && !names_the_moving_board(m))
            return;
        if (!take(Role::client, LinkSignal::stop_transport, m)) return;
        link.neighbour_transfer_ = m.transfer;
        if (link.state_ == LinkState::not_available_not_ready) link.board_ = {};  // it can't be started twice
    }
    void operator()(const TransportFinished& m) const {
        if (from(Role::server) && state_after(link.state_, LinkSignal::transport_finished) &&
            !names_the_moving_board(m)) {
            return;
        }
        if (take(Role::server, LinkSignal::transport_finished, m)) link.neighbour_transfer_ = m.transfer;
    }
    void operator()(const BoardForecast& m) const {
        static_cast<void>(take(Role::server, LinkSignal::board_forecast, m));
    }
    // Questions about boards are free of the state once both know each other.
    template <class M>
    void after_handshake(bool allowed, const M& message) const {
        if (!allowed || !link.established()) return illegal(M::element);
        said.push_back(message);
    }
    void operator()(const QueryBoardInfo& m) const { after_handshake(from(Role::client), m); }
    void operator()(const SendBoardInfo& m) const { after_handshake(from(Role::server), m); }
    void operator()(const Command& m) const { after_handshake(true, m); }

    void operator()(const CheckAlive& m) const {
        if (m.type == 1) link.send(CheckAlive{2, m.id}, now);
    }
    void operator()(const Notification& m) const {
        said.push_back(m);
        // The neighbour closes after these; so do we.
        if (m.severity == severity_fatal || m.code == connection_refused || m.code == connection_reset ||
            m.code == machine_shutdown)
            link.close_reason_ = "the neighbour says: " + m.description;
    }
    template <class M>
    void operator()(const M&) const {
        ++link.ignored_;
    }
};

std::vector<Message> HorizontalLink::feed(std::string_view bytes, Instant now) {
    last_heard_ = now;
    std::vector<Message> said;
    for (const auto& text : framer_.feed(bytes)) {
        if (!close_reason_.empty()) break;
        const auto document = parse(text);
        if (!document) {
            fail(document.error().what, now);
            break;
        }
        std::visit(Taker{*this, now, said}, document->message);
    }
    return said;
}

void HorizontalLink::tick(Instant now) {
    if (state_ == LinkState::not_connected || !close_reason_.empty()) return;
    const bool promised_pongs = offers(neighbour_.features, "FeatureCheckAliveResponse");
    if (now - last_heard_ > silent_after) {
        if (!established()) {
            close_reason_ = "the neighbour did not introduce itself within 15 s";
        } else if (promised_pongs) {
            close_reason_ = "the neighbour answered no ping for 15 s";
        }
    }
    if (!close_reason_.empty() || !established() || now - last_sent_ < check_alive_every) return;
    send(promised_pongs ? CheckAlive{1, std::to_string(++pings_)} : CheckAlive{}, now);
}

void DownstreamInterface::connected(Instant now) { reset(now); }

bool DownstreamInterface::board_available(Board board, Instant now) {
    if (state_ != LinkState::not_available_not_ready && state_ != LinkState::machine_ready) return false;
    board_ = std::move(board);
    return send_signal(LinkSignal::board_available, BoardAvailable{board_}, now);
}
bool DownstreamInterface::revoke_board_available(Instant now) {
    if (state_ != LinkState::board_available && state_ != LinkState::available_and_ready) return false;
    return send_signal(LinkSignal::revoke_board_available, RevokeBoardAvailable{}, now);
}
bool DownstreamInterface::transport_finished(int transfer, Instant now) {
    if (!send_signal(LinkSignal::transport_finished, TransportFinished{transfer, transported_}, now)) return false;
    if (state_ == LinkState::not_available_not_ready) board_ = {};  // it can't be started twice
    return true;
}
bool DownstreamInterface::board_forecast(const BoardForecast& forecast, Instant now) {
    if (state_ != LinkState::not_available_not_ready && state_ != LinkState::machine_ready) return false;
    return send_signal(LinkSignal::board_forecast, forecast, now);
}
bool DownstreamInterface::send_board_info(const SendBoardInfo& info, Instant now) {
    if (!established() || !close_reason().empty()) return false;
    send(info, now);
    return true;
}

void UpstreamInterface::connected(Instant now) {
    reset(now);
    introduce(now);
    state_ = LinkState::service_description_downstream;
}
bool UpstreamInterface::machine_ready(const MachineReady& ready, Instant now) {
    return send_signal(LinkSignal::machine_ready, ready, now);
}
bool UpstreamInterface::revoke_machine_ready(Instant now) {
    return send_signal(LinkSignal::revoke_machine_ready, RevokeMachineReady{}, now);
}
bool UpstreamInterface::start_transport(Instant now) {
    if (state_ != LinkState::available_and_ready) return false;
    transported_ = board_.board_id;
    neighbour_transfer_ = 0;
    return send_signal(LinkSignal::start_transport, StartTransport{transported_, board_.conveyor_speed_mm_s}, now);
}
bool UpstreamInterface::stop_transport(int transfer, Instant now) {
    return send_signal(LinkSignal::stop_transport, StopTransport{transfer, transported_}, now);
}
bool UpstreamInterface::query_board_info(const QueryBoardInfo& query, Instant now) {
    if (!established() || !close_reason().empty()) return false;
    send(query, now);
    return true;
}

std::string refusal(std::string_view zone, Instant now) {
    return write(Document{hermes_timestamp(now, zone),
                          Notification{connection_refused, severity_error, "Refused: another client is connected"}});
}

}  // namespace glassline::hermes
