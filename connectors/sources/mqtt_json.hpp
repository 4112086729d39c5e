// mqtt-json: topics and JSON of a plant's MQTT broker, understood by a mapping file (connectors/wire/mapping).
#pragma once

#include <memory>
#include <string>

#include "connectors/sources/mqtt_options.hpp"
#include "connectors/sources/source.hpp"
#include "connectors/wire/mapping/mapping_file.hpp"

namespace glassline {

struct MqttJsonSettings {
    std::string name;
    MqttBroker broker;
    MappingText mapping;  // without faults
    bool simulated = false;
};

[[nodiscard]] std::unique_ptr<Source> make_mqtt_json(MqttJsonSettings settings, const SourceContext& context);

}  // namespace glassline
