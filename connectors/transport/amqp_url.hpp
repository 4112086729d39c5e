// amqp://[user:password@]host[:port]
#pragma once

#include <string>
#include <string_view>

#include "twin/base/result.hpp"

namespace glassline {

struct AmqpUrl {
    std::string host;
    std::string port = "5672";
    std::string user;  // empty: SASL ANONYMOUS; else PLAIN
    std::string password;
    bool operator==(const AmqpUrl&) const = default;

    /// Without credentials: for logs, events and the operator.
    [[nodiscard]] std::string shown() const { return "amqp://" + host + ":" + port; }
};

/// User and password may be percent-encoded. amqps is refused: TLS is not there yet.
[[nodiscard]] Result<AmqpUrl> parse_amqp_url(std::string_view text);

}  // namespace glassline
