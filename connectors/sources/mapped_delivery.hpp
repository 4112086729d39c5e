// What a mapped MQTT message becomes on its way into the journal.
#pragma once

#include <utility>
#include <vector>

#include "connectors/runtime/ingest.hpp"
#include "connectors/wire/mapping/mapper.hpp"
#include "connectors/wire/mqtt/mqtt_message.hpp"

namespace glassline {

/// A delivery for each meaning; the first carries the message itself: the topic, a newline, the payload.
[[nodiscard]] inline std::vector<Delivery> deliveries_of(const SourceId& source, const MqttMessage& message,
                                                         std::vector<MappedMeaning> meanings) {
    std::vector<Delivery> out;
    out.reserve(meanings.size());
    for (auto& meaning : meanings) {
        Delivery delivery;
        delivery.source = source;
        if (out.empty()) delivery.raw = {"mqtt", message.topic + '\n' + message.payload};
        delivery.duplicate_key = std::move(meaning.duplicate_key);
        for (auto& event : meaning.events) delivery.events.push_back({std::move(event), meaning.occurred_at});
        out.push_back(std::move(delivery));
    }
    return out;
}

}  // namespace glassline
