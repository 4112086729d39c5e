// The operator API as a pure function: a request and the state in, what to do out. The shell submits changes, answers
// when they are durable, and keeps the feed open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "connectors/gateway/http.hpp"
#include "connectors/gateway/replay_api.hpp"
#include "connectors/gateway/requests.hpp"
#include "connectors/gateway/tokens.hpp"
#include "connectors/runtime/twin_host.hpp"

namespace glassline::gateway {

inline constexpr std::size_t max_journal_page = 1'000;     // entries an answer of GET /journal
inline constexpr std::size_t max_body_bytes = 64 * 1'024;  // of any request

/// Becomes events in the journal; `then` is answered once they are durable.
struct Change {
    std::vector<TimedEvent> events;
    RawMessage raw;  // what was asked, without any secret
    Response then;
};

/// Opens the feed. Nothing: from a snapshot on.
struct OpenFeed {
    std::string last_event_id;  // "EPOCH-SEQUENCE" or empty
};

using OperatorOutcome = std::variant<Response, Change, OpenFeed>;

struct OperatorContext {
    const TwinState& state;
    Instant now{};
    std::string public_url;                      // without a trailing slash
    std::map<LinkGrantId, std::size_t> viewers;  // streams open now
    std::string metrics;                         // text for GET /metrics
    std::function<Result<std::vector<JournalEntry>>(std::uint64_t from, std::size_t limit)> read;
    std::vector<std::string> troubles;  // of the process itself, for GET /healthz
    ReplayControl replay;               // empty: this server is live
};

/// `token`: the caller's, already checked; nothing: none or unknown. Never throws.
[[nodiscard]] OperatorOutcome handle_operator(const Request& request, const std::optional<Token>& token,
                                              const OperatorContext& context);

/// Why the server is not well: the process's troubles, then sources that are not connected.
[[nodiscard]] std::vector<std::string> health_reasons(const TwinState& state, std::vector<std::string> troubles);

/// The bearer's text of an Authorization header, empty when it is none.
[[nodiscard]] std::string bearer_of(const Request& request);

/// "EPOCH-SEQUENCE" taken apart; nothing for anything else.
[[nodiscard]] std::optional<std::pair<std::string, std::uint64_t>> parse_event_id(const std::string& id);

/// A new grant and the secret that opens it; the grant holds only the secret's SHA-256.
struct NewLink {
    LinkGrant grant;
    std::string secret;
};
[[nodiscard]] NewLink make_link(const WorkOrderId& order, const std::string& label, std::vector<std::string> scopes,
                                std::optional<Instant> expires, const std::string& by, Instant now);
[[nodiscard]] std::string link_url(const std::string& public_url, const std::string& secret);

}  // namespace glassline::gateway
