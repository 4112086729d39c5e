#include "connectors/transport/amqp_receiving.hpp"

#include <proton/connection.hpp>
#include <proton/error_condition.hpp>
#include <proton/receiver_options.hpp>
#include <proton/sender.hpp>
#include <proton/sender_options.hpp>
#include <proton/source.hpp>
#include <proton/source_options.hpp>
#include <proton/target.hpp>
#include <proton/target_options.hpp>
#include <utility>

#include "connectors/transport/amqp_convert.hpp"

namespace glassline {
namespace {
constexpr std::chrono::milliseconds offer_again_after{20};
}

AmqpReceiving::AmqpReceiving(asio::io_context& context, const std::string& container_id,
                             AmqpReceiverCallbacks callbacks, std::shared_ptr<std::size_t> total_bytes)
    : AmqpPump(context, container_id),
      callbacks_(std::move(callbacks)),
      retry_timer_(context),
      total_bytes_(std::move(total_bytes)) {}

bool AmqpReceiving::may_read() const {
    return own_bytes_ == 0 || (own_bytes_ < max_amqp_connection_bytes && *total_bytes_ < max_amqp_listener_bytes);
}

void AmqpReceiving::on_fed(std::size_t bytes) {
    incomplete_bytes_ += bytes;
    if (incomplete_bytes_ > max_amqp_message_bytes) drop("the peer sent a message of more than 64 MiB");
}

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
    const auto refuse = [&](const char* condition, const char* why) {
        sender.open();
        sender.close(proton::error_condition(condition, why));
    };
    if (!callbacks_.on_request) return refuse("amqp:not-allowed", "Glassline sends nothing here");
    if (readers_.size() >= max_amqp_readers) return refuse("amqp:resource-limit-exceeded", "too many links read here");
    // CFX requesters name the target "HANDLE-GUID" and want the answer there; others ask for an address of ours.
    proton::source_options source;
    auto address = sender.target().address();
    if (sender.source().dynamic()) {
        address = "glassline-answers-" + std::to_string(next_reader_++);
        source.address(address);
    } else {
        source.address(sender.source().address());
        if (address.empty()) address = sender.source().address();
    }
    proton::target_options target;
    target.address(sender.target().address());
    sender.open(proton::sender_options().source(source).target(target));
    readers_[address] = Reader{sender, {}};
}

void AmqpReceiving::on_sender_close(proton::sender& sender) {
    for (auto reader = readers_.begin(); reader != readers_.end();) {
        reader = reader->second.link == sender ? readers_.erase(reader) : std::next(reader);
    }
    sender.close();
}

void AmqpReceiving::on_sendable(proton::sender& sender) {
    for (auto& [address, reader] : readers_) {
        if (reader.link == sender) send_answers(reader);
    }
}

void AmqpReceiving::answer(const AmqpMessage& request) {
    if (readers_.empty()) return;  // telemetry also has a reply-to, but nobody reads there
    const auto reader = readers_.find(request.reply_to);
    if (reader == readers_.end()) return;
    auto said = callbacks_.on_request(request, peer_);
    if (!said) return;
    if (reader->second.answers.size() >= max_amqp_answers) {
        reader->second.link.close(
            proton::error_condition("amqp:resource-limit-exceeded", "answers are not read: 64 of them wait"));
        readers_.erase(reader);
        return;
    }
    reader->second.answers.push_back(std::move(*said));
    send_answers(reader->second);
}

void AmqpReceiving::send_answers(Reader& reader) {
    while (!reader.answers.empty() && reader.link.active() && reader.link.credit() > 0) {
        reader.link.send(to_proton(reader.answers.front()));
        reader.answers.pop_front();
    }
}

void AmqpReceiving::on_message(proton::delivery& delivery, proton::message& message) {
    const auto number = next_number_++;
    incomplete_bytes_ = 0;
    AmqpPeer peer = peer_;
    auto receiver = delivery.receiver();
    peer.address = receiver.target().address();
    if (peer.address.empty()) peer.address = receiver.source().address();
    auto ours = from_proton(message);
    unsettled_.emplace(number, Unsettled{delivery, ours.body.size()});
    own_bytes_ += ours.body.size();
    *total_bytes_ += ours.body.size();
    answer(ours);
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
    auto& delivery = node.mapped().delivery;
    own_bytes_ -= node.mapped().bytes;
    *total_bytes_ -= node.mapped().bytes;
    auto receiver = delivery.receiver();
    switch (outcome) {
        case AmqpOutcome::accepted:
            delivery.accept();
            break;
        case AmqpOutcome::rejected:
            delivery.reject();
            break;
        case AmqpOutcome::released:
            delivery.release();
            break;
        case AmqpOutcome::modified:
            delivery.modify();
            break;
    }
    if (receiver.active()) receiver.add_credit(1);
    schedule();
}

void AmqpReceiving::on_gone(const std::string& reason) {
    unsettled_.clear();
    readers_.clear();
    *total_bytes_ -= std::exchange(own_bytes_, 0);
    waiting_.clear();
    retry_timer_.cancel();
    if (open_ && callbacks_.on_peer) callbacks_.on_peer(peer_, false, reason);
    open_ = false;
}

}  // namespace glassline
