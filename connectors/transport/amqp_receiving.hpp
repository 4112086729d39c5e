// The receiving side of one AMQP connection, shared by listener and consumer. Include it in .cpp files only.
#pragma once

#include <deque>
#include <map>
#include <proton/delivery.hpp>
#include <proton/receiver.hpp>
#include <proton/sender.hpp>

#include "connectors/transport/amqp_pump.hpp"
#include "connectors/transport/amqp_receiver.hpp"

namespace glassline {

class AmqpReceiving : public AmqpPump {
public:
    /// `total_bytes`: what all connections of one owner hold together.
    AmqpReceiving(asio::io_context& context, const std::string& container_id, AmqpReceiverCallbacks callbacks,
                  std::shared_ptr<std::size_t> total_bytes = std::make_shared<std::size_t>(0));

    asio::ip::tcp::socket& socket() { return socket_; }
    void settle(std::uint64_t number, AmqpOutcome outcome);

protected:
    [[nodiscard]] bool may_read() const override;
    void on_fed(std::size_t bytes) override;
    void on_connection_open(proton::connection& connection) override;
    void on_receiver_open(proton::receiver& receiver) override;
    void on_sender_open(proton::sender& sender) override;
    void on_sender_close(proton::sender& sender) override;
    void on_sendable(proton::sender& sender) override;
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
    struct Unsettled {
        proton::delivery delivery;
        std::size_t bytes = 0;
    };
    /// A link that the peer reads from us.
    struct Reader {
        proton::sender link;
        std::deque<AmqpMessage> answers;  // that wait for its credit
    };
    void answer(const AmqpMessage& request);
    void send_answers(Reader& reader);
    bool offer(std::uint64_t number, const AmqpMessage& message, const AmqpPeer& peer);
    void retry_later();

    asio::steady_timer retry_timer_;
    std::map<std::uint64_t, Unsettled> unsettled_;  // never more than the credit given
    std::map<std::string, Reader> readers_;         // by the address that answers are to go to
    std::shared_ptr<std::size_t> total_bytes_;
    std::size_t own_bytes_ = 0;         // of unsettled_
    std::size_t incomplete_bytes_ = 0;  // that came since the last whole message
    std::uint64_t next_reader_ = 1;
    std::deque<Held> waiting_;  // offered and not taken, in order
    std::uint64_t next_number_ = 1;
    bool retrying_ = false;
};

}  // namespace glassline
