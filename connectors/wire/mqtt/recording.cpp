#include "connectors/wire/mqtt/recording.hpp"

#include "connectors/wire/files/commented_json.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline {

Result<std::variant<Done, RecordedMqtt>> read_recorded_mqtt(std::string_view line) {
    if (auto fault = json_fault(line); !fault.empty()) return Error{"recording", fault, ""};
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) return Error{"recording", "a line is not a JSON object", ""};
    if (json.contains("_kind")) return std::variant<Done, RecordedMqtt>(Done{});
    const auto text = [&](const char* name) {
        const auto found = json.find(name);
        return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    RecordedMqtt out;
    out.message.topic = text("topic");
    if (out.message.topic.empty()) return Error{"recording", "a line has no topic", ""};
    const auto payload = json.find("payload");
    if (payload == json.end()) return Error{"recording", "a line has no payload", ""};
    // Recorders write the payload as text; one that wrote the JSON itself is read as well.
    out.message.payload = payload->is_string() ? payload->get<std::string>() : payload->dump();
    const auto at = parse_iso8601(text("timestamp"));
    if (!at) return Error{"recording", "a line's timestamp is not ISO 8601", ""};
    out.received_at = at->instant;
    if (const auto qos = json.find("qos"); qos != json.end() && qos->is_number_integer())
        out.message.qos = qos->get<int>();
    if (const auto kept = json.find("retain"); kept != json.end() && kept->is_boolean()) {
        out.message.retain = kept->get<bool>();
    }
    return std::variant<Done, RecordedMqtt>(std::move(out));
}

}  // namespace glassline
