#include "twin/kpi/kpi.hpp"

#include <algorithm>
#include <array>

namespace glassline {
namespace {

constexpr std::int64_t window_minutes = 15;  // output is counted over this long

std::int64_t minute_of(Instant t) { return micros(t) / 60'000'000; }

Kpi named(const char* id, const char* name, const char* unit) {
    Kpi kpi;
    kpi.id = id;
    kpi.name = name;
    kpi.unit = unit;
    return kpi;
}

struct Totals {
    std::uint32_t finished = 0;
    std::uint32_t inspected = 0;
    std::uint32_t good = 0;
};

// Of the minutes (last - count, last].
Totals totals_of(const LineState& line, std::int64_t last, std::int64_t count) {
    Totals sum;
    for (const auto& m : line.minutes) {
        if (m.minute > last || m.minute <= last - count) continue;
        sum.finished += m.units_finished;
        sum.inspected += m.units_inspected;
        sum.good += m.units_first_pass_good;
    }
    return sum;
}

Kpi output_of(const LineState& line, std::int64_t now, std::int64_t known_minutes) {
    Kpi kpi = named("output", "Output", "/h");
    // Units an hour at the nominal pace of the slowest station.
    double slowest_s = 0;
    for (const auto& s : line.description.stations) slowest_s = std::max(slowest_s, s.cycle_time_s);
    std::uint32_t per_panel = 1;
    for (const auto& p : line.description.products) per_panel = std::max(per_panel, p.units_per_panel);
    const double nominal = slowest_s > 0 ? 3600.0 / slowest_s * per_panel : 0;
    if (known_minutes >= 1) {
        const auto window = std::min(window_minutes, known_minutes);
        kpi.value = totals_of(line, now, window).finished * 60.0 / static_cast<double>(window);
    }
    for (std::int64_t m = now - 59; m <= now; ++m) {
        // A young history is counted over what there is of it.
        const std::int64_t window = std::min(window_minutes, m - (now - known_minutes));
        kpi.trend.push_back(window >= 1 ? std::optional<double>(totals_of(line, m, window).finished * 60.0 /
                                                                static_cast<double>(window))
                                        : std::nullopt);
    }
    if (nominal > 0) {
        kpi.band_low = nominal * 0.8;
        kpi.band_high = nominal;
        kpi.limit = nominal * 0.6;
    }
    kpi.scale_high = std::max(nominal * 1.2, kpi.value.value_or(0) * 1.1);
    return kpi;
}

Kpi cycle_of(const LineState& line) {
    Kpi kpi = named("cycle", "Cycle", "s");
    double nominal = 0;
    for (const auto& s : line.description.stations) {
        const auto at = line.stations.find(s.id);
        if (at == line.stations.end() || s.capacity > 1) continue;  // an oven's time inside is not the line's beat
        const auto middle = median(at->second.cycle_samples_s);
        if (!middle || (kpi.value && *middle <= *kpi.value)) continue;
        kpi.value = middle;
        nominal = s.cycle_time_s;
        kpi.trend.clear();
        for (const double sample : at->second.cycle_samples_s) kpi.trend.emplace_back(sample);
    }
    if (nominal > 0) {
        kpi.band_low = nominal * 0.9;
        kpi.band_high = nominal * 1.1;
        kpi.limit = nominal * 1.3;
    }
    kpi.scale_high = 1.6 * std::max(nominal, kpi.value.value_or(1));
    return kpi;
}

Kpi yield_of(const LineState& line, std::int64_t now) {
    Kpi kpi = named("yield", "Yield", "%");
    const auto share = [](const Totals& t) {
        return t.inspected > 0 ? std::optional<double>(100.0 * t.good / t.inspected) : std::nullopt;
    };
    kpi.value = share(totals_of(line, now, 60));
    for (std::int64_t m = now - 59; m <= now; ++m) kpi.trend.push_back(share(totals_of(line, m, 5)));
    kpi.band_low = 97;
    kpi.band_high = 100;
    kpi.limit = 95;
    kpi.scale_low = 80;
    kpi.scale_high = 100;
    return kpi;
}

Kpi on_line_of(const LineState& line, std::int64_t now, std::int64_t known_minutes) {
    Kpi kpi = named("on_line", "On line", "panels");
    double count = 0;
    std::array<int, trend_minutes + 1> change{};  // came minus left, by minute of the trend; the first: all before it
    const auto slot = [&](Instant t) {
        const auto at = static_cast<std::int64_t>(trend_minutes) - (now - minute_of(t));
        return static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(trend_minutes)));
    };
    for (const auto& [id, panel] : line.panels) {
        if (panel.visits.empty()) continue;
        ++change[slot(panel.visits.front().arrived_at)];
        if (std::holds_alternative<LeftLine>(panel.position.place))
            --change[slot(panel.position.since)];
        else
            ++count;
    }
    int there = change[0];
    for (std::size_t i = 1; i <= trend_minutes; ++i) {
        there += change[i];
        const bool known = static_cast<std::int64_t>(trend_minutes - i) < known_minutes;
        kpi.trend.push_back(known ? std::optional<double>(std::max(0, there)) : std::nullopt);
    }
    double room = 0;
    for (const auto& s : line.description.stations) room += s.capacity + s.buffer_capacity;
    kpi.value = count;
    kpi.band_low = 0;
    kpi.band_high = room * 0.7;
    kpi.limit = room;
    kpi.scale_high = room;
    return kpi;
}

struct ReadyTime {
    double up = 0, down = 0;  // s
    [[nodiscard]] std::optional<double> share() const {
        return up + down > 0 ? std::optional<double>(100.0 * up / (up + down)) : std::nullopt;
    }
};

// Of all stations between two moments; `now` ends the state that lasts.
ReadyTime ready_time(const LineState& line, Instant from, Instant to, Instant now) {
    ReadyTime time;
    for (const auto& [id, station] : line.stations) {
        for (auto i = station.history.rbegin(); i != station.history.rend(); ++i) {
            const Instant begin = std::max(i->since, from);
            const Instant end = std::min(i->until == no_time ? now : i->until, to);
            if (i->until != no_time && i->until < from) break;  // all older ones are older still
            const bool counts =
                i->state.e10 != EquipmentClass::non_scheduled && i->state.e10 != EquipmentClass::unknown;
            if (end <= begin || !counts) continue;
            const bool ready = i->state.e10 == EquipmentClass::productive || i->state.e10 == EquipmentClass::standby;
            (ready ? time.up : time.down) += seconds(end - begin);
        }
    }
    return time;
}

Kpi availability_of(const LineState& line, Instant now) {
    Kpi kpi = named("availability", "Available", "%");
    kpi.value = ready_time(line, now - std::chrono::hours(1), now, now).share();
    for (std::int64_t back = static_cast<std::int64_t>(trend_minutes) - 1; back >= 0; --back) {
        const Instant to = now - std::chrono::minutes(back);
        kpi.trend.push_back(ready_time(line, to - std::chrono::minutes(5), to, now).share());
    }
    kpi.band_low = 95;
    kpi.band_high = 100;
    kpi.limit = 90;
    kpi.scale_low = 70;
    kpi.scale_high = 100;
    return kpi;
}

}  // namespace

std::optional<double> median(std::vector<double> samples) {
    if (samples.empty()) return std::nullopt;
    const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
    std::nth_element(samples.begin(), middle, samples.end());
    return *middle;
}

std::vector<Kpi> kpis_of(const TwinState& state, const LineId& line_id) {
    const auto found = state.lines.find(line_id);
    if (found == state.lines.end()) return {};
    const LineState& line = found->second;
    Instant first{};
    for (const auto& [id, panel] : line.panels) {
        if (first == no_time || panel.first_seen_at < first) first = panel.first_seen_at;
    }
    const std::int64_t now = minute_of(state.as_of);
    const std::int64_t known = first == no_time ? 0 : std::min<std::int64_t>(60, now - minute_of(first));
    return {output_of(line, now, known), cycle_of(line), yield_of(line, now), on_line_of(line, now, known),
            availability_of(line, state.as_of)};
}

}  // namespace glassline
