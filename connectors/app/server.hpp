// A whole server in this process: journal, writer, sources, gateway. `serve` runs one; `demo` runs one beside an
// emulated line.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/gateway/gateway.hpp"
#include "connectors/runtime/clock.hpp"
#include "connectors/runtime/twin_host.hpp"
#include "connectors/wire/files/settings.hpp"
#include "twin/line/line_description.hpp"
#include "twin/orders/orders.hpp"

namespace glassline::app {

struct ServerOptions {
    Settings settings;  // `state` is filled in; files named in it were read into the two members below
    std::vector<LineDescription> lines;
    std::vector<WorkOrder> orders;  // defined at the start when the journal doesn't know them
    const Clock* clock = nullptr;   // outlives the server; none: the machine's clock
};

struct BoundSource {
    std::string name;
    std::string kind;
    std::string address;  // a URL or host:port with the port really bound
};

/// What the `ready` line says.
struct Ready {
    std::string operator_url;
    std::string customer_url;
    std::string state;
    std::vector<BoundSource> sources;
};

/// `ready {"operator": ..., ...}` without a newline; `share` is added where it is not empty.
[[nodiscard]] std::string ready_line(const Ready& ready, const std::string& share = "");

class Server {
public:
    /// Everything runs and accepts connections when this returns.
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options);
    ~Server();  // stops
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] const Ready& ready() const;
    [[nodiscard]] TwinHost& host();
    [[nodiscard]] gateway::Gateway& gateway();
    /// Sources first, then what they delivered is made durable, then the listeners. May be called twice.
    void stop();

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// The sources a server without settings has: cfx-listen on a free port and, where a station has a Hermes address,
/// hermes-supervisory.
[[nodiscard]] std::vector<SourceSettings> default_sources(const std::vector<LineDescription>& lines);

}  // namespace glassline::app
