// Requests and responses as plain values: what the handlers see, so that they are tested without a socket.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace glassline::gateway {

struct Request {
    std::string method;                          // "GET"
    std::string path;                            // percent-encoded, as sent, without the query
    std::map<std::string, std::string> query;    // decoded
    std::map<std::string, std::string> headers;  // lower-case names
    std::string body;
    std::string remote;  // the peer's address without its port

    [[nodiscard]] std::string header(const std::string& name) const {
        const auto at = headers.find(name);
        return at == headers.end() ? std::string{} : at->second;
    }
};

struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    bool operator==(const Response&) const = default;
};

/// "Not Found" of 404.
[[nodiscard]] std::string_view reason_of(int status);
/// `{"error": sentence}`.
[[nodiscard]] Response error_response(int status, std::string_view sentence);
[[nodiscard]] Response json_response(std::string body, int status = 200);

/// %-decoding; damaged escapes stay as they are. `plus_is_space` for queries.
[[nodiscard]] std::string percent_decoded(std::string_view text, bool plus_is_space = false);
/// "a=1&b=2" decoded, the first of equal names wins, at most 32 names.
[[nodiscard]] std::map<std::string, std::string> parse_query(std::string_view text);
/// The path's segments, each decoded: "/api/v1/lines/L%201" gives api, v1, lines, "L 1".
[[nodiscard]] std::vector<std::string> segments_of(std::string_view path);
/// The value of a cookie in a Cookie header, empty when there is none.
[[nodiscard]] std::string cookie_of(std::string_view header, std::string_view name);

/// One server-sent event without padding.
[[nodiscard]] std::string event_text(std::string_view id, std::string_view name, std::string_view data);

}  // namespace glassline::gateway
