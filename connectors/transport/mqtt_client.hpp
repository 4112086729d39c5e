// An MQTT 3.1.1 client over libmosquitto, driven by our own Asio io_context: no thread of its own, reconnects by
// itself.
//
// A message of QoS 1 is acknowledged only after its taker has said that it is durable. libmosquitto has no call for
// that: it queues the PUBACK before it hands a message over. But it writes nothing to its socket unless it is told to,
// so a batch of messages is read, and nothing is written until all of them are settled. When one can't be kept the
// connection is cut with the acknowledgements unsent, and the broker sends the batch again. Subscriptions ask for QoS 1
// at most: with QoS 2 the broker may forget a message at PUBREC, before it is handed over.
//
// All calls and callbacks on the io_context's thread, but a settle may be called from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "connectors/wire/mqtt/mqtt_message.hpp"
#include "twin/base/result.hpp"

namespace asio {
class io_context;
}

namespace glassline {

inline constexpr std::size_t max_mqtt_batch = 1'000;             // messages read and not settled
inline constexpr std::size_t max_mqtt_batch_bytes = 64U << 20U;  // the same in bytes; one message may pass it
inline constexpr std::size_t max_mqtt_outbox = 100'000;          // messages not acknowledged by the broker

struct MqttTls {
    std::string ca;           // PEM file of the authorities to trust; empty: the system's
    std::string certificate;  // PEM file of our own; empty: none
    std::string key;
};

struct MqttWill {
    MqttMessage message;  // said by the broker when the connection breaks; empty topic: none
};

struct MqttClientOptions {
    std::string url;   // mqtt://user:password@host:port or mqtts://
    std::string user;  // where the url names none
    std::string password;
    MqttTls tls;
    std::string client_id;            // the broker keeps a session under it
    bool keep_session = true;         // what came while we were away is sent when we are back
    std::vector<std::string> topics;  // subscribed to with QoS 1
    MqttWill will;
    int keepalive_s = 30;
    std::chrono::milliseconds retry_first{250};
    std::chrono::milliseconds retry_most{10'000};
    std::chrono::milliseconds connect_within{10'000};
};

/// Once a message, from any thread: true when it is durable, false when it must be sent again.
using MqttSettle = std::function<void(bool)>;

struct MqttClientCallbacks {
    /// False: no room now; the message is offered again shortly, in order.
    std::function<bool(const MqttMessage&, const MqttSettle&)> on_message;
    /// Connected and subscribed (true), or not any more, with the reason.
    std::function<void(bool, const std::string&)> on_link;
};

class MqttClient {
public:
    MqttClient(asio::io_context& context, MqttClientOptions options, MqttClientCallbacks callbacks);
    ~MqttClient();
    MqttClient(const MqttClient&) = delete;
    MqttClient& operator=(const MqttClient&) = delete;

    /// Begins to connect and keeps at it. Error: the url can't be read, or TLS files can't.
    [[nodiscard]] Status start();
    /// Says goodbye to the broker; what is not acknowledged by it stays unsent. May be called twice.
    void stop();
    /// False when max_mqtt_outbox messages wait. Kept over reconnects until the broker has acknowledged (QoS 1).
    bool publish(MqttMessage message);
    [[nodiscard]] std::size_t outbox() const;

    struct Impl;

private:
    std::shared_ptr<Impl> impl_;
};

}  // namespace glassline
