#include "connectors/transport/amqp_convert.hpp"

#include <map>
#include <proton/binary.hpp>
#include <proton/message_id.hpp>
#include <proton/symbol.hpp>
#include <proton/types.hpp>

namespace glassline {
namespace {

constexpr std::size_t max_application_properties = 64;

std::string text_of(const proton::message_id& id) {
    if (id.type() == proton::STRING) return proton::get<std::string>(id);
    return id.empty() ? std::string() : proton::to_string(id);
}

std::string body_of(const proton::value& body) {
    switch (body.type()) {
        case proton::BINARY: {
            const auto bytes = proton::get<proton::binary>(body);
            return {bytes.begin(), bytes.end()};
        }
        case proton::STRING:
            return proton::get<std::string>(body);
        default:
            return {};  // a map or list is no CFX: the decoder refuses the empty payload and says so
    }
}

}  // namespace

proton::message to_proton(const AmqpMessage& message) {
    proton::message out;
    out.body(proton::binary(message.body));
    out.inferred(true);  // a Data section, not a value
    out.durable(message.durable);
    if (!message.message_id.empty()) out.id(message.message_id);
    if (!message.to.empty()) out.to(message.to);
    if (!message.subject.empty()) out.subject(message.subject);
    if (!message.reply_to.empty()) out.reply_to(message.reply_to);
    if (!message.correlation_id.empty()) out.correlation_id(message.correlation_id);
    if (!message.content_type.empty()) out.content_type(message.content_type);
    if (!message.content_encoding.empty()) out.content_encoding(message.content_encoding);
    for (const auto& [key, value] : message.application_properties) out.properties().put(key, value);
    return out;
}

AmqpMessage from_proton(const proton::message& message) {
    AmqpMessage out;
    out.body = body_of(message.body());
    out.message_id = text_of(message.id());
    out.to = message.to();
    out.subject = message.subject();
    out.reply_to = message.reply_to();
    out.correlation_id = text_of(message.correlation_id());
    out.content_type = message.content_type();
    out.content_encoding = message.content_encoding();
    out.durable = message.durable();
    std::map<std::string, proton::scalar> properties;
    proton::get(message.properties(), properties);
    for (const auto& [key, value] : properties) {
        if (out.application_properties.size() >= max_application_properties) break;
        if (value.type() == proton::STRING) {
            out.application_properties.emplace_back(key, proton::get<std::string>(value));
        }
    }
    return out;
}

}  // namespace glassline
