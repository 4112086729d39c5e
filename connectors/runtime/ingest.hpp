// The door through which everything that happened comes in. Sources hand in deliveries; the one writer stamps, appends,
// makes durable, acknowledges, folds and publishes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "twin/event.hpp"

namespace glassline {

/// What the machine really said, kept beside its events so that a better decoder can read it anew.
struct RawMessage {
    std::string format;  // "cfx-json", "hermes-xml", "operator-api", ...; empty: there are no bytes
    std::string bytes;   // as decoded from the transport (inflated)
    bool operator==(const RawMessage&) const = default;
};

struct TimedEvent {
    Event event;
    Instant occurred_at{};  // no_time: the moment of receipt
    bool operator==(const TimedEvent&) const = default;
};

/// One message of a source with the events it means (at least one: what means nothing is MessageUnmapped).
struct Delivery {
    SourceId source;
    RawMessage raw;
    std::string duplicate_key;  // CFX UniqueID, Hermes board GUID + station + phase; empty: never a duplicate
    std::vector<TimedEvent> events;
    /// Called once, on the writer's thread, after the journal is durable (also for a duplicate, whose first copy is
    /// durable) or, with an error, when the journal cannot take it. Post to your own executor from it. Without one
    /// there is no sender that keeps the message: the writer then keeps it itself until the journal takes it.
    std::function<void(const Status&)> done;
};

inline constexpr std::size_t max_queued_deliveries = 65'536;

class Ingest {
public:
    virtual ~Ingest() = default;
    /// Takes a delivery from any thread. False when the queue is full: the source stops reading and tries again later;
    /// nothing is lost, as the sender has not been acknowledged.
    virtual bool submit(Delivery delivery) = 0;
};

}  // namespace glassline
