// Our side of a machine's supervisory ("vertical") channel as a value: bytes in, bytes and messages out. No socket, no
// clock; the driver says what time it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/wire/hermes/check_alive.hpp"
#include "connectors/wire/hermes/framer.hpp"
#include "connectors/wire/hermes/hermes_message.hpp"
#include "twin/base/time.hpp"

namespace glassline::hermes {

/// A document of the machine with its bytes, or the error that took its place.
struct Received {
    std::string bytes;
    Result<Document> document;
};

class SupervisoryClient {
public:
    explicit SupervisoryClient(std::string system_id) : system_id_(std::move(system_id)) {}

    /// The connection stands: says who we are first, as the protocol wants.
    void connected(Instant now);
    /// Takes bytes of the machine; answers pings by itself.
    [[nodiscard]] std::vector<Received> feed(std::string_view bytes, Instant now);
    /// Call at least each second: sends CheckAlive, notices silence.
    void tick(Instant now);

    /// Bytes to send, once.
    [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }
    /// Why the connection is to be closed; empty while all is well.
    [[nodiscard]] const std::string& close_reason() const { return close_reason_; }
    [[nodiscard]] bool established() const { return established_; }
    [[nodiscard]] const Framer& framer() const { return framer_; }

private:
    void send(Message message, Instant now);

    bool promised_pongs_ = false;  // the machine offers FeatureCheckAliveResponse
    std::uint64_t pings_ = 0;
    std::string system_id_;
    Framer framer_;
    std::string output_;
    std::string close_reason_;
    bool established_ = false;
    Instant last_heard_{};
    Instant last_sent_{};
};

}  // namespace glassline::hermes
