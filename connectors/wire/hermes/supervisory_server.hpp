// A machine's side of the supervisory channel towards one client, as a value: bytes in, bytes out.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "connectors/wire/hermes/framer.hpp"
#include "connectors/wire/hermes/hermes_message.hpp"
#include "twin/base/time.hpp"

namespace glassline::hermes {

inline constexpr std::size_t max_unsent_bytes = 4 * 1024 * 1024;  // a client that doesn't read is cut off there

class SupervisoryServer {
public:
    SupervisoryServer(std::string machine_id, std::string zone)
        : machine_id_(std::move(machine_id)), zone_(std::move(zone)) {}

    void feed(std::string_view bytes, Instant now);
    /// Reports a board; kept back from a client that did not ask for board tracking.
    void report(const Message& message, Instant at);
    [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }
    [[nodiscard]] const std::string& close_reason() const { return close_reason_; }
    [[nodiscard]] bool tracking() const { return tracking_; }

private:
    void send(const Message& message, Instant at);
    std::string machine_id_;
    std::string zone_;
    Framer framer_;
    std::string output_;
    std::string close_reason_;
    bool introduced_ = false;
    bool tracking_ = false;
};

}  // namespace glassline::hermes
