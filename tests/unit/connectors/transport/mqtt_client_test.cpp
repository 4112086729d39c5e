// The MQTT client against a broker of a few lines that says and sees every byte: what is acknowledged, and when.
#include "connectors/transport/mqtt_client.hpp"

#include <doctest/doctest.h>

#include <asio.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "connectors/transport/mqtt_url.hpp"

using namespace glassline;
using asio::ip::tcp;

namespace {

// MQTT 3.1.1 packets by their first byte.
constexpr unsigned char connect_packet = 0x10;
constexpr unsigned char puback_packet = 0x40;
constexpr unsigned char subscribe_packet = 0x82;

std::string publish_packet(const std::string& topic, const std::string& payload, int packet_id, bool again = false) {
    std::string body;
    body.push_back('\0');
    body.push_back(static_cast<char>(topic.size()));
    body += topic;
    body.push_back('\0');
    body.push_back(static_cast<char>(packet_id));
    body += payload;
    return std::string(1, static_cast<char>(again ? 0x3a : 0x32)) + static_cast<char>(body.size()) + body;
}

class Broker {
public:
    explicit Broker(asio::io_context& io)
        : io_(io), acceptor_(io, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {
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
        acceptor_.async_accept([this](const asio::error_code& error, tcp::socket socket) {
            if (error) return;
            socket_ = std::make_unique<tcp::socket>(std::move(socket));
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
    tcp::acceptor acceptor_;
    std::unique_ptr<tcp::socket> socket_;
    std::array<char, 4096> block_{};
    std::string in_;
};

MqttClientOptions options_for(const Broker& broker) {
    MqttClientOptions options;
    options.url = broker.url();
    options.client_id = "test";
    options.topics = {"a/#"};
    options.retry_first = std::chrono::milliseconds(10);
    return options;
}

// Runs the loop until the condition holds; a bound for a test that hangs, not a claim about time.
void run_until(asio::io_context& io, const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition() && std::chrono::steady_clock::now() < end) {
        io.restart();
        io.run_one_for(std::chrono::milliseconds(100));
    }
    REQUIRE(condition());
}

}  // namespace

TEST_CASE("MQTT: nothing of a batch is acknowledged before all of it is durable") {
    asio::io_context io;
    Broker broker(io);
    std::vector<MqttSettle> open;
    std::vector<std::string> payloads;
    MqttClient client(io, options_for(broker),
                      {[&](const MqttMessage& message, const MqttSettle& settle) {
                           payloads.push_back(message.payload);
                           open.push_back(settle);
                           return true;
                       },
                       [](bool, const std::string&) {}});
    broker.on_subscribed = [&] { broker.send(publish_packet("a/b", "one", 1) + publish_packet("a/b", "two", 2)); };
    REQUIRE(client.start().has_value());
    run_until(io, [&] { return open.size() == 2; });
    CHECK(payloads == std::vector<std::string>{"one", "two"});
    CHECK((static_cast<unsigned char>(broker.connect_bytes[9]) & 0x02U) ==
          0);  // no clean session: the broker keeps ours
    open[0](true);
    // The client's own clock ticks meanwhile and would write what waits, if it could.
    asio::steady_timer pause(io, std::chrono::milliseconds(700));
    bool over = false;
    pause.async_wait([&](const asio::error_code&) { over = true; });
    run_until(io, [&] { return over; });
    CHECK(broker.acknowledged.empty());
    open[1](true);
    run_until(io, [&] { return broker.acknowledged.size() == 2; });
    CHECK(broker.acknowledged == std::vector<int>{1, 2});
    client.stop();
    broker.close();
}

TEST_CASE("MQTT: what could not be kept is not acknowledged; the connection is made anew and it comes again") {
    asio::io_context io;
    Broker broker(io);
    int offered = 0;
    std::vector<std::string> reasons;
    MqttClient client(io, options_for(broker),
                      {[&](const MqttMessage&, const MqttSettle& settle) {
                           settle(++offered > 1);
                           return true;
                       },
                       [&](bool up, const std::string& reason) {
                           if (!up) reasons.push_back(reason);
                       }});
    broker.on_subscribed = [&] { broker.send(publish_packet("a/b", "x", 5, broker.connections > 1)); };
    REQUIRE(client.start().has_value());
    run_until(io, [&] { return !broker.acknowledged.empty(); });
    CHECK(broker.connections == 2);
    CHECK(offered == 2);
    CHECK(broker.acknowledged == std::vector<int>{5});
    REQUIRE(reasons.size() == 1);
    CHECK(reasons[0].find("journal") != std::string::npos);
    client.stop();
    broker.close();
}

TEST_CASE("MQTT: a taker without room is offered the same message again, in order") {
    asio::io_context io;
    Broker broker(io);
    int refused = 0;
    std::vector<std::string> taken;
    MqttClient client(io, options_for(broker),
                      {[&](const MqttMessage& message, const MqttSettle& settle) {
                           if (taken.size() == 1 && refused < 3) {
                               ++refused;
                               return false;
                           }
                           taken.push_back(message.payload);
                           settle(true);
                           return true;
                       },
                       [](bool, const std::string&) {}});
    broker.on_subscribed = [&] {
        broker.send(publish_packet("a/1", "1", 1) + publish_packet("a/2", "2", 2) + publish_packet("a/3", "3", 3));
    };
    REQUIRE(client.start().has_value());
    run_until(io, [&] { return broker.acknowledged.size() == 3; });
    CHECK(taken == std::vector<std::string>{"1", "2", "3"});
    CHECK(refused == 3);
    client.stop();
    broker.close();
}

TEST_CASE("MQTT: addresses") {
    const auto url = parse_mqtt_url("mqtts://u%40x:p%3a@host");
    REQUIRE(url.has_value());
    CHECK(url->tls);
    CHECK(url->port == 8883);
    CHECK(url->user == "u@x");
    CHECK(url->password == "p:");
    CHECK(url->shown() == "mqtts://host:8883");
    CHECK(parse_mqtt_url("mqtt://[::1]:1884")->shown() == "mqtt://[::1]:1884");
    CHECK(parse_mqtt_url("mqtt://h")->port == 1883);
    for (const auto* wrong : {"amqp://h", "h:1883", "mqtt://", "mqtt://h:x", "mqtt://h:70000", "mqtt://h:0"}) {
        CHECK_FALSE_MESSAGE(parse_mqtt_url(wrong).has_value(), wrong);
    }
}
