// Writes the CFX messages that an emulated machine sends, as a current SDK writes them: nulls written out, fields in
// the order of their declaration, "$type" first, time stamps with seven digits and an offset.
//
// A machine's word is the twin's event seen from the other side, so the input is the event itself:
//     auto message = cfx::encode({.source = "Glassline.Placer.1", .unique_id = guid, .at = now}, UnitsArrived{...});
//     sender.send(std::move(*message));
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "connectors/wire/amqp/amqp_message.hpp"
#include "twin/event.hpp"
#include "twin/simulation/fault_catalogue.hpp"

namespace glassline::cfx {

/// What an envelope says beside its message.
struct Head {
    std::string source;     // CFX handle, Vendor.Model.Serial
    std::string unique_id;  // GUID, one a message: guid() makes one from a seed
    Instant at{};           // of the event
    int zone_minutes = 0;   // the machine's zone, minutes east of UTC
    FaultPlace place{};     // of a FaultOccurred: stage and side, for which the event has no member
};

/// The message for an event, with its AMQP properties (message-id, subject, reply-to, content-type, the four
/// application properties of CFX). Nothing for events that no machine sends (TimePassed, links, our own health...).
/// The station inside the event is not written: `head.source` says who speaks. `compress` gzips the body.
[[nodiscard]] std::optional<AmqpMessage> encode(const Head& head, const Event& event, bool compress = false);

/// A station with a scanner has read the panel's and its units' codes.
[[nodiscard]] AmqpMessage encode_identifiers_read(const Head& head, const PanelEvidence& panel,
                                                  const PanelFacts& facts);

/// EndpointConnected and EndpointShuttingDown, which the twin folds as StationOnline and StationOffline.
[[nodiscard]] AmqpMessage encode_endpoint_connected(const Head& head);
[[nodiscard]] AmqpMessage encode_endpoint_shutting_down(const Head& head);

/// A GUID in text form (RFC 4122 version 4) made of two random numbers.
[[nodiscard]] std::string guid(std::uint64_t high, std::uint64_t low);

}  // namespace glassline::cfx
