// One TCP connection as bytes in and bytes out, for any protocol. It includes Asio. Include it in .cpp files only.
#pragma once

#include <array>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace glassline {

inline constexpr auto goodbye_wait = std::chrono::milliseconds(500);
inline constexpr std::size_t max_unsent_stream_bytes = 8 * 1024 * 1024;  // a peer that doesn't read is cut off there

/// Lives by shared_ptr; every handler runs on the socket's io_context. Each document goes out at once (no Nagle).
class TcpStream : public std::enable_shared_from_this<TcpStream> {
public:
    using OnBytes = std::function<void(std::string_view)>;
    using OnClosed = std::function<void(const std::string& reason)>;

    explicit TcpStream(asio::ip::tcp::socket socket);
    /// `on_closed` is called once, when the peer or the network ends it; not after close() of ours.
    void start(OnBytes on_bytes, OnClosed on_closed);
    void send(std::string bytes);
    /// Closes when everything is sent and the peer closed, or goodbye_wait later. A close with bytes unread would take
    /// the last words back from the peer, so it gets the time to read them; if it goes on talking, the connection is
    /// reset.
    void close_after_sending();
    void close();
    [[nodiscard]] bool open() const { return socket_.is_open(); }
    [[nodiscard]] const std::string& peer() const { return peer_; }  // its address without the port

private:
    void read();
    void write();
    void lost(const std::string& reason);
    void wait_for_the_peer();
    void abort();

    asio::ip::tcp::socket socket_;
    asio::steady_timer linger_;
    std::string peer_;
    OnBytes on_bytes_;
    OnClosed on_closed_;
    std::array<char, 16 * 1024> in_{};
    std::string waiting_;
    std::string sending_;
    bool writing_ = false;
    bool closing_ = false;
};

}  // namespace glassline
