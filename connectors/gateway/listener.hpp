// One HTTP listener with server-sent events. The only door to RESTinio: everything else sees Request and Response.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "connectors/gateway/http.hpp"
#include "twin/base/result.hpp"

namespace asio {
class io_context;
}

namespace glassline::gateway {

/// An open event stream. Call from any thread; `written` of write() is called on the connection's thread.
class EventStream {
public:
    virtual ~EventStream() = default;
    /// Sends bytes; `written(false)` when the client has gone or did not take them in time: the stream is over then.
    virtual void write(std::string bytes, std::function<void(bool)> written) = 0;
    /// Ends the response and closes the connection.
    virtual void close() = 0;
};

/// Answers one request, once: with a response or by opening a stream.
class Responder {
public:
    virtual ~Responder() = default;
    virtual void send(Response response) = 0;
    /// Sends the head with `Content-Type: text/event-stream`.
    virtual std::unique_ptr<EventStream> open_stream(
        const std::vector<std::pair<std::string, std::string>>& headers) = 0;
};

struct ListenerOptions {
    std::string host;
    std::uint16_t port = 0;
    std::string certificate_file;  // empty: plain HTTP
    std::string key_file;
    std::size_t max_connections = 256;
    std::uint64_t max_body = 64 * 1'024;
    int send_buffer_bytes = 0;  // 0: the system's; a non-reader costs no more than this in the kernel
};

inline constexpr std::size_t max_url_bytes = 2'048;
inline constexpr std::size_t max_header_bytes = 4'096;  // of one value
inline constexpr std::size_t max_header_count = 64;

class Listener {
public:
    using Handler = std::function<void(Request, std::unique_ptr<Responder>)>;
    virtual ~Listener() = default;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    /// Takes no more connections; the listener must live until the io_context has run what this posts.
    virtual void stop() = 0;
};

/// Binds and listens. `handler` is called on the io_context's threads.
[[nodiscard]] Result<std::shared_ptr<Listener>> listen(asio::io_context& io, const ListenerOptions& options,
                                                       Listener::Handler handler);

}  // namespace glassline::gateway
