// mqtt://[user:password@]host[:port], mqtts:// for TLS
#pragma once

#include <string>
#include <string_view>

#include "twin/base/result.hpp"

namespace glassline {

struct MqttUrl {
    std::string host;
    int port = 1883;
    bool tls = false;
    std::string user;
    std::string password;
    bool operator==(const MqttUrl&) const = default;

    /// Without credentials: for logs, events and the operator.
    [[nodiscard]] std::string shown() const;
};

/// User and password may be percent-encoded. Without a port 1883, with TLS 8883.
[[nodiscard]] Result<MqttUrl> parse_mqtt_url(std::string_view text);

}  // namespace glassline
