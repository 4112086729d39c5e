// A machine's downstream interface on a real socket: it waits for the one neighbour that takes boards and offers them
// in their order. It includes Asio. Include it in .cpp files only.
#pragma once

#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "connectors/app/hermes_trace.hpp"
#include "connectors/transport/tcp_stream.hpp"
#include "connectors/wire/hermes/horizontal_link.hpp"

namespace glassline::app {

inline constexpr Duration handover_wait = std::chrono::seconds(5);  // a handover not confirmed by then is counted
inline constexpr std::size_t max_offers = 256;

/// What both interfaces of a machine know of it.
struct InterfaceOptions {
    hermes::ServiceDescription own;
    std::string zone;
    std::function<Instant()> now;
    HermesTrace* trace = nullptr;  // outlives the interface
    /// The wire leads: a board goes when the neighbour starts its transport, at the next tick. Else the simulation
    /// leads: it says by moved() and take() which board goes, and the messages follow at once.
    bool wire_leads = false;
    Duration transport{0};  // how long a board moves between two machines when the wire leads
};

class HermesOutlet : public std::enable_shared_from_this<HermesOutlet> {
public:
    /// `on_given`: both machines said that the board was handed over whole.
    HermesOutlet(asio::io_context& io, InterfaceOptions options,
                 std::function<void(const std::string& board_id)> on_given);

    /// Binds; on an error the port of before goes on. A second call moves to another port.
    [[nodiscard]] Status listen(const std::string& host, std::uint16_t port);
    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// Only this address is let in; empty: any.
    void restrict_to(std::string client) { only_client_ = std::move(client); }

    /// A board will stand at the outlet at `available_at`.
    void offer(hermes::Board board, Instant available_at);
    /// The simulation moved the board to the neighbour: the link shall say so.
    void moved(const std::string& board_id);
    /// The simulation moved it before there was a link.
    void drop(const std::string& board_id);
    /// Call often: acts on the state, once when the wire leads.
    void tick();
    /// Ends the present connection with a Notification; the next one uses `own`.
    void reset(hermes::ServiceDescription own, int code, const std::string& why);
    void stop();
    [[nodiscard]] bool linked() const { return session_ && session_->established(); }

private:
    struct Offer {
        hermes::Board board;
        Instant available_at{};
        bool announced = false;  // by a BoardForecast
        bool started = false;    // the neighbour started its transport
        bool gone = false;       // the simulation moved it
        Instant started_at{};
        Instant give_up_at{};
    };
    void accept();
    void admit(asio::ip::tcp::socket socket);
    void take(std::string_view bytes);
    bool act();
    bool act_on_transport(Offer* front, Instant now);
    void flush();
    void disconnected();
    [[nodiscard]] std::string channel() const { return options_.own.machine_id + ".down"; }

    asio::io_context& io_;
    InterfaceOptions options_;
    std::function<void(const std::string&)> on_given_;
    asio::ip::tcp::acceptor acceptor_;
    asio::steady_timer admission_;
    std::uint16_t port_ = 0;
    std::string only_client_;
    std::shared_ptr<TcpStream> stream_;
    std::unique_ptr<hermes::DownstreamInterface> session_;
    std::deque<Offer> offers_;
    std::uint64_t forecasts_ = 0;
    bool stopped_ = false;
};

}  // namespace glassline::app
