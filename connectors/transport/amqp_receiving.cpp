#include "connectors/transport/amqp_receiving.hpp"

#include <proton/connection.hpp>
#include <proton/error_condition.hpp>
#include <proton/receiver_options.hpp>
#include <proton/sender.hpp>
#include <proton/source.hpp>
#include <proton/source_options.hpp>
#include <proton/target.hpp>
#include <proton/target_options.hpp>

#include "connectors/transport/amqp_convert.hpp"

namespace glassline {
namespace {
constexpr std::chrono::milliseconds offer_again_after{20};
}

AmqpReceiving::AmqpReceiving(asio::io_context& context, const std::string& container_id,
                             AmqpReceiverCallbacks callbacks)
    : AmqpPump(context, container_id), callbacks_(std::move(callbacks)), retry_timer_(context) {}

void AmqpReceiving::on_connection_open(proton::connection& connection) {
    if (connection.uninitialized()) connection.open();
    peer_.container_id = connection.container_id();
    asio::error_code ignored;
    const auto remote = socket_.remote_endpoint(ignored);
    peer_.remote = remote.address().to_string(ignored) + ":" + std::to_string(remote.port());
    open_ = true;
    if (callbacks_.on_peer) callbacks_.on_peer(peer_, true, "");
}

void AmqpReceiving::on_receiver_open(proton::receiver& receiver) {
    if (!receiver.uninitialized()) return;  // our own link, answered by the broker
    // A machine attaches to whatever address its configuration names: any is ours.
    proton::target_options target;
    target.address(receiver.target().address());
    proton::source_options source;
    source.address(receiver.source().address());
    receiver.open(proton::receiver_options().credit_window(0).auto_accept(false).target(target).source(source));
    receiver.add_credit(amqp_receiver_credit);
}

void AmqpReceiving::on_sender_open(proton::sender& sender) {
    if (!sender.uninitialized()) return;
    sender.open();
    sender.close(proton::error_condition("amqp:not-allowed", "Glassline sends nothing here"));
}

void AmqpReceiving::on_message(proton::delivery& delivery, proton::message& message) {
    const auto number = next_number_++;
    unsettled_.emplace(number, delivery);
    AmqpPeer peer = peer_;
    auto receiver = delivery.receiver();
    peer.address = receiver.target().address();
    if (peer.address.empty()) peer.address = receiver.source().address();
    auto ours = from_proton(message);
    if (waiting_.empty() && offer(number, ours, peer)) return;
    waiting_.push_back({number, std::move(ours), std::move(peer)});
    retry_later();
}

bool AmqpReceiving::offer(std::uint64_t number, const AmqpMessage& message, const AmqpPeer& peer) {
    auto weak = std::weak_ptr<AmqpPump>(weak_from_this());
    return callbacks_.on_message(message, peer, [weak, number, &context = context_](AmqpOutcome outcome) {
        asio::post(context, [weak, number, outcome] {
            if (auto self = std::static_pointer_cast<AmqpReceiving>(weak.lock())) self->settle(number, outcome);
        });
    });
}

void AmqpReceiving::retry_later() {
    if (retrying_ || gone()) return;
    retrying_ = true;
    retry_timer_.expires_after(offer_again_after);
    retry_timer_.async_wait([keep = shared_from_this(), this](const asio::error_code& error) {
        retrying_ = false;
        if (error || gone()) return;
        while (!waiting_.empty() && offer(waiting_.front().number, waiting_.front().message, waiting_.front().peer)) {
            waiting_.pop_front();
        }
        if (!waiting_.empty()) retry_later();
    });
}

void AmqpReceiving::settle(std::uint64_t number, AmqpOutcome outcome) {
    if (gone()) return;
    auto node = unsettled_.extract(number);
    if (node.empty()) return;
    auto receiver = node.mapped().receiver();
    switch (outcome) {
        case AmqpOutcome::accepted:
            node.mapped().accept();
            break;
        case AmqpOutcome::rejected:
            node.mapped().reject();
            break;
        case AmqpOutcome::released:
            node.mapped().release();
            break;
        case AmqpOutcome::modified:
            node.mapped().modify();
            break;
    }
    if (receiver.active()) receiver.add_credit(1);
    schedule();
}

void AmqpReceiving::on_gone(const std::string& reason) {
    unsettled_.clear();
    waiting_.clear();
    retry_timer_.cancel();
    if (open_ && callbacks_.on_peer) callbacks_.on_peer(peer_, false, reason);
    open_ = false;
}

}  // namespace glassline
