// Receives over AMQP 1.0, two ways: AmqpListener takes connections of machines (no broker), AmqpConsumer connects to a
// broker and reads one address. Both hand each message to the same callback and settle it when told to.
//
// All calls and callbacks on the io_context's thread, but settle() of a message may be called from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "connectors/wire/amqp/amqp_message.hpp"
#include "twin/base/result.hpp"

namespace asio {
class io_context;
}

namespace glassline {

inline constexpr int amqp_receiver_credit = 300;                   // messages of a link that are not settled yet
inline constexpr std::size_t max_amqp_message_bytes = 68U << 20U;  // on its way in; who sends a larger one is dropped
// Received and not settled; beyond it the socket is not read until something is settled.
inline constexpr std::size_t max_amqp_connection_bytes = 64U << 20U;
inline constexpr std::size_t max_amqp_listener_bytes = 256U << 20U;  // of all its connections together
inline constexpr std::size_t max_amqp_readers = 16;                  // links of a connection that read answers from us
inline constexpr std::size_t max_amqp_answers = 64;                  // of a link, while its reader gives no credit
inline constexpr std::size_t max_amqp_connections = 1'000;           // of a listener; further ones are closed at once

struct AmqpPeer {
    std::string container_id;  // the CFX handle, by convention
    std::string address;       // of the link: target (listener) or source (consumer)
    std::string remote;        // host:port
};

/// Tells the sender what became of its message. Once; from any thread; after the connection broke it does nothing.
using AmqpSettle = std::function<void(AmqpOutcome)>;

struct AmqpReceiverCallbacks {
    /// False: no room now; the message is offered again shortly, in order, and meanwhile not settled.
    std::function<bool(const AmqpMessage&, const AmqpPeer&, const AmqpSettle&)> on_message;
    /// A peer's connection opened (true) or ended (false, with the reason).
    std::function<void(const AmqpPeer&, bool, const std::string&)> on_peer;
    /// Asked once for each message whose reply-to is an address that its sender reads from us at; what comes back is
    /// sent there. Empty: nobody may read from us.
    std::function<std::optional<AmqpMessage>(const AmqpMessage&, const AmqpPeer&)> on_request{};
};

/// Who may connect: with a user, by SASL PLAIN and this password; without one, anybody (ANONYMOUS).
struct AmqpLogin {
    std::string user;
    std::string password;
};

class AmqpListener {
public:
    /// `listen` is host:port; port 0 takes a free one.
    AmqpListener(asio::io_context& context, std::string listen, std::string container_id,
                 AmqpReceiverCallbacks callbacks, AmqpLogin login = {});
    ~AmqpListener();
    AmqpListener(const AmqpListener&) = delete;
    AmqpListener& operator=(const AmqpListener&) = delete;

    /// Has bound when it returns done.
    [[nodiscard]] Status start();
    void stop();
    /// host:port as bound.
    [[nodiscard]] std::string address() const;

    struct Impl;

private:
    std::shared_ptr<Impl> impl_;
};

struct AmqpConsumerOptions {
    std::string url;      // amqp://user:password@host:port
    std::string address;  // "/amq/queue/NAME" of RabbitMQ 3.10
    std::string container_id;
    std::chrono::milliseconds retry_first{250};
    std::chrono::milliseconds retry_most{10'000};
};

class AmqpConsumer {
public:
    AmqpConsumer(asio::io_context& context, AmqpConsumerOptions options, AmqpReceiverCallbacks callbacks);
    ~AmqpConsumer();
    AmqpConsumer(const AmqpConsumer&) = delete;
    AmqpConsumer& operator=(const AmqpConsumer&) = delete;

    /// Begins to connect and keeps at it; an error only when the url can't be read.
    [[nodiscard]] Status start();
    void stop();

    struct Impl;

private:
    std::shared_ptr<Impl> impl_;
};

}  // namespace glassline
