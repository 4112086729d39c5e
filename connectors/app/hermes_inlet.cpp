#include "connectors/app/hermes_inlet.hpp"

#include <algorithm>
#include <asio.hpp>
#include <utility>

namespace glassline::app {

using asio::ip::tcp;
using hermes::LinkState;

HermesInlet::HermesInlet(asio::io_context& io, InterfaceOptions options, Listener listener)
    : io_(io),
      options_(std::move(options)),
      listener_(std::move(listener)),
      resolver_(io),
      retry_timer_(io),
      session_(options_.own, options_.zone) {}

void HermesInlet::connect_to(std::string host, std::uint16_t port) {
    host_ = std::move(host);
    port_ = port;
    retry_ = inlet_first_retry;
    if (stream_) {
        session_.say_goodbye(hermes::connection_reset, hermes::severity_info, "The configuration changed",
                             options_.now());
        flush();
    }
    ++attempt_;
    retry_timer_.cancel();
    asio::post(io_, [self = shared_from_this()] { self->connect(); });
}

void HermesInlet::connect() {
    if (stopped_ || stream_ || host_.empty()) return;
    const auto mine = ++attempt_;
    resolver_.async_resolve(
        host_, std::to_string(port_),
        [self = shared_from_this(), mine](const asio::error_code& error, const tcp::resolver::results_type& endpoints) {
            if (self->stopped_ || mine != self->attempt_) return;
            if (error) return self->disconnected();
            auto socket = std::make_shared<tcp::socket>(self->io_);
            asio::async_connect(*socket, endpoints,
                                [self, mine, socket](const asio::error_code& failed, const tcp::endpoint&) {
                                    if (self->stopped_ || mine != self->attempt_) return;
                                    if (failed) return self->disconnected();
                                    self->connected(std::move(*socket));
                                });
        });
}

void HermesInlet::connected(tcp::socket socket) {
    stream_ = std::make_shared<TcpStream>(std::move(socket));
    session_.connected(options_.now());
    stream_->start([self = shared_from_this()](std::string_view bytes) { self->hear(bytes); },
                   [self = shared_from_this()](const std::string&) { self->disconnected(); });
    flush();
}

void HermesInlet::disconnected() {
    stream_.reset();
    if (stopped_) return;
    retry_timer_.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(retry_));
    retry_ = std::min(retry_ * 2, inlet_longest_retry);
    retry_timer_.async_wait([self = shared_from_this(), mine = attempt_](const asio::error_code& error) {
        if (!error && mine == self->attempt_) self->connect();
    });
}

void HermesInlet::hear(std::string_view bytes) {
    if (options_.trace != nullptr) options_.trace->heard(channel(), bytes, options_.now());
    static_cast<void>(session_.feed(bytes, options_.now()));
    if (session_.established()) retry_ = inlet_first_retry;  // it knows us: the next break is a new one
    if (!options_.wire_leads) {
        while (act()) {
        }
    }
    flush();
}

void HermesInlet::flush() {
    if (!stream_) return;
    auto bytes = session_.take_output();
    if (options_.trace != nullptr) options_.trace->sent(channel(), bytes, options_.now());
    const auto stream = stream_;
    stream->send(std::move(bytes));
    if (stream_ != nullptr && !session_.close_reason().empty()) {
        stream->close_after_sending();
        disconnected();
    }
}

void HermesInlet::take(const std::string& board_id) {
    if (wanted_.size() >= max_offers) {
        listener_.unconfirmed(wanted_.front().board_id);
        wanted_.pop_front();
    }
    wanted_.push_back({board_id, options_.now() + handover_wait});
}

void HermesInlet::tick() {
    if (stream_) session_.tick(options_.now());
    while (act() && !options_.wire_leads) {
    }
    flush();
}

bool HermesInlet::act() {
    const Instant now = options_.now();
    if (!wanted_.empty() && now > wanted_.front().give_up_at) {
        const auto lost = wanted_.front().board_id;
        wanted_.pop_front();
        listener_.unconfirmed(lost);
        return true;
    }
    if (!linked()) return false;
    const bool wants = ready_ || !wanted_.empty();
    switch (session_.state()) {
        case LinkState::not_available_not_ready:
        case LinkState::board_available:
            return wants && session_.machine_ready(hermes::MachineReady{}, now);
        case LinkState::machine_ready:
            return !wants && session_.revoke_machine_ready(now);
        case LinkState::available_and_ready:
            if (!wants) return session_.revoke_machine_ready(now);
            if (options_.wire_leads) return session_.start_transport(now);
            if (wanted_.empty() || wanted_.front().board_id != session_.board().board_id) return false;
            return session_.start_transport(now);
        case LinkState::transport_finished: {
            const int transfer = session_.neighbour_transfer();
            if (!session_.stop_transport(transfer, now)) return false;
            if (!wanted_.empty() && wanted_.front().board_id == session_.transported()) {
                if (transfer != hermes::transfer_complete) listener_.unconfirmed(session_.transported());
                wanted_.pop_front();
            }
            if (transfer == hermes::transfer_complete) listener_.taken(session_.board());
            return true;
        }
        case LinkState::not_connected:
        case LinkState::socket_connected:
        case LinkState::service_description_downstream:
        case LinkState::transporting:
        case LinkState::transport_stopped:
            return false;
    }
    return false;
}

void HermesInlet::reset(hermes::ServiceDescription own, int code, const std::string& why) {
    if (stream_) session_.say_goodbye(code, hermes::severity_info, why, options_.now());
    flush();
    options_.own = std::move(own);
    session_ = hermes::UpstreamInterface(options_.own, options_.zone);
}

void HermesInlet::stop() {
    if (stopped_) return;
    retry_timer_.cancel();
    resolver_.cancel();
    reset(options_.own, hermes::machine_shutdown, "The emulated machine ends");
    stopped_ = true;
    retry_timer_.cancel();
}

}  // namespace glassline::app
