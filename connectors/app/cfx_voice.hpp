// What one emulated machine says over CFX: a sender of its own that keeps each message until it is accepted.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "connectors/wire/cfx/encode.hpp"
#include "twin/line/line_description.hpp"

namespace asio {
class io_context;
}

namespace glassline::app {

class CfxVoice {
public:
    /// `next_id` gives each message its UniqueID.
    CfxVoice(asio::io_context& io, const std::string& url, StationDescription station,
             std::function<std::string()> next_id);
    ~CfxVoice();
    void connect();
    /// Stores and forwards from here on.
    void disconnect();
    /// Says the event, and what a scanner reads where one is. Returns how many messages a full store lost.
    [[nodiscard]] std::size_t say(const Event& event, Instant at, const FaultPlace& place);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace glassline::app
