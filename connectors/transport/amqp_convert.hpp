// Between Proton's message and ours. Inside connectors/transport only; brings Proton.
#pragma once

#include <proton/message.hpp>

#include "connectors/wire/amqp/amqp_message.hpp"

namespace glassline {

[[nodiscard]] proton::message to_proton(const AmqpMessage& message);
[[nodiscard]] AmqpMessage from_proton(const proton::message& message);

}  // namespace glassline
