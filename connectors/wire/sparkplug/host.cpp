#include "connectors/wire/sparkplug/host.hpp"

#include <algorithm>

#include "connectors/wire/json/described_json.hpp"

namespace glassline::sparkplug {
namespace {

constexpr std::uint64_t seq_values = 256;  // 0 to 255, then 0 again
constexpr std::uint32_t boolean_type = 11;

struct Address {
    std::string group;
    std::string kind;
    std::string node;
    std::string device;
};

// Group, node and device ids hold no slash (Sparkplug 3.0, 5.4).
bool read_address(std::string_view topic, Address& out) {
    std::vector<std::string> levels{""};
    for (const char c : topic) {
        if (c == '/') {
            levels.emplace_back();
        } else {
            levels.back().push_back(c);
        }
    }
    if (levels.size() < 4 || levels.size() > 5 || levels[0] != "spBv1.0") return false;
    out = {levels[1], levels[2], levels[3], levels.size() == 5 ? levels[4] : ""};
    return !out.group.empty() && !out.node.empty() && (levels.size() == 4 || !out.device.empty());
}

struct ToJson {
    Json operator()(std::monostate) const { return nullptr; }
    template <class T>
    Json operator()(const T& v) const {
        return v;
    }
};

MqttMessage spoken(const std::string& topic, const Payload& payload, bool online,
                   const std::map<std::string, Value>& changed, const std::map<std::string, Value>& metrics) {
    Json json = Json::object();
    json["timestamp"] = payload.timestamp_ms;
    json["online"] = online;
    json["changed"] = Json::object();
    for (const auto& [name, value] : changed) json["changed"][name] = std::visit(ToJson{}, value);
    json["metrics"] = Json::object();
    for (const auto& [name, value] : metrics) json["metrics"][name] = std::visit(ToJson{}, value);
    MqttMessage out;
    out.topic = topic;
    out.payload = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    return out;
}

const Metric* find_metric(const Payload& payload, std::string_view name) {
    const auto found = std::find_if(payload.metrics.begin(), payload.metrics.end(),
                                    [&](const Metric& metric) { return metric.name == name; });
    return found == payload.metrics.end() ? nullptr : &*found;
}

std::uint64_t whole_of(const Metric& metric) {
    if (const auto* u = std::get_if<std::uint64_t>(&metric.value)) return *u;
    if (const auto* i = std::get_if<std::int64_t>(&metric.value)) return static_cast<std::uint64_t>(*i);
    return 0;
}

}  // namespace

void Host::ask_rebirth(Node& node, const std::string& group, const std::string& name, Instant now, Heard& heard) {
    if (node.asked_at != no_time && now - node.asked_at < rebirth_again_after) return;
    node.asked_at = now;
    Payload command;
    command.timestamp_ms = static_cast<std::uint64_t>(micros(now) / 1000);
    Metric rebirth;
    rebirth.name = "Node Control/Rebirth";
    rebirth.datatype = boolean_type;
    rebirth.value = true;
    command.metrics.push_back(std::move(rebirth));
    MqttMessage message;
    message.topic = "spBv1.0/" + group + "/NCMD/" + name;
    message.payload = encode(command);
    message.qos = 0;  // Sparkplug 3.0, 6.4: commands go with QoS 0
    heard.commands.push_back(std::move(message));
}

void Host::birth(Node& node, const std::string& device, const Payload& payload, Heard& heard) {
    auto& born = node.devices[device];
    born.alive = true;
    born.metrics.clear();
    for (const auto& metric : payload.metrics) {
        if (metric.name.empty()) {
            heard.troubles.emplace_back("a birth has a metric without a name");
            continue;
        }
        if (metric.alias) {
            if (node.names.size() >= max_names && node.names.count(*metric.alias) == 0) {
                heard.troubles.emplace_back("a node has more than 10,000 metrics");
                continue;
            }
            node.names[*metric.alias] = metric.name;
        }
        if (!metric.historical && !metric.unread) born.metrics[metric.name] = metric.value;
    }
}

Heard Host::hear(std::string_view topic, std::string_view bytes, Instant now) {
    Heard heard;
    Address address;
    if (topic.starts_with("spBv1.0/STATE/")) return heard;  // hosts, ourselves among them
    if (!read_address(topic, address)) {
        heard.refused = "topic is not one of Sparkplug B";
        return heard;
    }
    const bool node_wide = address.kind[0] == 'N';
    const bool of_node = address.kind == "NBIRTH" || address.kind == "NDATA" || address.kind == "NDEATH";
    const bool of_device = address.kind == "DBIRTH" || address.kind == "DDATA" || address.kind == "DDEATH";
    if (address.kind == "NCMD" || address.kind == "DCMD") return heard;  // commands of hosts
    if ((!of_node && !of_device) || node_wide != address.device.empty()) {
        heard.refused = "topic is not one of Sparkplug B";
        return heard;
    }
    const auto payload = decode(bytes);
    if (!payload) {
        heard.refused = payload.error().what;
        return heard;
    }
    const auto key = address.group + "/" + address.node;
    if (nodes_.count(key) == 0 && nodes_.size() >= max_nodes) {
        heard.refused = "more than 1,000 edge nodes";
        return heard;
    }
    auto& node = nodes_[key];
    const std::string topic_text(topic);

    if (address.kind == "NDEATH") {
        const auto* bd_seq = find_metric(*payload, "bdSeq");
        // The will of an earlier connection, sent after the node was born again, is not this life's end.
        if (bd_seq != nullptr && node.has_bd_seq && whole_of(*bd_seq) != node.bd_seq) {
            heard.troubles.emplace_back("a death of an earlier birth");
            return heard;
        }
        node.alive = false;
        // The will was written when the node connected, before all that it said since: it dies when the broker says so.
        Payload end;
        end.timestamp_ms = static_cast<std::uint64_t>(micros(now) / 1000);
        for (auto& [name, device] : node.devices) {
            if (!device.alive) continue;
            device.alive = false;
            device.metrics.clear();
            if (name.empty()) continue;
            const auto death = "spBv1.0/" + address.group + "/DDEATH/" + address.node + "/" + name;
            heard.said.push_back(spoken(death, end, false, {}, {}));
        }
        heard.said.push_back(spoken(topic_text, end, false, {}, {}));
        return heard;
    }
    if (address.kind == "NBIRTH") {
        node.names.clear();
        for (auto& [name, device] : node.devices) device.alive = false;  // they are born again after it
        node.alive = true;
        node.asked_at = no_time;
        node.next_seq = (payload->seq.value_or(0) + 1) % seq_values;
        const auto* bd_seq = find_metric(*payload, "bdSeq");
        node.has_bd_seq = bd_seq != nullptr;
        node.bd_seq = bd_seq != nullptr ? whole_of(*bd_seq) : 0;
        birth(node, "", *payload, heard);
        const auto& metrics = node.devices[""].metrics;
        heard.said.push_back(spoken(topic_text, *payload, true, metrics, metrics));
        return heard;
    }
    if (!node.alive) {
        heard.troubles.emplace_back("data before a birth, rebirth asked for");
        ask_rebirth(node, address.group, address.node, now, heard);
        return heard;
    }
    if (payload->seq && *payload->seq != node.next_seq) {
        heard.troubles.emplace_back("sequence gap, rebirth asked for");
        ask_rebirth(node, address.group, address.node, now, heard);
    }
    node.next_seq = (payload->seq.value_or(node.next_seq) + 1) % seq_values;
    if (node.devices.count(address.device) == 0 && node.devices.size() > max_devices) {
        heard.refused = "more than 1,000 devices of a node";
        return heard;
    }
    if (address.kind == "DDEATH") {
        auto& device = node.devices[address.device];
        device.alive = false;
        device.metrics.clear();
        heard.said.push_back(spoken(topic_text, *payload, false, {}, {}));
        return heard;
    }
    if (address.kind == "DBIRTH") {
        birth(node, address.device, *payload, heard);
        const auto& metrics = node.devices[address.device].metrics;
        heard.said.push_back(spoken(topic_text, *payload, true, metrics, metrics));
        return heard;
    }
    auto& device = node.devices[address.device];
    if (!device.alive) {
        heard.troubles.emplace_back("data before a birth, rebirth asked for");
        ask_rebirth(node, address.group, address.node, now, heard);
        return heard;
    }
    std::map<std::string, Value> changed;
    for (const auto& metric : payload->metrics) {
        std::string name = metric.name;
        if (name.empty() && metric.alias) {
            const auto known = node.names.find(*metric.alias);
            if (known != node.names.end()) name = known->second;
        }
        if (name.empty() || (device.metrics.count(name) == 0 && device.metrics.size() >= max_names)) {
            heard.troubles.emplace_back("an alias that no birth named, rebirth asked for");
            ask_rebirth(node, address.group, address.node, now, heard);
            continue;
        }
        if (metric.historical || metric.unread) continue;  // of the past, or of a kind that no mapping can read
        device.metrics[name] = metric.value;
        changed[name] = metric.value;
    }
    heard.said.push_back(spoken(topic_text, *payload, true, changed, device.metrics));
    return heard;
}

MqttMessage host_state(const std::string& host_id, bool online, Instant since) {
    MqttMessage out;
    out.topic = "spBv1.0/STATE/" + host_id;
    out.payload = std::string("{\"online\":") + (online ? "true" : "false") +
                  ",\"timestamp\":" + std::to_string(micros(since) / 1000) + "}";
    out.retain = true;
    return out;
}

}  // namespace glassline::sparkplug
