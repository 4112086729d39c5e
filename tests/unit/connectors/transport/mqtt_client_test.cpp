// The MQTT client against a broker of a few lines that says and sees every byte: what is acknowledged, and when.
#include "connectors/transport/mqtt_client.hpp"

#include <doctest/doctest.h>

#include <asio.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "connectors/transport/mqtt_url.hpp"
#include "tests/support/mqtt_broker.hpp"

using namespace glassline;
using test::publish_packet;
using test::run_until;

namespace {

MqttClientOptions options_for(const test::MqttBroker& broker) {
    MqttClientOptions options;
    options.url = broker.url();
    options.client_id = "test";
    options.topics = {"a/#"};
    options.retry_first = std::chrono::milliseconds(10);
    return options;
}

}  // namespace

TEST_CASE("MQTT: nothing of a batch is acknowledged before all of it is durable") {
    asio::io_context io;
    test::MqttBroker broker(io);
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
    test::MqttBroker broker(io);
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
    test::MqttBroker broker(io);
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
