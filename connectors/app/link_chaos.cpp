#include "connectors/app/link_chaos.hpp"

#include <algorithm>

namespace glassline::app {
namespace {

bool of_links(ChaosKind kind) {
    return kind == ChaosKind::cfx_outage || kind == ChaosKind::hermes_outage || kind == ChaosKind::message_loss ||
           kind == ChaosKind::message_delay;
}

bool concerns(const ChaosEntry& entry, Channel channel) {
    return entry.channel == ChaosChannel::both ||
           entry.channel == (channel == Channel::cfx ? ChaosChannel::cfx : ChaosChannel::hermes);
}

bool lasts(const ChaosEntry& entry, double at_s) { return at_s >= entry.at_s && at_s < entry.at_s + entry.duration_s; }

}  // namespace

LinkChaos::LinkChaos(const Chaos& chaos, const LineDescription& line, std::uint64_t seed)
    : count_(line.stations.size()), rng_(seed ^ 0x6c696e6b73ULL) {
    for (const auto& entry : chaos) {
        if (!of_links(entry.kind)) continue;
        entries_.push_back(entry);
        stations_.push_back(entry.station.empty() ? -1 : line.index_of(entry.station));
    }
    was_down_.resize(2 * count_, false);
}

Fate LinkChaos::fate(std::size_t station, Channel channel, double at_s) {
    Fate fate;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const auto& entry = entries_[i];
        if (stations_[i] >= 0 && static_cast<std::size_t>(stations_[i]) != station) continue;
        if (!lasts(entry, at_s) || !concerns(entry, channel)) continue;
        if (entry.kind == ChaosKind::message_loss) fate.lost = rng_.chance(entry.probability) || fate.lost;
        if (entry.kind == ChaosKind::message_delay) fate.delay_s = std::max(fate.delay_s, entry.delay_s);
    }
    return fate;
}

bool LinkChaos::down(std::size_t station, Channel channel, double at_s) const {
    const auto kind = channel == Channel::cfx ? ChaosKind::cfx_outage : ChaosKind::hermes_outage;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (stations_[i] >= 0 && static_cast<std::size_t>(stations_[i]) != station) continue;
        if (entries_[i].kind == kind && lasts(entries_[i], at_s)) return true;
    }
    return false;
}

std::vector<LinkTurn> LinkChaos::turns(double now_s) {
    std::vector<LinkTurn> out;
    if (entries_.empty()) return out;
    for (std::size_t i = 0; i < count_; ++i) {
        for (const auto channel : {Channel::cfx, Channel::hermes}) {
            const std::size_t place = 2 * i + (channel == Channel::cfx ? 0 : 1);
            const bool is_down = down(i, channel, now_s);
            if (is_down == was_down_[place]) continue;
            was_down_[place] = is_down;
            out.push_back({i, channel, is_down});
        }
    }
    return out;
}

}  // namespace glassline::app
