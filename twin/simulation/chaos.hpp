// What is to go wrong on an emulated line, and when: the entries of a chaos file. Those that concern machines and
// people are played by the model, those that concern links by the emulation.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/ids.hpp"

namespace glassline {

struct LineDescription;

enum class ChaosKind {
    station_stop,      // the station stands still for the duration
    cycle_drift,       // cycles grow (or shrink) steadily to `factor` times the nominal, then fall back
    cycle_bimodal,     // a `share` of the cycles takes `factor` times the nominal
    operator_away,     // `count` operators are not there
    recipe_misstated,  // RecipeActivated says `factor` times the real cycle time
    cfx_outage,        // the station's CFX connection is down; it stores and forwards
    hermes_outage,     // the station's supervisory port is closed and its clients are cut
    message_loss,      // each message is lost with `probability`
    message_delay,     // each message is held back for `delay_s`
};
constexpr auto names(ChaosKind) {
    return std::array<std::string_view, 9>{"station_stop",  "cycle_drift",      "cycle_bimodal",
                                           "operator_away", "recipe_misstated", "cfx_outage",
                                           "hermes_outage", "message_loss",     "message_delay"};
}

/// Which of a machine's two voices a loss or delay concerns.
enum class ChaosChannel { both, cfx, hermes };
constexpr auto names(ChaosChannel) { return std::array<std::string_view, 3>{"both", "cfx", "hermes"}; }

/// One entry; which members count depends on the kind. Times are simulated seconds since the start (behind the head
/// start).
struct ChaosEntry {
    ChaosKind kind = ChaosKind::station_stop;
    double at_s = 0;
    double duration_s = 0;
    StationId station;  // empty: every station, where the kind allows it
    double factor = 1;
    double share = 0;
    double probability = 0;
    double delay_s = 0;
    std::uint32_t count = 1;
    ChaosChannel channel = ChaosChannel::both;
    std::string description;  // of a stop's fault
    bool operator==(const ChaosEntry&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("kind", self.kind);
        v("at_s", self.at_s);
        v("duration_s", self.duration_s);
        v("station", self.station);
        v("factor", self.factor);
        v("share", self.share);
        v("probability", self.probability);
        v("delay_s", self.delay_s);
        v("count", self.count);
        v("channel", self.channel);
        v("description", self.description);
    }
};
using Chaos = std::vector<ChaosEntry>;

inline constexpr std::size_t max_chaos_entries = 10'000;

/// Every fault of the entries, each with its place ("chaos[2].factor: ..."). Empty: usable.
[[nodiscard]] std::vector<std::string> check(const Chaos& chaos);
/// The same against a line: entries that name a station it doesn't have.
[[nodiscard]] std::vector<std::string> check(const Chaos& chaos, const LineDescription& line);

}  // namespace glassline
