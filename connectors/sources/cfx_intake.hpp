// What cfx-listen and cfx-amqp share: a payload is decoded, each of its envelopes handed to the writer, and the sender
// told only when all of them are durable.
#pragma once

#include <memory>
#include <string>

#include "connectors/sources/source.hpp"
#include "connectors/transport/amqp_receiver.hpp"

namespace glassline {

inline constexpr std::size_t max_pending_cfx_deliveries = 20'000;  // decoded and not yet taken by the writer

class CfxIntake {
public:
    /// `source_per_station`: deliveries of a machine carry SourceId "NAME/STATION", so that its health is its own.
    CfxIntake(std::string name, std::string kind, const SourceContext& context, bool simulated,
              bool source_per_station);
    ~CfxIntake();

    /// Says that the source exists.
    void declare(const std::string& address);
    /// False when the writer has no room: offer it again.
    bool take(const AmqpMessage& message, const AmqpPeer& peer, const AmqpSettle& settle);
    void peer_changed(const AmqpPeer& peer, bool up, const std::string& reason);
    void status(const SourceId& source, LinkStatus status, const std::string& reason);
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace glassline
