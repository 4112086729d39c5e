// cfx-mqtt: CFX envelopes from an MQTT broker (Mosquitto, RabbitMQ's MQTT plugin). The envelope says who speaks; the
// topic is only the way it came.
#pragma once

#include <memory>
#include <string>

#include "connectors/sources/mqtt_options.hpp"
#include "connectors/sources/source.hpp"

namespace glassline {

struct CfxMqttSettings {
    std::string name;
    MqttBroker broker;
    bool simulated = false;
};

[[nodiscard]] std::unique_ptr<Source> make_cfx_mqtt(CfxMqttSettings settings, const SourceContext& context);

}  // namespace glassline
