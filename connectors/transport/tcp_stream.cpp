#include "connectors/transport/tcp_stream.hpp"

#include <asio.hpp>
#include <utility>

namespace glassline {

using asio::ip::tcp;

TcpStream::TcpStream(tcp::socket socket) : socket_(std::move(socket)), linger_(socket_.get_executor()) {
    asio::error_code error;
    socket_.set_option(tcp::no_delay(true), error);
    const auto remote = socket_.remote_endpoint(error);
    if (!error) peer_ = remote.address().to_string();
}

void TcpStream::start(OnBytes on_bytes, OnClosed on_closed) {
    on_bytes_ = std::move(on_bytes);
    on_closed_ = std::move(on_closed);
    read();
}

void TcpStream::read() {
    socket_.async_read_some(
        asio::buffer(in_), [self = shared_from_this()](const asio::error_code& error, std::size_t count) {
            if (!self->open()) return;
            if (error) {
                return self->lost(error == asio::error::eof ? "the peer closed the connection" : error.message());
            }
            if (!self->closing_) {
                self->on_bytes_(std::string_view(self->in_.data(), count));
            } else if (!self->writing_) {
                return self->abort();  // it had our last words and goes on talking
            }
            if (self->open()) self->read();
        });
}

void TcpStream::send(std::string bytes) {
    if (!open() || bytes.empty()) return;
    waiting_ += bytes;
    if (waiting_.size() > max_unsent_stream_bytes) return lost("the peer does not read");
    write();
}

void TcpStream::write() {
    if (writing_) return;
    if (waiting_.empty()) {
        if (closing_) wait_for_the_peer();
        return;
    }
    writing_ = true;
    sending_ = std::exchange(waiting_, {});
    asio::async_write(socket_, asio::buffer(sending_),
                      [self = shared_from_this()](const asio::error_code& error, std::size_t) {
                          self->writing_ = false;
                          if (!self->open()) return;
                          if (error) return self->lost(error.message());
                          self->write();
                      });
}

void TcpStream::close_after_sending() {
    closing_ = true;
    on_closed_ = {};  // it is ours to close now
    write();
}

void TcpStream::wait_for_the_peer() {
    linger_.expires_after(goodbye_wait);
    linger_.async_wait([self = shared_from_this()](const asio::error_code& error) {
        if (!error) self->close();
    });
}

void TcpStream::abort() {
    asio::error_code ignored;
    socket_.set_option(tcp::socket::linger(true, 0), ignored);
    close();
}

void TcpStream::close() {
    asio::error_code ignored;
    linger_.cancel();
    socket_.close(ignored);
    on_closed_ = {};
}

void TcpStream::lost(const std::string& reason) {
    const auto told = std::move(on_closed_);
    close();
    if (told) told(reason);
}

}  // namespace glassline
