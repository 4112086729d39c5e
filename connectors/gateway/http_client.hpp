// One request to a running server, blocking, for commands. https is verified against the system's certificates, or
// those of the file that SSL_CERT_FILE names.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

#include "twin/base/result.hpp"

namespace glassline::gateway {

struct ClientRequest {
    std::string url;  // "http://127.0.0.1:8480/api/v1/orders"
    std::string method = "GET";
    std::map<std::string, std::string> headers;
    std::string body;
};
struct ClientResponse {
    int status = 0;
    std::map<std::string, std::string> headers;  // lower-case names
    std::string body;
};

inline constexpr std::size_t max_client_answer = 64U << 20U;

/// Errors: a URL that can't be used, nobody listens, no whole answer in time.
[[nodiscard]] Result<ClientResponse> request_once(const ClientRequest& request,
                                                  std::chrono::seconds limit = std::chrono::seconds(15));

/// %-encodes all but unreserved characters, for a path's segment.
[[nodiscard]] std::string percent_encoded(const std::string& text);

}  // namespace glassline::gateway
