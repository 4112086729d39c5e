// A source: one connector that turns what a machine or broker says into deliveries for the writer.
//
// Use: construct it with its settings, an asio::io_context and an Ingest; start(); later stop(). All calls on the
// context's thread. A source reconnects by itself, reports its own health as events and bounds its memory.
#pragma once

#include <string>

namespace glassline {

/// What an operator sees of a source, and what the server's `ready` line lists.
struct SourceInfo {
    std::string name;     // of the settings, unique: the SourceId of its deliveries
    std::string kind;     // cfx-listen, cfx-amqp, hermes-supervisory, ...
    std::string address;  // where it listens or connects to, with the port really bound; never with credentials
    bool operator==(const SourceInfo&) const = default;
};

class Source {
public:
    virtual ~Source() = default;
    /// Begins to listen or connect. Throws std::system_error when that can never work (a port that is taken).
    virtual void start() = 0;
    /// Closes connections and cancels timers; the io_context runs out of this source's work soon after. May be called
    /// twice.
    virtual void stop() = 0;
    /// The address is final once start() has returned.
    [[nodiscard]] virtual SourceInfo info() const = 0;
};

}  // namespace glassline
