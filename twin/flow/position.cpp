#include "twin/flow/position.hpp"

namespace glassline {

Position position_from_visits(const std::vector<Visit>& visits, const LineDescription& line) {
    const Visit& last = visits.back();
    if (last.departed_at == no_time) {
        return Position{AtStation{last.station}, last.arrival, last.arrived_at};
    }
    if (last.removed) return Position{TakenOut{last.station}, last.departure, last.departed_at};
    const int index = line.index_of(last.station);
    if (index < 0 || static_cast<std::size_t>(index) + 1 >= line.stations.size()) {
        return Position{LeftLine{last.station}, last.departure, last.departed_at};
    }
    return Position{OnLink{last.station, line.stations[static_cast<std::size_t>(index) + 1].id}, Certainty::inferred,
                    last.departed_at};
}

Duration stale_after(const Place& place, const LineDescription& line) {
    const auto cycle_of = [&](const StationId& id) {
        const auto* station = line.find(id);
        if (station == nullptr) return 60.0;
        // A station that holds many panels keeps each of them capacity times as long as its cycle.
        return (station->cycle_time_s > 0 ? station->cycle_time_s : 60.0) * station->capacity;
    };
    struct Expected {
        const decltype(cycle_of)& cycle;
        double operator()(const AtStation& at) const { return cycle(at.station); }
        double operator()(const OnLink& on) const { return cycle(on.to); }  // it waits for that one to be free
        double operator()(const TakenOut&) const { return 3600.0; }         // a repair takes what it takes
        double operator()(const LeftLine&) const { return 0.0; }
    };
    const double expected = std::visit(Expected{cycle_of}, place);
    return from_seconds(expected <= 0 ? 0 : 3 * expected + seconds(shortest_stale_limit));
}

}  // namespace glassline
