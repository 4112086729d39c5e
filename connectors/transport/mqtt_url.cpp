#include "connectors/transport/mqtt_url.hpp"

#include "connectors/transport/amqp_url.hpp"

namespace glassline {

std::string MqttUrl::shown() const {
    const bool ipv6 = host.find(':') != std::string::npos;
    return (tls ? "mqtts://" : "mqtt://") + (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<MqttUrl> parse_mqtt_url(std::string_view text) {
    const Error wrong{"url", "is no MQTT address", "write it as mqtt://user:password@host:1883"};
    MqttUrl url;
    if (text.starts_with("mqtts://")) {
        url.tls = true;
        text.remove_prefix(8);
    } else if (text.starts_with("mqtt://")) {
        text.remove_prefix(7);
    } else {
        return wrong;
    }
    // The authority has the same form as that of AMQP; only the usual port differs.
    auto authority = std::string(text.substr(0, text.find('/')));
    const auto host = authority.substr(authority.rfind('@') == std::string::npos ? 0 : authority.rfind('@') + 1);
    const bool has_port =
        host.rfind(':') != std::string::npos && (host.front() != '[' || host.rfind(':') > host.rfind(']'));
    if (!has_port) authority += url.tls ? ":8883" : ":1883";
    const auto same = parse_amqp_url(authority);
    if (!same) return wrong;
    url.host = same->host;
    url.port = std::stoi(same->port);
    if (url.port < 1 || url.port > 65'535) return wrong;
    url.user = same->user;
    url.password = same->password;
    return url;
}

}  // namespace glassline
