// The server's settings file: JSON with comments. Member names are promises (scripts use them).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/files/commented_json.hpp"

namespace glassline {

struct TlsSettings {
    std::string certificate;  // PEM file; empty: plain HTTP
    std::string key;
    bool operator==(const TlsSettings&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("certificate", self.certificate);
        v("key", self.key);
    }
};

struct OperatorSettings {
    std::string listen = "127.0.0.1:8480";
    TlsSettings tls;
    bool operator==(const OperatorSettings&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("listen", self.listen);
        v("tls", self.tls);
    }
};

struct CustomerSettings {
    std::string listen = "127.0.0.1:8481";
    std::string public_url;  // what links begin with; empty: the listener's own address
    TlsSettings tls;
    std::vector<std::string> frame_ancestors;
    bool operator==(const CustomerSettings&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("listen", self.listen);
        v("public_url", self.public_url);
        v("tls", self.tls);
        v("frame_ancestors", self.frame_ancestors);
    }
};

/// One source; which members count depends on the kind.
struct SourceSettings {
    std::string
        kind;  // cfx-listen, cfx-amqp, cfx-mqtt, mqtt-json, sparkplug, hermes-supervisory, shdr, mtconnect-agent
    std::string name;
    std::string line;                    // line id; empty: the only line
    std::string listen = "127.0.0.1:0";  // cfx-listen
    std::string url;                     // amqp://user:password@host:port, mqtt://..., mqtts://...; shdr: host:port of
                                         // the adapter; mtconnect-agent: http://host:port
    std::string address;                 // cfx-amqp: /amq/queue/NAME
    bool simulated = false;
    std::string
        user;  // cfx-listen: machines must log in with these, empty: anybody may; MQTT: where the url names none
    std::string password;
    std::string devices;      // shdr: path of the Devices.xml
    std::string device;       // shdr, mtconnect-agent: name, uuid or id of the device; empty: the only one (agent: all)
    std::string station;      // shdr, mtconnect-agent: what the device is; empty: see mtconnect_device in the line file
    double poll_s = 1;        // mtconnect-agent: how often it is asked
    std::string topic;        // MQTT: what to subscribe to; empty: everything
    std::string mapping;      // mqtt-json, sparkplug: path of the mapping file
    std::string client_id;    // MQTT: the broker keeps a session under it; empty: "glassline-NAME"
    std::string ca;           // mqtts: PEM file of the authorities to trust; empty: the system's
    std::string certificate;  // mqtts: PEM file of our own certificate
    std::string key;
    std::string host_id;  // sparkplug: the name of this host application; empty: none
    bool operator==(const SourceSettings&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("kind", self.kind);
        v("name", self.name);
        v("line", self.line);
        v("listen", self.listen);
        v("url", self.url);
        v("address", self.address);
        v("simulated", self.simulated);
        v("user", self.user);
        v("password", self.password);
        v("devices", self.devices);
        v("device", self.device);
        v("station", self.station);
        v("poll_s", self.poll_s);
        v("topic", self.topic);
        v("mapping", self.mapping);
        v("client_id", self.client_id);
        v("ca", self.ca);
        v("certificate", self.certificate);
        v("key", self.key);
        v("host_id", self.host_id);
    }
};

struct Settings {
    OperatorSettings operator_side;  // "operator"
    CustomerSettings customer;
    bool behind_proxy = false;  // a declared proxy speaks TLS before us
    std::string state;
    std::string journal;
    std::vector<std::string> lines;   // paths of line files
    std::vector<std::string> orders;  // paths of orders files, read at start
    std::vector<SourceSettings> sources;
    bool operator==(const Settings&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("operator", self.operator_side);
        v("customer", self.customer);
        v("behind_proxy", self.behind_proxy);
        v("state", self.state);
        v("journal", self.journal);
        v("lines", self.lines);
        v("orders", self.orders);
        v("sources", self.sources);
    }
};

/// The kinds of sources that this program has, as `kind` names them.
[[nodiscard]] const std::vector<std::string_view>& source_kinds();

inline constexpr std::size_t max_sources_configured = 1'000;

[[nodiscard]] Checked<Settings> read_settings(std::string_view text);

}  // namespace glassline
