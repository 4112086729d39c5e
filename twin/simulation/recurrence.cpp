#include "twin/simulation/recurrence.hpp"

#include <algorithm>
#include <cassert>

#include "twin/simulation/draws.hpp"

namespace glassline {

bool is_undisturbed(const ModelPlan& plan) {
    if (!plan.chaos.empty() || !plan.tuning.pauses.empty() || plan.tuning.release_mean_s > 0) return false;
    return std::all_of(plan.stations.begin(), plan.stations.end(), [](const StationPlan& s) {
        return s.panels_between_stops <= 0 && s.changeover == 0 && !s.feeders && s.good >= 1 && s.call_free >= 1;
    });
}

std::vector<Instant> serial_departures(const ModelPlan& plan, std::uint64_t seed, Instant start) {
    assert(is_undisturbed(plan));
    const std::size_t panels = plan.schedule.size();
    const std::int64_t transfer = whole_us(plan.tuning.transfer_s * 1e6);
    const std::int64_t zero = micros(start);
    // A station at a time over all panels would need the station after it; a panel at a time over all stations needs
    // only the past, for as many panels as a station and its conveyor hold.
    struct Track {
        std::vector<std::int64_t> entered;
        std::vector<std::int64_t> left;
        std::int64_t end = 0;
        Rng rng{0};
    };
    std::vector<Track> tracks(plan.stations.size());
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        tracks[i].entered.resize(panels);
        tracks[i].left.resize(panels);
        tracks[i].rng = station_stream(seed, i);
    }
    std::vector<Instant> out;
    out.reserve(panels);
    for (std::size_t n = 0; n < panels; ++n) {
        std::int64_t ready = zero;
        for (std::size_t i = 0; i < tracks.size(); ++i) {
            const auto& station = plan.stations[i];
            auto& track = tracks[i];
            std::int64_t enters = ready;
            if (n >= station.capacity) enters = std::max(enters, track.left[n - station.capacity]);
            if (n > 0) enters = std::max(enters, track.entered[n - 1] + station.headway);
            track.entered[n] = enters;
            // Now that this panel is off the conveyor, the panel that waited for its place could leave.
            if (i > 0) {
                const auto room = plan.stations[i - 1].conveyor;
                if (n + room < panels) tracks[i - 1].left[n + room] = enters;
            }
            std::int64_t end =
                enters + whole_us(drawn(plan.tuning.cycle_law, station.work, plan.tuning.cycle_spread, track.rng));
            if (station.belt) end = std::max(end, track.end);
            track.end = end;
            std::int64_t leaves = end;
            if (n > 0) leaves = std::max(leaves, track.left[n - 1]);
            if (i + 1 < tracks.size() && n >= station.conveyor) leaves = std::max(leaves, track.left[n]);
            track.left[n] = leaves;
            ready = leaves + transfer;
        }
        out.push_back(from_micros(tracks.back().left[n]));
    }
    return out;
}

}  // namespace glassline
