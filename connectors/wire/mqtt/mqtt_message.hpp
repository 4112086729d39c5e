// One MQTT message as a plain value: what a protocol puts in and takes out, without the library that carries it.
#pragma once

#include <string>

namespace glassline {

struct MqttMessage {
    std::string topic;
    std::string payload;
    int qos = 1;
    bool retain = false;
    bool operator==(const MqttMessage&) const = default;
};

}  // namespace glassline
