// Recordings of MQTT sessions as JSON lines: `{"topic", "payload" (a string), "timestamp" (ISO 8601, of receipt),
// "qos", "retain"}`; a line with `_kind` describes the session and is no message.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "connectors/wire/mqtt/mqtt_message.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

namespace glassline {

struct RecordedMqtt {
    MqttMessage message;
    Instant received_at{};
    bool operator==(const RecordedMqtt&) const = default;
};

/// Nothing of the session's own lines; error: the line is none of the form.
[[nodiscard]] Result<std::variant<Done, RecordedMqtt>> read_recorded_mqtt(std::string_view line);

}  // namespace glassline
