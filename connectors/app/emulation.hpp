// The emulated line: each station a separate protocol peer over loopback, moved by twin/simulation. Every station is a
// Hermes machine with a vertical channel, linked to its neighbours by real horizontal Hermes, and, where a CFX address
// is given, an AMQP 1.0 sender of its own that keeps each message until it is accepted. It is simulated and says so
// (vendor, handles, BoardIdCreatedBy).
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
    /// The first station's supervisory port, station n has port + n - 1, the gap behind station n has
    /// port + stations + n - 1; 0: free ones.
    std::uint16_t hermes_port = 0;
    std::uint16_t configuration_port = 0;  // the first station's configuration service, as above; 0: free ones
    std::string only;                      // run this station alone, its neighbours are not ours; empty: all
    std::string upstream_host;             // where the lone station's upstream neighbour waits; empty: it has none
    std::uint16_t upstream_port = 0;
    Duration head_start{0};                // simulated before the first client hears anything: a filled line
    std::ostream* hermes_trace = nullptr;  // every Hermes document, in the format of hermes-trace
    SimulationTuning tuning;
    Chaos chaos;                    // of a whole line; times count from behind the head start
    std::ostream* truth = nullptr;  // JSON lines {time, kind, station, panel, ...} of what really happened
};

/// Ports that `options` need at once: the last one, which must not pass 65535.
[[nodiscard]] std::uint32_t last_hermes_port(const EmulationOptions& options);

/// Where a machine's services wait, "host:port".
struct MachineAddresses {
    StationId station;
    std::string supervisory;    // for the line's hermes_address
    std::string configuration;  // Get/SetConfiguration; the standard's own port 1248 is one per host
    std::string downstream;     // boards go to who connects here; empty: the last station
};

/// Boards handed over between two machines since the start, by what both said on the link.
struct Handovers {
    std::uint64_t confirmed = 0;
    std::uint64_t unconfirmed = 0;  // moved by the simulation, not said on the link within 5 s
};

/// Runs on `io`; every handler stays on it.
class Emulation {
public:
    Emulation(asio::io_context& io, EmulationOptions options, std::function<Instant()> now);
    ~Emulation();
    /// Binds all listeners, station by station.
    [[nodiscard]] Result<std::vector<MachineAddresses>> start();
    /// Begins to simulate. `cfx_url`: amqp://host:port where the machines send CFX; empty: Hermes only.
    void run(const std::string& cfx_url);
    /// Says goodbye on every link and closes.
    void stop();
    /// Call on the thread of `io`.
    [[nodiscard]] Handovers handovers() const;
    /// Writes what was lost as the truth's last line and returns it. On io's thread, or when it no longer runs.
    EmulationLosses finish();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace glassline::app
