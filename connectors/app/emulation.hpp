// The emulated line: each station a separate protocol peer over loopback, moved by twin/simulation. Every station is a
// Hermes supervisory server (a machine with a vertical channel) and, where a CFX address is given, an AMQP 1.0 sender
// of its own that keeps each message until it is accepted. It is simulated and says so (vendor, handles).
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "connectors/app/truth_file.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"
#include "twin/line/line_description.hpp"
#include "twin/orders/orders.hpp"
#include "twin/simulation/chaos.hpp"
#include "twin/simulation/tuning.hpp"

namespace asio {
class io_context;
}

namespace glassline::app {

struct EmulationOptions {
    LineDescription line;
    std::vector<WorkOrder> orders;
    std::uint64_t seed = 1;
    double speed = 1;  // simulated seconds a second
    std::string hermes_host = "127.0.0.1";
    std::uint16_t hermes_port = 0;  // the first station's supervisory port, station n has port + n - 1; 0: free ones
    Duration head_start{0};         // simulated before the first client hears anything: a filled line
    SimulationTuning tuning;
    Chaos chaos;                    // times count from behind the head start
    std::ostream* truth = nullptr;  // JSON lines {time, kind, station, panel, ...} of what really happened
};

/// Runs on `io`; every handler stays on it.
class Emulation {
public:
    Emulation(asio::io_context& io, EmulationOptions options, std::function<Instant()> now);
    ~Emulation();
    /// Binds all listeners. The addresses ("host:port", station by station) are those for the line's hermes_address.
    [[nodiscard]] Result<std::vector<std::string>> start();
    /// Begins to simulate. `cfx_url`: amqp://host:port where the machines send CFX; empty: Hermes only.
    void run(const std::string& cfx_url);
    void stop();
    /// Writes what was lost as the truth's last line and returns it. On io's thread, or when it no longer runs.
    EmulationLosses finish();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace glassline::app
