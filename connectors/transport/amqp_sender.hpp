// Sends messages over AMQP 1.0 and keeps each until its receiver has accepted it: the machine's side of CFX.
//
// Use: construct, start(), send() as often as needed, stop(). All calls and callbacks on the io_context's thread.
// While the receiver is away messages wait in order and go out when it is back (store and forward); what was sent but
// not settled when the connection broke is sent again, so a receiver may see it twice.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "connectors/wire/amqp/amqp_message.hpp"

namespace asio {
class io_context;
}

namespace glassline {

inline constexpr std::size_t max_sender_queue = 100'000;  // messages waiting or not settled; send() refuses more
inline constexpr std::size_t max_sender_in_flight = 300;  // sent and not settled

struct AmqpSenderOptions {
    std::string url;           // amqp://[user:password@]host[:port]
    std::string container_id;  // the CFX handle of the machine
    std::string address;       // target of the sender link, "/exchange/NAME" for RabbitMQ; empty: the container id
    std::chrono::milliseconds retry_first{200};  // pause before the first reconnect; doubles up to retry_most
    std::chrono::milliseconds retry_most{5'000};
    /// The link to the receiver came up (true) or broke (false, with the reason).
    std::function<void(bool, const std::string&)> on_link;
    /// A message was accepted or rejected; a released or modified one is sent again instead.
    std::function<void(const AmqpMessage&, AmqpOutcome)> on_settled;
};

class AmqpSender {
public:
    AmqpSender(asio::io_context& context, AmqpSenderOptions options);
    ~AmqpSender();
    AmqpSender(const AmqpSender&) = delete;
    AmqpSender& operator=(const AmqpSender&) = delete;

    void start();
    /// Closes the connection; what is not settled stays unsent. May be called twice.
    void stop();
    /// False when max_sender_queue messages wait: the caller keeps it or counts it as lost.
    bool send(AmqpMessage message);
    /// Messages waiting or sent and not settled.
    [[nodiscard]] std::size_t queued() const;

    struct Impl;

private:
    std::shared_ptr<Impl> impl_;
};

}  // namespace glassline
