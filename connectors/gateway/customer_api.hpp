// The customer side as a pure function. It is given doors (who a secret or a session is, what its view is) and never
// the twin: what a customer may not see is not filtered here, it never comes here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "connectors/gateway/http.hpp"
#include "connectors/gateway/links.hpp"
#include "connectors/gateway/secrets.hpp"
#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"

namespace glassline::gateway {

inline constexpr std::size_t max_streams_per_link = 8;
inline constexpr std::size_t max_customer_body = 4'096;

struct Admission {
    Standing standing = Standing::unknown;
    LinkGrantId link;
    Instant ends_at{};
};

/// A file of the page, in the program itself.
struct StaticFile {
    std::string_view path;  // "/index.html"
    std::string_view content_type;
    std::string_view bytes;
    std::string_view gzip;  // empty: not smaller
    std::string_view etag;
};

struct CustomerContext {
    std::function<Admission(std::string_view secret)> by_secret;
    std::function<Admission(const LinkGrantId&)> by_link;
    std::function<std::optional<std::string>(const LinkGrantId&)> view;  // JSON of the CustomerView
    std::function<std::size_t(const LinkGrantId&)> open_streams;
    std::function<bool(const std::string& remote)> attempt_allowed;  // takes one attempt of the remote's budget
    std::function<const StaticFile*(std::string_view path)> file;
    Key session_key{};
    Instant now{};
    bool secure = false;                       // the browser speaks TLS with us or with our proxy
    std::string origin;                        // "https://host": what an Origin header must be
    std::vector<std::string> frame_ancestors;  // origins that may embed the page
};

/// The link was opened: LinkOpened goes to the journal, then the answer is sent.
struct OpenLink {
    LinkGrantId link;
    Response then;
};
struct OpenStream {
    LinkGrantId link;
    std::uint64_t last_event_id = 0;
};
using CustomerOutcome = std::variant<Response, OpenLink, OpenStream>;

[[nodiscard]] CustomerOutcome handle_customer(const Request& request, const CustomerContext& context);

/// The headers that every answer of the customer side carries, the stream's, too.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> customer_headers(const CustomerContext& context);

/// `LINK.EXPIRY.MAC`: survives a restart as the key does; whether the link still stands is asked each time.
[[nodiscard]] std::string make_session(const Key& key, const LinkGrantId& link, Instant expires);
[[nodiscard]] std::optional<LinkGrantId> read_session(const Key& key, std::string_view cookie, Instant now);

inline constexpr std::string_view session_cookie = "glassline";

}  // namespace glassline::gateway
