// A Sparkplug B host application, sans-IO: keeps what edge nodes and their devices said of themselves, checks their
// sequence, asks for a rebirth where something is missing, and hands each message on as JSON for a mapping:
//
//   topic    as sent: spBv1.0/GROUP/DDATA/NODE/DEVICE
//   payload  {"timestamp": ms, "online": true, "changed": {metric: value}, "metrics": {metric: value}}
//
// `metrics` is all that is known of the node or device, `changed` what this message said. When a node dies its devices
// die with it: for each a DDEATH is handed on, with no metrics (what was known is not live any more).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/mqtt/mqtt_message.hpp"
#include "connectors/wire/sparkplug/payload.hpp"
#include "twin/base/time.hpp"

namespace glassline::sparkplug {

inline constexpr std::size_t max_nodes = 1'000;
inline constexpr std::size_t max_devices = 1'000;                          // of one node
inline constexpr std::size_t max_names = 10'000;                           // of one node with its devices
inline constexpr Duration rebirth_again_after = std::chrono::seconds(10);  // a node that did not answer is asked again

/// What one message led to.
struct Heard {
    std::vector<MqttMessage> said;      // for the mapping
    std::vector<MqttMessage> commands;  // to publish (NCMD)
    std::vector<std::string> troubles;  // by kind, for counting: "sequence gap", ...
    std::string refused;                // why it could not be read at all; empty: it could
};

class Host {
public:
    [[nodiscard]] Heard hear(std::string_view topic, std::string_view payload, Instant now);

private:
    struct Device {
        bool alive = false;
        std::map<std::string, Value> metrics;
    };
    struct Node {
        bool alive = false;
        std::uint64_t next_seq = 0;
        std::uint64_t bd_seq = 0;
        bool has_bd_seq = false;
        Instant asked_at{};
        std::map<std::uint64_t, std::string> names;  // alias to metric, of the node and its devices
        std::map<std::string, Device> devices;       // "" is the node itself
    };
    void birth(Node& node, const std::string& device, const Payload& payload, Heard& heard);
    void ask_rebirth(Node& node, const std::string& group, const std::string& name, Instant now, Heard& heard);
    std::map<std::string, Node> nodes_;  // "group/node"
};

/// What a host says of itself (Sparkplug 3.0, STATE): `{"online":true,"timestamp":ms}`, retained.
[[nodiscard]] MqttMessage host_state(const std::string& host_id, bool online, Instant since);

}  // namespace glassline::sparkplug
