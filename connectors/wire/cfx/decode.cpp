#include "connectors/wire/cfx/decode.hpp"

#include "connectors/wire/cfx/bodies.hpp"
#include "connectors/wire/cfx/json_access.hpp"
#include "connectors/wire/cfx/unwrap.hpp"
#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

constexpr std::size_t max_name = 256;  // bytes of a message name or id that are kept

/// Newtonsoft writes NaN and Infinity bare, which is no JSON: each becomes null.
std::string without_bare_nan(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    bool in_string = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (in_string) {
            out.push_back(c);
            if (c == '\\' && i + 1 < json.size()) {
                out.push_back(json[++i]);
            } else if (c == '"') {
                in_string = false;
            }
            continue;
        }
        const auto rest = json.substr(i);
        std::size_t skip = 0;
        for (const std::string_view word : {"-Infinity", "Infinity", "NaN"}) {
            if (rest.starts_with(word)) skip = word.size();
            if (skip != 0) break;
        }
        if (skip != 0) {
            out += "null";
            i += skip - 1;
            continue;
        }
        if (c == '"') in_string = true;
        out.push_back(c);
    }
    return out;
}

std::string cut(std::string_view text) { return std::string(text.substr(0, max_name)); }

Meaning refused(std::string_view json, const std::string& reason) {
    Meaning meaning;
    meaning.json = json;
    meaning.events.emplace_back(MessageRefused{reason, shortened(json, max_example)});
    return meaning;
}

std::string refusal_of(simdjson::error_code code) {
    switch (code) {
        case simdjson::DEPTH_ERROR:
            return "JSON is nested deeper than 64 levels";
        case simdjson::CAPACITY:
            return "message is larger than 64 MiB";
        case simdjson::UTF8_ERROR:
            return "text is not UTF-8";
        default:
            return "not JSON";
    }
}

/// "CFX.Production.WorkStarted, CFX" -> the name: a hint, never trusted with more.
std::string_view name_of_type_hint(std::string_view hint) { return hint.substr(0, hint.find(',')); }

}  // namespace

StationId station_of_handle(const LineDescription& line, std::string_view handle) {
    if (handle.empty()) return {};
    for (const auto& station : line.stations) {
        if (station.cfx_handle == handle) return station.id;
    }
    for (const auto& station : line.stations) {
        if (same_ignoring_case(station.cfx_handle, handle)) return station.id;
    }
    return {};
}

struct Decoder::Impl {
    simdjson::dom::parser parser{max_json_bytes};
    std::string text;  // of the payload in work, with room behind it for the parser: Meaning::json points into it
    std::string repaired;

    std::string_view hold(std::string payload) {
        const auto size = payload.size();
        text = std::move(payload);
        text.append(simdjson::SIMDJSON_PADDING, '\0');
        return std::string_view(text).substr(0, size);
    }

    /// `json` lies in `text`: the parser needs no copy of it.
    Result<Node> parse(std::string_view json) {
        if (json.size() > max_json_bytes) return Error{"JSON", refusal_of(simdjson::CAPACITY), ""};
        if (json.size() > parser.capacity() || parser.max_depth() != max_json_depth) {
            if (const auto code = parser.allocate(std::max<std::size_t>(json.size(), 64U << 10U), max_json_depth)) {
                return Error{"JSON", refusal_of(code), ""};
            }
        }
        Element element;
        auto code = parser.parse(json.data(), json.size(), false).get(element);
        if (code != simdjson::SUCCESS && code != simdjson::DEPTH_ERROR && code != simdjson::UTF8_ERROR &&
            (json.find("NaN") != std::string_view::npos || json.find("Infinity") != std::string_view::npos)) {
            repaired = without_bare_nan(json);
            code = parser.parse(repaired.data(), repaired.size(), true).get(element);
        }
        if (code != simdjson::SUCCESS) return Error{"JSON", refusal_of(code), ""};
        return Node(element);
    }

    Meaning body(std::string_view sent_name, const Node& body, std::string_view json, const Context& context,
                 std::string_view source, std::string_view target, std::string unique_id, Instant occurred_at) {
        Meaning meaning;
        meaning.json = json;
        meaning.unique_id = std::move(unique_id);
        meaning.occurred_at = occurred_at;
        const auto canonical = canonical_name(sent_name);
        meaning.message_name = canonical.empty() ? cut(sent_name) : std::string(canonical);
        meaning.station = station_of_handle(context.line, source);
        if (meaning.station.empty()) meaning.station = station_of_handle(context.line, context.handle);
        if (meaning.station.empty()) {
            meaning.station = station_of_handle(context.line, body["CFXHandle"].view());  // endpoint life, Heartbeat
        }
        const Surroundings around{meaning.message_name,
                                  meaning.unique_id,
                                  meaning.station,
                                  occurred_at,
                                  zone_minutes(context.line.zone),
                                  json,
                                  station_of_handle(context.line, target)};
        if (canonical.empty() || !body_to_events(body, around, meaning.events)) {
            meaning.events.emplace_back(MessageUnmapped{meaning.message_name, !canonical.empty(), meaning.station});
        }
        return meaning;
    }

    Meaning envelope(std::string_view json, const Context& context) {
        const auto parsed = parse(json);
        if (!parsed) return refused(json, parsed.error().what);
        const Node& root = *parsed;
        if (!root.is_object()) return refused(json, "envelope is no JSON object");
        const Node message = root["MessageBody"];
        auto name = root["MessageName"].view();
        if (name.empty()) name = name_of_type_hint(message["$type"].view());
        if (name.empty()) return refused(json, "envelope has no MessageName");

        const auto stamp = root["TimeStamp"].view();
        const auto at = parse_iso8601(stamp);
        Instant occurred_at = no_time;
        if (at) {
            occurred_at = at->instant;
            if (at->zone == Zone::missing) occurred_at -= std::chrono::minutes(zone_minutes(context.line.zone));
        }
        auto meaning = body(name, message, json, context, root["Source"].view(), root["Target"].view(),
                            cut(root["UniqueID"].text()), occurred_at);
        if (!at) {
            meaning.events.emplace_back(MessageRefused{"TimeStamp is missing or unreadable; the time of receipt stands",
                                                       shortened(json, max_example)});
        } else if (at->zone == Zone::missing) {
            meaning.events.emplace_back(ZoneMissing{});
        }
        return meaning;
    }
};

Decoder::Decoder() : impl_(std::make_unique<Impl>()) {}
Decoder::~Decoder() = default;

std::vector<Meaning> Decoder::decode(std::string_view payload, std::string_view content_encoding,
                                     const Context& context) {
    std::vector<Meaning> meanings;
    auto text = unwrap(payload, content_encoding);
    if (!text) {
        meanings.push_back(refused(payload, text.error().text()));
        return meanings;
    }
    const auto json = impl_->hold(std::move(*text));
    if (json.front() == '{') {
        meanings.push_back(impl_->envelope(json, context));
        return meanings;
    }
    const auto elements = split_batch(json);
    if (!elements) {
        meanings.push_back(refused(json, elements.error().text()));
        return meanings;
    }
    meanings.reserve(elements->size());
    for (const auto element : *elements) meanings.push_back(impl_->envelope(element, context));
    if (meanings.empty()) meanings.push_back(refused(json, "batch is empty"));
    return meanings;
}

Meaning Decoder::decode_body(std::string_view message_name, std::string_view json, const Context& context) {
    auto text = unwrap(json);
    if (!text) return refused(json, text.error().text());
    const auto held = impl_->hold(std::move(*text));
    const auto parsed = impl_->parse(held);
    if (!parsed) return refused(held, parsed.error().what);
    return impl_->body(message_name, *parsed, held, context, {}, {}, {}, no_time);
}

}  // namespace glassline::cfx
