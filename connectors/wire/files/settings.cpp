#include "connectors/wire/files/settings.hpp"

#include <set>

#include "connectors/wire/json/described_json.hpp"

namespace glassline {

const std::vector<std::string_view>& source_kinds() {
    static const std::vector<std::string_view> kinds{"cfx-listen", "cfx-amqp",           "cfx-mqtt", "mqtt-json",
                                                     "sparkplug",  "hermes-supervisory", "shdr",     "mtconnect-agent"};
    return kinds;
}

Checked<Settings> read_settings(std::string_view text) {
    Checked<Settings> out;
    if (auto fault = json_fault(text); !fault.empty()) {
        out.faults.push_back(std::move(fault));
        return out;
    }
    JsonReader reader(true);
    reader.read(Json::parse(text, nullptr, true, true), out.value, "");
    out.faults = reader.faults();
    std::set<std::string> source_names;
    if (out.value.sources.size() > max_sources_configured) out.faults.push_back("sources: more than 1000");
    for (std::size_t i = 0; i < out.value.sources.size(); ++i) {
        const auto& source = out.value.sources[i];
        const std::string where = "sources[" + std::to_string(i) + "]";
        bool known = false;
        std::string all;
        for (const auto kind : source_kinds()) {
            known = known || kind == source.kind;
            all += (all.empty() ? "" : ", ") + std::string(kind);
        }
        if (!known) out.faults.push_back(where + ".kind: '" + source.kind + "' is not one of " + all);
        if (source.name.empty()) out.faults.push_back(where + ".name: is missing");
        if (!source.name.empty() && !source_names.insert(source.name).second) {
            out.faults.push_back(where + ".name: '" + source.name + "' is used twice");
        }
        if (source.kind == "cfx-listen" && source.user.empty() != source.password.empty()) {
            out.faults.push_back(where + ": user and password go together");
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
        const bool mtconnect = source.kind == "shdr" || source.kind == "mtconnect-agent";
        if (mtconnect && source.url.empty()) out.faults.push_back(where + ".url: is missing");
        if (source.kind == "shdr" && source.devices.empty()) out.faults.push_back(where + ".devices: is missing");
        if (source.kind == "mtconnect-agent" && !(source.poll_s >= 0.05 && source.poll_s <= 3'600)) {
            out.faults.push_back(where + ".poll_s: is not between 0.05 and 3600");
        }
    }
    const auto check_tls = [&](const TlsSettings& tls, const std::string& where) {
        if (tls.certificate.empty() != tls.key.empty()) {
            out.faults.push_back(where + ": names a certificate or a key, but not both");
        }
    };
    check_tls(out.value.operator_side.tls, "operator.tls");
    check_tls(out.value.customer.tls, "customer.tls");
    return out;
}

}  // namespace glassline
