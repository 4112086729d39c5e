// Answers to CFX requests: who is there, who are you, what can you do. Pure: a request in, its answer out.
#pragma once

#include <optional>
#include <string>

#include "connectors/wire/amqp/amqp_message.hpp"
#include "twin/base/time.hpp"

namespace glassline::cfx {

/// Who we are to others.
struct OwnEndpoint {
    std::string handle;       // our CFX handle, also the address we are asked at
    std::string network_uri;  // amqp://host:port
    Instant now{};
    int zone_minutes = 0;
};

/// The answer to AreYouThereRequest, WhoIsThereRequest and GetEndpointInformationRequest, NotSupportedResponse to any
/// other request; nothing for a message that is no request, can't be read, or is addressed to somebody else.
/// It goes to the request's reply-to, with the request's id as correlation.
[[nodiscard]] std::optional<AmqpMessage> answer(const AmqpMessage& request, const OwnEndpoint& self);

}  // namespace glassline::cfx
