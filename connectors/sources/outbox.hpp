// Deliveries of a sender that has no acknowledgement: what the journal can't take now is offered again, in order.
#pragma once

#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

#include "connectors/runtime/ingest.hpp"

namespace glassline {

inline constexpr std::size_t max_waiting_deliveries = 1'024;  // beyond it the source stops reading

class Outbox {
public:
    Outbox(SourceId source, Ingest& ingest) : source_(std::move(source)), ingest_(ingest) {}

    /// Without events there is nothing to deliver.
    void deliver(RawMessage raw, std::vector<TimedEvent> events) {
        if (events.empty()) return;
        Delivery delivery;
        delivery.source = source_;
        delivery.raw = std::move(raw);
        delivery.events = std::move(events);
        waiting_.push_back(std::move(delivery));
        drain();
    }
    void drain() {
        while (!waiting_.empty()) {
            if (!ingest_.submit(waiting_.front())) return;
            waiting_.pop_front();
        }
    }
    [[nodiscard]] bool has_room() const { return waiting_.size() < max_waiting_deliveries; }

private:
    SourceId source_;
    Ingest& ingest_;
    std::deque<Delivery> waiting_;
};

}  // namespace glassline
