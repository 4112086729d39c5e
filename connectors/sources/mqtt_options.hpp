// What all MQTT sources are told about their broker.
#pragma once

#include <string>

#include "connectors/transport/mqtt_client.hpp"

namespace glassline {

struct MqttBroker {
    std::string url;    // mqtt://user:password@host:port or mqtts://
    std::string topic;  // a topic filter; empty: everything
    std::string user;   // where the url names none
    std::string password;
    std::string client_id;  // empty: "glassline-NAME"
    MqttTls tls;
};

[[nodiscard]] inline MqttClientOptions client_options(const MqttBroker& broker, const std::string& source) {
    MqttClientOptions out;
    out.url = broker.url;
    out.user = broker.user;
    out.password = broker.password;
    out.tls = broker.tls;
    out.client_id = broker.client_id.empty() ? "glassline-" + source : broker.client_id;
    out.topics = {broker.topic.empty() ? "#" : broker.topic};
    return out;
}

}  // namespace glassline
