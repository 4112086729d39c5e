#include "connectors/wire/files/settings.hpp"

#include <array>
#include <set>

#include "connectors/wire/json/described_json.hpp"

namespace glassline {

Checked<Settings> read_settings(std::string_view text) {
    Checked<Settings> out;
    if (auto fault = json_fault(text); !fault.empty()) {
        out.faults.push_back(std::move(fault));
        return out;
    }
    JsonReader reader(true);
    reader.read(Json::parse(text, nullptr, true, true), out.value, "");
    out.faults = reader.faults();
    static constexpr std::array<std::string_view, 6> kinds{"cfx-listen", "cfx-amqp",  "cfx-mqtt",
                                                           "mqtt-json",  "sparkplug", "hermes-supervisory"};
    std::set<std::string> source_names;
    if (out.value.sources.size() > max_sources_configured) out.faults.push_back("sources: more than 1000");
    for (std::size_t i = 0; i < out.value.sources.size(); ++i) {
        const auto& source = out.value.sources[i];
        const std::string where = "sources[" + std::to_string(i) + "]";
        bool known = false;
        for (const auto kind : kinds) known = known || kind == source.kind;
        if (!known) {
            std::string all;
            for (const auto kind : kinds) all += (all.empty() ? "" : ", ") + std::string(kind);
            out.faults.push_back(where + ".kind: '" + source.kind + "' is not one of " + all);
        }
        if (source.name.empty()) out.faults.push_back(where + ".name: is missing");
        if (!source.name.empty() && !source_names.insert(source.name).second) {
            out.faults.push_back(where + ".name: '" + source.name + "' is used twice");
        }
        const bool mqtt = source.kind == "cfx-mqtt" || source.kind == "mqtt-json" || source.kind == "sparkplug";
        if ((mqtt || source.kind == "cfx-amqp") && source.url.empty()) {
            out.faults.push_back(where + ".url: is missing");
        } else if (mqtt && source.url.rfind("mqtt://", 0) != 0 && source.url.rfind("mqtts://", 0) != 0) {
            out.faults.push_back(where + ".url: must begin with mqtt:// or mqtts://");
        }
        const bool mapped = source.kind == "mqtt-json" || source.kind == "sparkplug";
        if (mapped && source.mapping.empty()) out.faults.push_back(where + ".mapping: is missing");
        if (source.kind == "cfx-amqp" && source.address.empty()) out.faults.push_back(where + ".address: is missing");
    }
    return out;
}

}  // namespace glassline
