#include "twin/forecast/completion.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "twin/base/hash.hpp"
#include "twin/base/rng.hpp"

namespace glassline {
namespace {

// How much the pace of the next hours differs from that of the last departures (log standard deviation), so chosen that
// four in five finishes of simulated days fall between the 10 % and 90 % quantiles.
constexpr double pace_uncertainty = 0.17;

// Panels that still have to leave for an order; units of panels nobody has seen yet are counted by the product's panel.
std::uint64_t panels_left(const TwinState& state, const OrderState& order) {
    std::uint64_t open = 0;
    std::uint64_t units_seen = order.units_archived_good + order.units_archived_scrapped;
    std::uint64_t per_panel = 0;
    for (const auto& [id, line] : state.lines) {
        for (const auto& panel_id : order.panels) {
            const auto panel = line.panels.find(panel_id);
            if (panel == line.panels.end()) continue;
            units_seen += panel->second.units.size();
            per_panel = std::max<std::uint64_t>(per_panel, panel->second.units.size());
            if (panel->second.finished_at == no_time && !panel->second.scrapped) ++open;
        }
        if (const auto* product = line.description.find_product(order.order.product))
            per_panel = product->units_per_panel;
    }
    if (per_panel == 0) per_panel = 1;
    const std::uint64_t to_come = order.order.quantity > units_seen ? order.order.quantity - units_seen : 0;
    return open + (to_come + per_panel - 1) / per_panel;
}

std::vector<Duration> recent_intervals(const TwinState& state) {
    std::vector<Instant> departures;
    for (const auto& [id, line] : state.lines) {
        for (const auto& [panel_id, panel] : line.panels) {
            if (panel.finished_at != no_time) departures.push_back(panel.finished_at);
        }
    }
    std::sort(departures.begin(), departures.end());
    if (departures.size() > forecast_most_departures) {
        departures.erase(departures.begin(), departures.end() - static_cast<std::ptrdiff_t>(forecast_most_departures));
    }
    std::vector<Duration> intervals;
    for (std::size_t i = 1; i < departures.size(); ++i) intervals.push_back(departures[i] - departures[i - 1]);
    // A stop that lasts still is an interval, too: the time since the last departure.
    if (!departures.empty() && !intervals.empty()) {
        const Duration since = state.as_of - departures.back();
        const Duration longest = *std::max_element(intervals.begin(), intervals.end());
        if (since > longest) intervals.push_back(since);
    }
    return intervals;
}

Instant rounded_down(Instant t, Duration unit) { return from_micros(micros(t) / unit.count() * unit.count()); }
Instant rounded_up(Instant t, Duration unit) {
    return from_micros((micros(t) + unit.count() - 1) / unit.count() * unit.count());
}

void decide_shown(CompletionRange& range, const CompletionRange& before, Instant now) {
    const Instant p10 = range.quantiles[1];
    const Instant p50 = range.quantiles[9];
    const Instant p90 = range.quantiles[17];
    const Duration unit = display_unit(p50 - now);
    range.unit_s = static_cast<std::uint32_t>(unit.count() / 1'000'000);
    range.shown_from = std::max(rounded_down(p10, unit), rounded_up(now, unit));
    range.shown_to = std::max(rounded_up(p90, unit), range.shown_from + unit);
    if (before.shown_from == no_time) return;
    const bool broken = p50 < before.shown_from || p50 > before.shown_to || now > before.shown_to;
    const Duration width = range.shown_to - range.shown_from;
    const Duration width_before = before.shown_to - before.shown_from;
    const bool narrower = width.count() * 5 <= width_before.count() * 4;
    const bool old = now - before.made_at >= std::chrono::minutes(10);
    if (!broken && !narrower && !old) {
        range.made_at = before.made_at;
        range.shown_from = std::max(before.shown_from, rounded_up(now, unit));
        range.shown_to = std::max(before.shown_to, range.shown_from + unit);
        range.unit_s = before.unit_s;
        range.reason = before.reason;
        return;
    }
    const auto moved = std::chrono::duration_cast<std::chrono::minutes>(range.shown_to - before.shown_to).count();
    if (moved > 0) range.reason = "the line was slower than before, +" + std::to_string(moved) + " min";
    if (moved < 0) range.reason = "the line was faster than before, " + std::to_string(moved) + " min";
}

}  // namespace

Duration display_unit(Duration until_median) {
    using namespace std::chrono;
    if (until_median < hours(1)) return minutes(5);
    if (until_median < hours(8)) return minutes(15);
    if (until_median < hours(24)) return hours(1);
    if (until_median < hours(72)) return hours(12);
    return hours(24);
}

std::optional<CompletionRange> forecast_completion(const TwinState& state, const WorkOrderId& id, std::uint64_t seed) {
    const auto found = state.orders.orders.find(id);
    if (found == state.orders.orders.end() || found->second.finished_at != no_time) return std::nullopt;
    const auto intervals = recent_intervals(state);
    const auto own = panels_left(state, found->second);
    if (intervals.size() < forecast_least_departures || own == 0) return std::nullopt;
    // Orders take turns: before the own last panel leaves, each other order has had as many turns, or is done.
    std::uint64_t ahead = own;
    for (const auto& [other_id, other] : state.orders.orders) {
        if (other_id == id || other.finished_at != no_time || other.order.quantity == 0) continue;
        ahead += std::min(own, panels_left(state, other));
    }
    Rng rng(seed ^ hash64(id.value));
    std::vector<Duration> sums;
    for (std::size_t run = 0; run < forecast_runs; ++run) {
        // Intervals come in long pieces, as stops and their queues do; the pace of the past hour is not that of the
        // next.
        Duration sum{};
        for (std::uint64_t n = 0; n < ahead;) {
            const auto start = rng.below(intervals.size());
            for (std::uint64_t k = 0; k < 15 && n < ahead; ++k, ++n) sum += intervals[(start + k) % intervals.size()];
        }
        const double pace = std::exp(rng.normal(0.0, pace_uncertainty));
        sums.push_back(Duration{static_cast<std::int64_t>(static_cast<double>(sum.count()) * pace)});
    }
    std::sort(sums.begin(), sums.end());
    CompletionRange range;
    range.made_at = state.as_of;
    for (std::size_t q = 1; q <= 19; ++q) range.quantiles.push_back(state.as_of + sums[sums.size() * q / 20]);
    decide_shown(range, found->second.range, state.as_of);
    return range;
}

}  // namespace glassline
