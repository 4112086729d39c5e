// The twin's two doors to people: the operator listener (API and feed, named tokens) and the customer listener (page,
// session, view, stream), never mixed. It runs on the caller's io_context and keeps nothing that the fold does not,
// save who is connected right now.
//
//   gateway::Options options{.state_dir = dir};
//   gateway::Gateway gateway(io, host, options);
//   if (auto started = gateway.start(); !started) return fail(started.error());
//   ... io.run() ...
//   gateway.stop();
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/gateway/replay_api.hpp"
#include "connectors/runtime/twin_host.hpp"
#include "twin/base/result.hpp"

namespace asio {
class io_context;
}

namespace glassline::gateway {

struct Tls {
    std::string certificate_file;  // PEM chain; empty: plain HTTP
    std::string key_file;          // PEM
    bool operator==(const Tls&) const = default;
};

struct Options {
    std::string operator_listen = "127.0.0.1:8480";  // host:port; port 0 takes a free one
    std::string customer_listen = "127.0.0.1:8481";
    std::string customer_public_url;  // what links begin with; empty: the bound customer address
    Tls operator_tls;
    Tls customer_tls;
    bool behind_proxy = false;                 // a declared proxy speaks TLS before us: plain HTTP may leave loopback
    std::vector<std::string> frame_ancestors;  // origins that may embed the page; empty: none
    ReplayControl replay;                      // of a server that plays a recording; empty: live
    std::string state_dir;                     // operator.token, tokens.json, session.key live here (created, 0700)
};

/// Where the listeners really are, as URLs ("http://127.0.0.1:8480").
struct Bound {
    std::string operator_url;
    std::string customer_url;  // the listener itself
    std::string public_url;    // what links begin with
};

/// What a customer sees of an order at this state, as the JSON text of a CustomerView; nothing: the order is unknown.
/// Called on the io_context's threads; must be a pure function of its arguments. The default is twin/projection's.
using ViewOf = std::function<std::optional<std::string>(const TwinState& state, const LinkGrant& grant)>;

/// Lines of Prometheus text that the runtime adds to GET /metrics.
using ExtraMetrics = std::function<std::string()>;

class Gateway {
public:
    /// `host` and `io` outlive the gateway. `io` may be run by several threads.
    Gateway(asio::io_context& io, TwinHost& host, Options options, ViewOf view_of = {}, ExtraMetrics metrics = {});
    /// Stops. Destroy it before the io_context; what is still under way ends on the io_context or with it.
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// Binds both listeners, reads or writes tokens and keys in state_dir. Call it before or while the io_context runs,
    /// from any thread. Errors: an address that is taken, a certificate that can't be read, plain HTTP beyond loopback.
    [[nodiscard]] Result<Bound> start();
    /// Closes listeners and streams and unsubscribes. The handlers that remain finish on the io_context.
    void stop();

    /// Makes a link grant for an order through the journal, as POST /orders/{id}/links does, and calls back with the
    /// URL that holds the secret, on the io_context. For `demo`.
    void share(const WorkOrderId& order, const std::string& label, std::function<void(Result<std::string>)> done);

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace glassline::gateway
