// One AMQP 1.0 message as a plain value: what a protocol puts in and takes out, without the library that carries it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace glassline {

struct AmqpMessage {
    std::string body;  // of the one Data section (a string or binary value is read as the same)
    std::string message_id;
    std::string to;
    std::string subject;
    std::string reply_to;
    std::string correlation_id;
    std::string content_type;
    std::string content_encoding;  // "gzip" or empty
    bool durable = true;
    std::vector<std::pair<std::string, std::string>> application_properties;  // string values only
    bool operator==(const AmqpMessage&) const = default;
};

/// What became of a message at its receiver (AMQP 1.0, delivery states).
enum class AmqpOutcome {
    accepted,  // durable at the receiver: the sender may forget it
    rejected,  // unreadable for ever: sending it again does not help
    released,  // not taken now: send it again
    modified,  // failed there: send it again
};

}  // namespace glassline
