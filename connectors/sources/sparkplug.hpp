// sparkplug: a Sparkplug B host application; metrics become the twin's events by a mapping file.
#pragma once

#include <memory>
#include <string>

#include "connectors/sources/mqtt_options.hpp"
#include "connectors/sources/source.hpp"
#include "connectors/wire/mapping/mapping_file.hpp"

namespace glassline {

struct SparkplugSettings {
    std::string name;
    MqttBroker broker;
    MappingText mapping;  // without faults
    std::string host_id;  // what it says of itself in spBv1.0/STATE/HOST_ID; empty: it says nothing
    bool simulated = false;
};

[[nodiscard]] std::unique_ptr<Source> make_sparkplug(SparkplugSettings settings, const SourceContext& context);

}  // namespace glassline
