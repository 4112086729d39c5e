#include "connectors/app/hermes_outlet.hpp"

#include <asio.hpp>
#include <utility>

#include "connectors/app/hermes_listen.hpp"
#include "connectors/wire/hermes/check_alive.hpp"

namespace glassline::app {
namespace {

using asio::ip::tcp;
using hermes::LinkState;

// A neighbour that comes back at once may be seen before its old connection's end is.
constexpr auto admission_wait = std::chrono::milliseconds(50);

}  // namespace

HermesOutlet::HermesOutlet(asio::io_context& io, InterfaceOptions options,
                           std::function<void(const std::string&)> on_given)
    : io_(io), options_(std::move(options)), on_given_(std::move(on_given)), acceptor_(io), admission_(io) {}

Status HermesOutlet::listen(const std::string& host, std::uint16_t port) {
    auto bound = bind_listener(io_, host, port);
    if (!bound) return bound.error();
    asio::error_code ignored;
    acceptor_.close(ignored);
    acceptor_ = std::move(*bound);
    port_ = acceptor_.local_endpoint().port();
    asio::post(io_, [self = shared_from_this()] { self->accept(); });
    return Done{};
}

void HermesOutlet::accept() {
    if (stopped_ || !acceptor_.is_open()) return;
    acceptor_.async_accept([self = shared_from_this()](const asio::error_code& error, tcp::socket socket) {
        if (error || self->stopped_) return;  // closed, or listening elsewhere by now
        if (self->stream_ == nullptr) {
            self->admit(std::move(socket));
            return self->accept();
        }
        auto waiting = std::make_shared<tcp::socket>(std::move(socket));
        self->admission_.expires_after(admission_wait);
        self->admission_.async_wait([self, waiting](const asio::error_code& cancelled) {
            if (cancelled || self->stopped_) return;
            self->admit(std::move(*waiting));
            self->accept();
        });
    });
}

void HermesOutlet::admit(tcp::socket socket) {
    auto stream = std::make_shared<TcpStream>(std::move(socket));
    const bool stranger = !only_client_.empty() && stream->peer() != only_client_;
    if (stream_ != nullptr || stranger) {
        const auto words = hermes::refusal(options_.zone, options_.now());
        if (options_.trace != nullptr) options_.trace->sent(channel(), words, options_.now());
        stream->start([](std::string_view) {}, [](const std::string&) {});
        stream->send(words);
        stream->close_after_sending();
        return;
    }
    stream_ = std::move(stream);
    session_ = std::make_unique<hermes::DownstreamInterface>(options_.own, options_.zone);
    session_->connected(options_.now());
    stream_->start([self = shared_from_this()](std::string_view bytes) { self->take(bytes); },
                   [self = shared_from_this()](const std::string&) { self->disconnected(); });
}

void HermesOutlet::disconnected() {
    stream_.reset();
    session_.reset();
    for (auto& offer : offers_) offer.started = false;  // it is offered anew to whoever comes
}

void HermesOutlet::take(std::string_view bytes) {
    if (options_.trace != nullptr) options_.trace->heard(channel(), bytes, options_.now());
    for (const auto& message : session_->feed(bytes, options_.now())) {
        if (const auto* query = std::get_if<hermes::QueryBoardInfo>(&message)) {
            hermes::SendBoardInfo info;
            for (const auto& offer : offers_) {
                const auto& b = offer.board;
                if ((!query->top_barcode.empty() && b.top_barcode == query->top_barcode) ||
                    (!query->bottom_barcode.empty() && b.bottom_barcode == query->bottom_barcode)) {
                    info.board = b;
                }
            }
            static_cast<void>(session_->send_board_info(info, options_.now()));
        }
        if (std::holds_alternative<hermes::StartTransport>(message) && !offers_.empty() &&
            offers_.front().board.board_id == session_->transported()) {
            offers_.front().started = true;
            offers_.front().started_at = options_.now();
        }
        // Both are done when the state is back at rest; a message that stands behind may change it in the same read.
        if (std::holds_alternative<hermes::StopTransport>(message)) static_cast<void>(act());
    }
    if (!options_.wire_leads) {
        while (act()) {
        }
    }
    flush();
}

void HermesOutlet::flush() {
    if (!stream_ || !session_) return;
    auto bytes = session_->take_output();
    if (options_.trace != nullptr) options_.trace->sent(channel(), bytes, options_.now());
    const auto stream = stream_;
    stream->send(std::move(bytes));
    if (stream_ != nullptr && !session_->close_reason().empty()) {
        stream->close_after_sending();
        disconnected();
    }
}

void HermesOutlet::offer(hermes::Board board, Instant available_at) {
    if (offers_.size() >= max_offers) offers_.pop_front();
    Offer offer;
    offer.board = std::move(board);
    offer.available_at = available_at;
    offers_.push_back(std::move(offer));
}

void HermesOutlet::moved(const std::string& board_id) {
    for (auto& offer : offers_) {
        if (offer.board.board_id != board_id) continue;
        offer.gone = true;
        offer.give_up_at = options_.now() + handover_wait;
    }
}

void HermesOutlet::drop(const std::string& board_id) {
    std::erase_if(offers_, [&](const Offer& offer) { return offer.board.board_id == board_id; });
}

void HermesOutlet::tick() {
    if (session_) session_->tick(options_.now());
    while (act() && !options_.wire_leads) {
    }
    flush();
}

// Takes one step that the state and the boards allow. Returns whether something happened.
bool HermesOutlet::act() {
    const Instant now = options_.now();
    Offer* front = offers_.empty() ? nullptr : &offers_.front();
    if (front != nullptr && front->gone && now > front->give_up_at) {
        // The neighbour's machine counts it. A board still on offer is taken back.
        if (session_ && session_->board().board_id == front->board.board_id)
            static_cast<void>(session_->revoke_board_available(now));
        offers_.pop_front();
        return true;
    }
    if (!session_ || !session_->established()) return false;
    switch (session_->state()) {
        case LinkState::not_available_not_ready:
        case LinkState::machine_ready: {
            if (front == nullptr) return false;
            if (front->started) {  // the neighbour's StopTransport ended it
                const bool whole = session_->neighbour_transfer() == hermes::transfer_complete;
                const auto id = front->board.board_id;
                if (!whole) {
                    front->started = false;  // it did not get across: it is offered again
                    return true;
                }
                offers_.pop_front();
                on_given_(id);
                return true;
            }
            if (front->available_at <= now || front->gone) {
                return session_->board_available(front->board, now);
            }
            if (!front->announced && hermes::offers(session_->neighbour().features, "FeatureBoardForecast")) {
                front->announced = true;
                hermes::BoardForecast forecast;
                forecast.forecast_id = "F-" + std::to_string(++forecasts_);
                forecast.time_until_available_s = static_cast<double>((front->available_at - now).count()) / 1e6;
                forecast.board = front->board;
                return session_->board_forecast(forecast, now);
            }
            return false;
        }
        case LinkState::board_available:
        case LinkState::available_and_ready:
            // A board that is offered and was dropped meanwhile is taken back.
            if (front != nullptr && front->board.board_id == session_->board().board_id) return false;
            return session_->revoke_board_available(now);
        case LinkState::transporting:
        case LinkState::transport_stopped:
            return act_on_transport(front, now);
        case LinkState::not_connected:
        case LinkState::socket_connected:
        case LinkState::service_description_downstream:
        case LinkState::transport_finished:
            return false;
    }
    return false;
}

bool HermesOutlet::act_on_transport(Offer* front, Instant now) {
    if (front == nullptr || front->board.board_id != session_->transported())
        return session_->transport_finished(hermes::transfer_not_started, now);
    const bool arrived = options_.wire_leads ? now >= front->started_at + options_.transport : front->gone;
    if (!arrived) return false;
    // A neighbour that stopped at once took nothing.
    const bool refused = session_->state() == LinkState::transport_stopped &&
                         session_->neighbour_transfer() == hermes::transfer_not_started;
    return session_->transport_finished(refused ? hermes::transfer_not_started : hermes::transfer_complete, now);
}

void HermesOutlet::reset(hermes::ServiceDescription own, int code, const std::string& why) {
    if (session_) session_->say_goodbye(code, hermes::severity_info, why, options_.now());
    flush();
    options_.own = std::move(own);
}

void HermesOutlet::stop() {
    if (stopped_) return;
    stopped_ = true;
    asio::error_code ignored;
    acceptor_.close(ignored);
    admission_.cancel();
    reset(options_.own, hermes::machine_shutdown, "The emulated machine ends");
}

}  // namespace glassline::app
