// cfx-amqp: reads one address of an AMQP 1.0 broker (RabbitMQ 3.10 with its plugin is the tested one) and reconnects
// with back-off.
#pragma once

#include <memory>
#include <string>

#include "connectors/sources/source.hpp"

namespace glassline {

struct CfxAmqpSettings {
    std::string name;
    std::string url;      // amqp://user:password@host:port
    std::string address;  // "/amq/queue/NAME": an existing queue of RabbitMQ 3.10
    bool simulated = false;
};

[[nodiscard]] std::unique_ptr<Source> make_cfx_amqp(CfxAmqpSettings settings, const SourceContext& context);

}  // namespace glassline
