#include "connectors/wire/cfx/requests.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "connectors/wire/cfx/bodies.hpp"
#include "connectors/wire/cfx/encode.hpp"
#include "connectors/wire/cfx/unwrap.hpp"
#include "connectors/wire/cfx/values.hpp"
#include "connectors/wire/cfx/vocabulary.hpp"
#include "twin/base/hash.hpp"

namespace glassline::cfx {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t max_request_bytes = 256U << 10U;  // as carried and inflated; a request is some hundred bytes
constexpr std::string_view version = "2.1";
constexpr std::string_view request_ending = "Request";

std::string text_of(const Json& object, std::string_view key) {
    if (!object.is_object()) return {};
    for (const auto& [name, value] : object.items()) {
        if (same_ignoring_case(name, key) && value.is_string()) return value.get<std::string>();
    }
    return {};
}

Json result(std::string_view verdict, const std::string& message) {
    return {{"Result", verdict}, {"ResultCode", 0}, {"Message", message.empty() ? Json(nullptr) : Json(message)}};
}

/// Where we can be asked, and whether it is us who were asked for.
Json presence(const OwnEndpoint& self, const std::string& asked_for) {
    const bool us = asked_for.empty() || same_ignoring_case(asked_for, self.handle);
    return {{"Result", us ? result("Success", "") : result("Failed", "this endpoint is " + self.handle)},
            {"CFXHandle", self.handle},
            {"RequestNetworkUri", self.network_uri},
            {"RequestTargetAddress", self.handle}};
}

Json topics() {
    std::map<std::string, Json> messages;  // by topic
    for (const auto name : folded_names()) {
        messages[std::string(name.substr(0, name.rfind('.')))].push_back(std::string(name));
    }
    Json all = Json::array();
    for (auto& [topic, names] : messages) {
        all.push_back({{"TopicName", topic}, {"TopicSupportType", "Consumer"}, {"SupportedMessages", names}});
    }
    return all;
}

Json information(const OwnEndpoint& self, const std::string& asked_for) {
    const bool us = asked_for.empty() || same_ignoring_case(asked_for, self.handle);
    if (!us) return {{"Result", result("Failed", "this endpoint is " + self.handle)}, {"EndpointInformation", nullptr}};
    Json endpoint{{"$type", "CFX.Structures.Endpoint, CFX"},
                  {"CFXHandle", self.handle},
                  {"CFXVersion", version},
                  {"RequestNetworkUri", self.network_uri},
                  {"RequestTargetAddress", self.handle},
                  {"UniqueIdentifier", self.handle},
                  {"FriendlyName", "Glassline"},
                  {"Vendor", "Glassline"},
                  {"ModelNumber", "Twin"},
                  {"SerialNumber", nullptr},
                  {"SoftwareVersion", GLASSLINE_VERSION},
                  {"Stages", Json::array()},
                  {"NumberOfLanes", 0},
                  {"HermesInformation", nullptr},
                  {"OperatingRequirements", nullptr},
                  {"SupportedTopics", topics()}};
    return {{"Result", result("Success", "")}, {"EndpointInformation", std::move(endpoint)}};
}

}  // namespace

std::optional<AmqpMessage> answer(const AmqpMessage& request, const OwnEndpoint& self) {
    if (request.body.size() > max_request_bytes) return std::nullopt;
    const auto text = unwrap(request.body, request.content_encoding);
    if (!text || text->size() > max_request_bytes) return std::nullopt;
    const Json envelope = Json::parse(*text, nullptr, false);
    auto name = text_of(envelope, "MessageName");
    const auto canonical = canonical_name(name);
    if (!canonical.empty()) name = canonical;
    if (!name.ends_with(request_ending)) return std::nullopt;
    const auto target = text_of(envelope, "Target");
    if (!target.empty() && !same_ignoring_case(target, self.handle)) return std::nullopt;
    const Json body = envelope.contains("MessageBody") ? envelope["MessageBody"] : Json();
    const auto asked_for = text_of(body, "CFXHandle");

    std::string response = name.substr(0, name.size() - request_ending.size()) + "Response";
    Json members;
    if (name == "CFX.AreYouThereRequest") {
        members = presence(self, asked_for);
    } else if (name == "CFX.WhoIsThereRequest") {
        members = presence(self, "");
    } else if (name == "CFX.GetEndpointInformationRequest") {
        members = information(self, asked_for);
    } else {
        response = "CFX.NotSupportedResponse";
        members = {{"RequestResult", result("Failed", name + " is not answered here")}};
    }
    Json typed{{"$type", response + ", CFX"}};
    typed.update(members);
    const auto request_id = text_of(envelope, "RequestID");
    const auto asker = text_of(envelope, "Source");
    const auto seed = request_id + text_of(envelope, "UniqueID") + request.message_id;
    AmqpMessage out;
    out.message_id = guid(hash64(seed), hash64(seed, static_cast<std::uint64_t>(micros(self.now)) + 1));
    const Json answered{{"MessageName", response},
                        {"Version", version},
                        {"TimeStamp", to_time_stamp(self.now, self.zone_minutes)},
                        {"UniqueID", out.message_id},
                        {"Source", self.handle},
                        {"Target", asker.empty() ? Json(nullptr) : Json(asker)},
                        {"RequestID", request_id.empty() ? Json(nullptr) : Json(request_id)},
                        {"MessageBody", std::move(typed)}};
    out.body = answered.dump(-1, ' ', false, Json::error_handler_t::replace);
    out.to = request.reply_to;
    out.reply_to = self.handle;
    out.correlation_id = request_id.empty() ? request.message_id : request_id;
    out.subject = self.handle + "." + response;
    out.content_type = "application/json; charset=\"utf-8\"";
    out.application_properties = {{"cfx-topic", response.substr(0, response.rfind('.'))},
                                  {"cfx-message", response},
                                  {"cfx-handle", self.handle},
                                  {"cfx-target", asker}};
    return out;
}

}  // namespace glassline::cfx
