// A machine's upstream interface on a real socket: it connects to the neighbour that gives boards, reconnects with
// back-off, and takes what the simulation says, or whatever comes when the wire leads. It includes Asio.
// Include it in .cpp files only.
#pragma once

#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "connectors/app/hermes_outlet.hpp"

namespace glassline::app {

inline constexpr Duration inlet_first_retry = std::chrono::milliseconds(250);
inline constexpr Duration inlet_longest_retry = std::chrono::seconds(5);

class HermesInlet : public std::enable_shared_from_this<HermesInlet> {
public:
    struct Listener {
        /// Both machines said that the board was handed over whole.
        std::function<void(const hermes::Board&)> taken;
        /// The simulation moved a board, and the link did not confirm it within handover_wait.
        std::function<void(const std::string& board_id)> unconfirmed;
    };
    HermesInlet(asio::io_context& io, InterfaceOptions options, Listener listener);

    /// Connects, or connects elsewhere: an open connection is ended.
    void connect_to(std::string host, std::uint16_t port);
    [[nodiscard]] const std::string& host() const { return host_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// The machine has room for a board and no fault.
    void set_ready(bool ready) { ready_ = ready; }
    /// The simulation moved this board here: the link shall say so.
    void take(const std::string& board_id);
    void tick();
    void reset(hermes::ServiceDescription own, int code, const std::string& why);
    void stop();
    [[nodiscard]] bool linked() const { return session_.established() && stream_ != nullptr; }

private:
    struct Wanted {
        std::string board_id;
        Instant give_up_at{};
    };
    void connect();
    void connected(asio::ip::tcp::socket socket);
    void disconnected();
    void hear(std::string_view bytes);
    bool act();
    void flush();
    [[nodiscard]] std::string channel() const { return options_.own.machine_id + ".up"; }

    asio::io_context& io_;
    InterfaceOptions options_;
    Listener listener_;
    asio::ip::tcp::resolver resolver_;
    asio::steady_timer retry_timer_;
    std::string host_;
    std::uint16_t port_ = 0;
    Duration retry_ = inlet_first_retry;
    std::shared_ptr<TcpStream> stream_;
    hermes::UpstreamInterface session_;
    std::deque<Wanted> wanted_;
    std::uint64_t attempt_ = 0;  // a newer one makes older handlers void
    bool ready_ = false;
    bool stopped_ = false;
};

}  // namespace glassline::app
