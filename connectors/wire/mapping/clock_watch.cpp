#include "connectors/wire/mapping/clock_watch.hpp"

#include <algorithm>
#include <vector>

namespace glassline {
namespace {

Duration magnitude(Duration d) { return d.count() < 0 ? -d : d; }

}  // namespace

std::optional<ClockWatch::Finding> ClockWatch::note(const std::string& name, Instant stamped, Instant received) {
    if (clocks_.count(name) == 0 && clocks_.size() >= max_watched_clocks) return std::nullopt;
    auto& clock = clocks_[name];
    if (stamped == clock.newest) return std::nullopt;
    clock.newest = stamped;
    clock.behind.push_back(received - stamped);
    if (clock.behind.size() > clock_samples) clock.behind.pop_front();
    ++clock.samples;
    if (clock.behind.size() < clock_samples_needed) return std::nullopt;
    std::vector<Duration> sorted(clock.behind.begin(), clock.behind.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const Duration median = *middle;
    const bool wrong = magnitude(median) > slack_;
    if (!wrong && !clock.wrong) return std::nullopt;
    if (wrong && clock.wrong && magnitude(median - clock.said) <= magnitude(clock.said) / 10) return std::nullopt;
    clock.wrong = wrong;
    clock.said = median;
    return Finding{wrong ? median : Duration{0}, clock.samples};
}

bool ClockWatch::believed(const std::string& name) const {
    const auto clock = clocks_.find(name);
    return clock == clocks_.end() || !clock->second.wrong;
}

}  // namespace glassline
