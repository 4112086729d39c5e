// "host:port" as settings write it.
#pragma once

#include <cstdint>
#include <string>

#include "twin/base/result.hpp"

namespace glassline::gateway {

struct ListenAddress {
    std::string host;  // an IP address
    std::uint16_t port = 0;
    bool operator==(const ListenAddress&) const = default;
};

[[nodiscard]] Result<ListenAddress> parse_listen(const std::string& text);
[[nodiscard]] bool is_loopback(const ListenAddress& address);
/// "http://127.0.0.1:8480"; `port` is the one really bound.
[[nodiscard]] std::string url_of(const ListenAddress& at, std::uint16_t port, bool tls);

}  // namespace glassline::gateway
