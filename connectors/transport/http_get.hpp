// One HTTP/1.1 GET on the program's own io_context, without blocking it: plain HTTP, a connection a request. Every
// size and the whole time are bounded.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "twin/base/result.hpp"

namespace asio {
class io_context;
}

namespace glassline {

struct HttpTarget {
    std::string host;
    std::string port;
    std::string base;  // path before what is asked for, without a '/' at its end; mostly empty
};

/// Error: no http:// address, no host, or https (which is not spoken here).
[[nodiscard]] Result<HttpTarget> http_target(const std::string& url);

struct HttpLimits {
    std::chrono::milliseconds whole{10'000};          // from connecting to the last byte
    std::size_t body_bytes = std::size_t{64} << 20U;  // inflated by chunks or not
};

struct HttpAnswer {
    int status = 0;
    std::string body;
};

class HttpGet {
public:
    using Callback = std::function<void(Result<HttpAnswer>)>;
    /// Starts; `done` is called once, on the io_context, unless the request is cancelled before.
    [[nodiscard]] static std::shared_ptr<HttpGet> start(asio::io_context& io, const HttpTarget& target,
                                                        const std::string& path, HttpLimits limits, Callback done);
    virtual ~HttpGet() = default;
    /// `done` is not called any more.
    virtual void cancel() = 0;
};

}  // namespace glassline
