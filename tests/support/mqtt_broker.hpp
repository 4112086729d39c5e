// An MQTT 3.1.1 broker of a few lines for one client at a time, which says and sees every byte. Include it in .cpp
// files only.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <asio.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace glassline::test {

// MQTT 3.1.1 packets by their first byte.
inline constexpr unsigned char connect_packet = 0x10;
inline constexpr unsigned char puback_packet = 0x40;
inline constexpr unsigned char subscribe_packet = 0x82;

inline std::string publish_packet(const std::string& topic, const std::string& payload, int packet_id,
                                  bool again = false) {
    std::string body;
    body.push_back('\0');
    body.push_back(static_cast<char>(topic.size()));
    body += topic;
    body.push_back('\0');
    body.push_back(static_cast<char>(packet_id));
    body += payload;
    return std::string(1, static_cast<char>(again ? 0x3a : 0x32)) + static_cast<char>(body.size()) + body;
}

class MqttBroker {
public:
    explicit MqttBroker(asio::io_context& io)
        : io_(io), acceptor_(io, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {
        accept();
    }
    [[nodiscard]] std::string url() const {
        return "mqtt://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    }
    void send(const std::string& bytes) { asio::write(*socket_, asio::buffer(bytes)); }
    void close() {
        asio::error_code ignored;
        acceptor_.close(ignored);
        if (socket_) socket_->close(ignored);
    }

    int connections = 0;
    bool open = false;
    std::string connect_bytes;
    std::vector<int> acknowledged;          // packet ids
    std::function<void()> on_subscribed;    // each time
    std::function<void()> on_acknowledged;  // each time

private:
    void accept() {
        acceptor_.async_accept([this](const asio::error_code& error, asio::ip::tcp::socket socket) {
            if (error) return;
            socket_ = std::make_unique<asio::ip::tcp::socket>(std::move(socket));
            ++connections;
            open = true;
            in_.clear();
            read();
            accept();
        });
    }
    void read() {
        socket_->async_read_some(asio::buffer(block_),
                                 [this, mine = connections](const asio::error_code& error, std::size_t n) {
                                     if (mine != connections) return;
                                     if (error) {
                                         open = false;
                                         return;
                                     }
                                     in_.append(block_.data(), n);
                                     while (in_.size() >= 2 && in_.size() >= 2U + static_cast<unsigned char>(in_[1])) {
                                         const auto packet = in_.substr(0, 2U + static_cast<unsigned char>(in_[1]));
                                         in_.erase(0, packet.size());
                                         answer(packet);
                                     }
                                     read();
                                 });
    }
    void answer(const std::string& packet) {
        const auto kind = static_cast<unsigned char>(packet[0]);
        if (kind == connect_packet) {
            connect_bytes = packet;
            send(std::string("\x20\x02\x00\x00", 4));
        } else if (kind == subscribe_packet) {
            send(std::string("\x90\x03", 2) + packet[2] + packet[3] + '\x01');
            if (on_subscribed) on_subscribed();
        } else if (kind == puback_packet) {
            acknowledged.push_back(static_cast<unsigned char>(packet[3]));
            if (on_acknowledged) on_acknowledged();
        }
    }
    asio::io_context& io_;
    asio::ip::tcp::acceptor acceptor_;
    std::unique_ptr<asio::ip::tcp::socket> socket_;
    std::array<char, 4096> block_{};
    std::string in_;
};

// Runs the loop until the condition holds; a bound for a test that hangs, not a claim about time.
inline void run_until(asio::io_context& io, const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition() && std::chrono::steady_clock::now() < end) {
        io.restart();
        io.run_one_for(std::chrono::milliseconds(100));
    }
    REQUIRE(condition());
}

}  // namespace glassline::test
