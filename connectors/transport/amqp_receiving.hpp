// The receiving side of one AMQP connection, shared by listener and consumer. Include it in .cpp files only.
#pragma once

#include <deque>
#include <map>
#include <proton/delivery.hpp>
#include <proton/receiver.hpp>

#include "connectors/transport/amqp_pump.hpp"
#include "connectors/transport/amqp_receiver.hpp"

namespace glassline {

class AmqpReceiving : public AmqpPump {
public:
    AmqpReceiving(asio::io_context& context, const std::string& container_id, AmqpReceiverCallbacks callbacks);

    asio::ip::tcp::socket& socket() { return socket_; }
    void settle(std::uint64_t number, AmqpOutcome outcome);

protected:
    void open_receiver(proton::receiver& receiver);
    void on_connection_open(proton::connection& connection) override;
    void on_receiver_open(proton::receiver& receiver) override;
    void on_sender_open(proton::sender& sender) override;
    void on_message(proton::delivery& delivery, proton::message& message) override;
    void on_gone(const std::string& reason) override;

    AmqpReceiverCallbacks callbacks_;
    AmqpPeer peer_;
    bool open_ = false;

private:
    struct Held {
        std::uint64_t number;
        AmqpMessage message;
        AmqpPeer peer;
    };
    bool offer(std::uint64_t number, const AmqpMessage& message, const AmqpPeer& peer);
    void retry_later();

    asio::steady_timer retry_timer_;
    std::map<std::uint64_t, proton::delivery> unsettled_;  // never more than the credit given
    std::deque<Held> waiting_;                             // offered and not taken, in order
    std::uint64_t next_number_ = 1;
    bool retrying_ = false;
};

}  // namespace glassline
