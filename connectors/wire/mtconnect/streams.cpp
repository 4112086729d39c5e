#include "connectors/wire/mtconnect/streams.hpp"

#include <algorithm>
#include <pugixml.hpp>

#include "connectors/wire/mtconnect/xml_names.hpp"

namespace glassline::mtconnect {
namespace {

struct TextWriter final : pugi::xml_writer {
    std::string out;
    void write(const void* data, std::size_t size) override { out.append(static_cast<const char*>(data), size); }
};

std::string text_of(const pugi::xml_node& node) {
    TextWriter writer;
    node.print(writer, "", pugi::format_raw | pugi::format_no_declaration);
    return std::move(writer.out);
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// "Out of Range" or "OutOfRange" (2.6 names its errors by element) -> "OUT_OF_RANGE".
std::string code_of(const pugi::xml_node& node) {
    if (const auto code = node.attribute("errorCode")) return code.as_string();
    std::string out;
    for (const char c : local_name(node.name())) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper && !out.empty()) out += '_';
        out += upper || c < 'a' || c > 'z' ? c : static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

void read_errors(const pugi::xml_node& root, AgentErrors& errors) {
    const auto add = [&](const pugi::xml_node& node) {
        errors.codes.push_back(code_of(node));
        std::string text = trimmed(node.text().as_string());
        for (const auto& child : node.children()) {
            if (local_name(child.name()) == "ErrorMessage") text = trimmed(child.text().as_string());
        }
        errors.text += (errors.text.empty() ? "" : "; ") + text;
    };
    for (const auto& child : root.children()) {
        const auto name = local_name(child.name());
        if (name == "Header") errors.instance_id = child.attribute("instanceId").as_ullong();
        if (name == "Error") add(child);
        if (name != "Errors") continue;
        for (const auto& error : child.children()) add(error);
    }
    if (errors.codes.empty()) errors.codes.emplace_back("UNKNOWN");
}

class Reader {
public:
    Reader(const DeviceModel& model, Streams& out) : model_(model), out_(out) {}

    void read_device(const pugi::xml_node& stream) {
        const std::string_view uuid = stream.attribute("uuid").as_string();
        const std::string_view name = stream.attribute("name").as_string();
        const auto& devices = model_.devices;
        auto at = std::find_if(devices.begin(), devices.end(), [&](const Device& d) { return d.is_called(uuid); });
        if (at == devices.end()) {
            at = std::find_if(devices.begin(), devices.end(), [&](const Device& d) { return d.is_called(name); });
        }
        if (at == devices.end()) return;
        device_ = static_cast<std::size_t>(at - devices.begin());
        for (const auto& component : stream.children()) {
            for (const auto& group : component.children()) {
                const auto kind = local_name(group.name());
                if (kind != "Samples" && kind != "Events" && kind != "Condition") continue;
                for (const auto& node : group.children()) read_observation(node, kind == "Condition");
            }
        }
    }

private:
    void read_observation(const pugi::xml_node& node, bool condition) {
        StreamedObservation out;
        const std::string_view id = node.attribute("dataItemId").as_string();
        out.sequence = node.attribute("sequence").as_ullong();
        const auto stamp = parse_iso8601(node.attribute("timestamp").as_string());
        if (!stamp || out.sequence == 0) {
            ++out_.unreadable;
            return;
        }
        auto& seen = out.observation;
        seen.item = model_.devices[device_].find(id);
        if (seen.item == nullptr) {
            ++out_.unknown_count;
            if (out_.unknown_items.size() < max_unknown_items) out_.unknown_items.emplace_back(id);
            return;
        }
        seen.at = stamp->instant;
        out.zone_missing = stamp->zone == Zone::missing;
        out.device = device_;
        const auto text = trimmed(node.text().as_string());
        if (condition) {
            const auto level = local_name(node.name());
            if (!level_from(level, seen.condition.level)) seen.unavailable = true;
            const char* code = node.attribute("conditionId").as_string(node.attribute("nativeCode").as_string());
            seen.condition.code = code;
            seen.condition.severity = node.attribute("nativeSeverity").as_string();
            seen.condition.qualifier = node.attribute("qualifier").as_string();
            seen.condition.text = text;
        } else if (is_word(text, "UNAVAILABLE")) {
            seen.unavailable = true;
        } else {
            seen.value = text;
            seen.reset = node.attribute("resetTriggered").as_string();
        }
        out.xml = text_of(node);
        out_.observations.push_back(std::move(out));
    }

    const DeviceModel& model_;
    Streams& out_;
    std::size_t device_ = 0;
};

}  // namespace

bool AgentErrors::out_of_range() const { return std::find(codes.begin(), codes.end(), "OUT_OF_RANGE") != codes.end(); }

Error AgentErrors::as_error(const std::string& where) const {
    return Error{where, "the agent answers " + (codes.empty() ? std::string("an error") : codes.front()) + ": " + text,
                 "check the address and the agent's log"};
}

AgentErrors agent_errors(std::string_view xml) {
    AgentErrors errors;
    pugi::xml_document document;
    if (xml.size() > max_streams_bytes || !document.load_buffer(xml.data(), xml.size())) return errors;
    if (local_name(document.document_element().name()) == "MTConnectError") {
        read_errors(document.document_element(), errors);
    }
    return errors;
}

Result<Streams> read_streams(std::string_view xml, const DeviceModel& model) {
    if (xml.size() > max_streams_bytes) return Error{"MTConnect streams", "is larger than 64 MiB", "ask for less"};
    pugi::xml_document document;
    const auto parsed = document.load_buffer(xml.data(), xml.size());
    if (!parsed) {
        return Error{"MTConnect streams, byte " + std::to_string(parsed.offset), parsed.description(),
                     "is this an MTConnect agent's address?"};
    }
    Streams out;
    const auto root = document.document_element();
    if (local_name(root.name()) == "MTConnectError") {
        read_errors(root, out.errors);
        out.instance_id = out.errors.instance_id;
        return out;
    }
    if (local_name(root.name()) != "MTConnectStreams") {
        return Error{"MTConnect streams", "the document is a " + std::string(root.name()),
                     "is this an MTConnect agent's address?"};
    }
    Reader reader(model, out);
    for (const auto& child : root.children()) {
        const auto name = local_name(child.name());
        if (name == "Header") {
            out.instance_id = child.attribute("instanceId").as_ullong();
            out.first_sequence = child.attribute("firstSequence").as_ullong();
            out.next_sequence = child.attribute("nextSequence").as_ullong();
            out.model_changed_time = child.attribute("deviceModelChangeTime").as_string();
        }
        if (name != "Streams") continue;
        for (const auto& stream : child.children()) {
            if (local_name(stream.name()) == "DeviceStream") reader.read_device(stream);
        }
    }
    std::stable_sort(out.observations.begin(), out.observations.end(),
                     [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
    return out;
}

}  // namespace glassline::mtconnect
