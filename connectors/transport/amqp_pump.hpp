// Runs one Proton connection over one Asio socket: bytes in, events out, bytes out, timers. No thread of its own.
// Include it in .cpp files only: it brings Asio and Proton.
#pragma once

#include <array>
#include <asio.hpp>
#include <memory>
#include <proton/io/connection_driver.hpp>
#include <proton/messaging_handler.hpp>
#include <string>

#include "connectors/wire/amqp/sasl_plain.hpp"

namespace glassline {

inline constexpr std::uint32_t amqp_max_frame_bytes = 256U << 10U;
inline constexpr std::size_t amqp_read_bytes = 64U << 10U;
inline constexpr int amqp_idle_timeout_ms = 60'000;
inline constexpr int amqp_login_ticks = 3;  // of five seconds at most: who has not logged in by then is dropped

/// Derive from it, override the handler's callbacks, connect socket(), configure driver(), begin().
class AmqpPump : public proton::messaging_handler, public std::enable_shared_from_this<AmqpPump> {
public:
    AmqpPump(const AmqpPump&) = delete;
    AmqpPump& operator=(const AmqpPump&) = delete;

    /// The socket is connected and the driver configured: bytes may flow.
    void begin();
    /// Runs what is pending at the next turn of the loop; cheap to call often.
    void schedule();
    /// Says goodbye and ends when that is written, or at once when the peer is gone already.
    void close();
    /// Drops the socket now.
    void drop(const std::string& reason);
    [[nodiscard]] bool gone() const { return gone_; }

protected:
    AmqpPump(asio::io_context& context, const std::string& container_id);
    ~AmqpPump() override;

    /// Called once, when nothing more will come.
    virtual void on_gone(const std::string& reason) = 0;
    /// Called before each dispatch: add to the connection what waits.
    virtual void before_dispatch() {}

    /// While it is false nothing is read from the socket: the peer feels it as a full connection.
    [[nodiscard]] virtual bool may_read() const { return true; }
    /// So many bytes went to the engine.
    virtual void on_fed(std::size_t) {}
    /// The peer must log in before the engine sees a byte. Set it before begin().
    void demand_login(std::string user, std::string password);

    void on_transport_error(proton::transport& transport) override;
    void on_connection_error(proton::connection& connection) override;
    void on_error(const proton::error_condition& error) override;

    asio::io_context& context_;
    asio::ip::tcp::socket socket_;
    proton::io::connection_driver driver_;

private:
    void pump();
    void read();
    void feed(const char* data, std::size_t count);
    void login(std::size_t count);
    void write_login();
    void tick();

    asio::steady_timer tick_timer_;
    asio::steady_timer pause_timer_;
    std::unique_ptr<SaslPlain> sasl_;  // until the peer has logged in
    std::string login_in_;
    std::string login_out_;
    int login_ticks_ = 0;
    std::array<char, amqp_read_bytes> in_{};
    std::string out_;
    std::string reason_;
    bool began_ = false;
    bool writing_ = false;
    bool pumping_ = false;
    bool scheduled_ = false;
    bool gone_ = false;
};

}  // namespace glassline
