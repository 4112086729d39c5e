// A running connection to machines: reads, decodes, delivers to Ingest, reconnects by itself, reports its own health.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "connectors/runtime/ingest.hpp"
#include "twin/line/line_description.hpp"

namespace asio {
class io_context;
}

namespace glassline {

/// What every source gets: the loop it lives on, the door for its deliveries, the line it serves, the plant clock.
struct SourceContext {
    asio::io_context& io;
    Ingest& ingest;
    const LineDescription& line;  // outlives the source
    std::function<Instant()> now;
};

class Source {
public:
    virtual ~Source() = default;
    /// Begins to connect or listen; returns at once (a listener has bound by then, or the error says why not).
    [[nodiscard]] virtual Status start() = 0;
    /// Closes everything; handlers that remain finish on the io_context.
    virtual void stop() = 0;
    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual std::string kind() const = 0;
    [[nodiscard]] virtual std::string address() const = 0;  // after start() the bound one
};

}  // namespace glassline
