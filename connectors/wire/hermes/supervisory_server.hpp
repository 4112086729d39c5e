// A machine's side of the supervisory channel, and of the configuration service, towards one client, as a value: bytes
// in, bytes out. What the machine is and does stands behind `MachineDesk`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/wire/hermes/framer.hpp"
#include "connectors/wire/hermes/hermes_message.hpp"
#include "twin/base/time.hpp"

namespace glassline::hermes {

inline constexpr std::size_t max_unsent_bytes = 4 * 1024 * 1024;  // a client that doesn't read is cut off there

/// The machine that the sessions speak for.
class MachineDesk {
public:
    virtual ~MachineDesk() = default;
    [[nodiscard]] virtual Configuration configuration() const = 0;
    /// Takes a configuration that is well formed. Returns why it can't work with it; empty: it does from now on.
    [[nodiscard]] virtual std::string configure(const Configuration& wanted) = 0;
    [[nodiscard]] virtual SendHermesCapabilities capabilities() const = 0;
    [[nodiscard]] virtual ReplyWorkOrderInfo take_work_order(const SendWorkOrderInfo& order) = 0;
};

class SupervisoryServer {
public:
    /// The desk outlives the session.
    SupervisoryServer(MachineDesk& desk, std::string zone) : desk_(&desk), zone_(std::move(zone)) {}

    void feed(std::string_view bytes, Instant now);
    /// Reports a board; kept back from a client that did not ask for board tracking.
    void report(const Message& message, Instant at);
    /// Asks for a board's work order, when the client can answer. Says whether it was asked.
    bool ask(const QueryWorkOrderInfo& query, Instant at);
    [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }
    [[nodiscard]] const std::string& close_reason() const { return close_reason_; }
    [[nodiscard]] bool tracking() const { return tracking_; }

private:
    struct Taker;
    void send(const Message& message, Instant at);
    void refuse(const std::string& why, Instant at);

    MachineDesk* desk_;
    std::string zone_;
    Framer framer_;
    std::string output_;
    std::string close_reason_;
    bool introduced_ = false;
    bool tracking_ = false;
    bool answers_work_orders_ = false;
};

/// The configuration service (port 1248 by the standard): the same questions without an introduction.
class ConfigurationServer {
public:
    ConfigurationServer(MachineDesk& desk, std::string zone) : desk_(&desk), zone_(std::move(zone)) {}
    void feed(std::string_view bytes, Instant now);
    [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }
    [[nodiscard]] const std::string& close_reason() const { return close_reason_; }

private:
    MachineDesk* desk_;
    std::string zone_;
    Framer framer_;
    std::string output_;
    std::string close_reason_;
};

/// What a desk answers to SetConfiguration: nothing when it took it, else a Notification (4, configuration error).
[[nodiscard]] std::vector<Message> configured(MachineDesk& desk, const Configuration& wanted);

}  // namespace glassline::hermes
