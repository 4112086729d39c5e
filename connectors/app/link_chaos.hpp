// What a chaos file does to an emulated line's links: outages, lost and late messages. Decides only; the emulation
// acts.
#pragma once

#include <cstddef>
#include <vector>

#include "twin/base/rng.hpp"
#include "twin/line/line_description.hpp"
#include "twin/simulation/chaos.hpp"

namespace glassline::app {

enum class Channel { cfx, hermes };
constexpr const char* name_of(Channel channel) { return channel == Channel::cfx ? "cfx" : "hermes"; }

struct Fate {
    bool lost = false;
    double delay_s = 0;  // simulated
};

/// A link that goes down or comes back.
struct LinkTurn {
    std::size_t station = 0;
    Channel channel = Channel::cfx;
    bool down = false;
};

/// Times are simulated seconds since the start, behind the head start.
class LinkChaos {
public:
    LinkChaos() : rng_(0) {}
    LinkChaos(const Chaos& chaos, const LineDescription& line, std::uint64_t seed);

    /// Of a message that is sent at `at_s`.
    [[nodiscard]] Fate fate(std::size_t station, Channel channel, double at_s);
    [[nodiscard]] bool down(std::size_t station, Channel channel, double at_s) const;
    /// The links whose outages began or ended since the last call.
    [[nodiscard]] std::vector<LinkTurn> turns(double now_s);

private:
    std::vector<ChaosEntry> entries_;
    std::vector<int> stations_;  // of each entry, -1: every one
    std::vector<bool> was_down_;
    std::size_t count_ = 0;
    Rng rng_;
};

}  // namespace glassline::app
