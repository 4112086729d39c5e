// `--truth`: what really happened on the emulated line, a JSON value a line: {time, kind, station, panel, ...}.
#pragma once

#include <iosfwd>
#include <string>

#include "twin/event.hpp"
#include "twin/simulation/line_simulation.hpp"

namespace glassline::app {

/// What did not reach anybody, by reason; each is counted however many there are.
struct EmulationLosses {
    std::uint64_t cfx_store_full = 0;    // the machine's store and forward was full
    std::uint64_t hermes_forgotten = 0;  // nobody listened, and more waited than is remembered
    std::uint64_t by_chaos = 0;          // message_loss, and Hermes during an outage
    std::uint64_t late_dropped = 0;      // delayed messages beyond the bound
    std::uint64_t truths_dropped = 0;    // notes beyond the bound, missing in the truth file
    bool operator==(const EmulationLosses&) const = default;
};

class TruthFile {
public:
    /// `out` may be null: nothing is written.
    explicit TruthFile(std::ostream* out) : out_(out) {}
    void event(const Event& event, Instant at);
    void note(const SimulatedTruth& truth, Instant at);
    /// "link_down" or "link_up".
    void link(const std::string& kind, const StationId& station, const std::string& channel, Instant at);
    /// A board that moved between two machines, confirmed on their Hermes link or not.
    void handover(const StationId& station, const std::string& board_id, const std::string& barcode, bool confirmed,
                  Instant at);
    void lost(const Event& event, const StationId& station, const std::string& channel, Instant at);
    /// The last line.
    void losses(const EmulationLosses& losses, Instant at);
    void flush();

private:
    std::ostream* out_;
};

/// One sentence for people.
[[nodiscard]] std::string sentence(const EmulationLosses& losses);

}  // namespace glassline::app
