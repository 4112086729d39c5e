#include "twin/simulation/chaos.hpp"

#include "twin/base/fields.hpp"
#include "twin/line/line_description.hpp"

namespace glassline {
namespace {

bool needs_station(ChaosKind kind) { return kind == ChaosKind::station_stop || kind == ChaosKind::recipe_misstated; }
bool has_factor(ChaosKind kind) {
    return kind == ChaosKind::cycle_drift || kind == ChaosKind::cycle_bimodal || kind == ChaosKind::recipe_misstated;
}

std::string place(std::size_t index, const char* member) {
    return "chaos[" + std::to_string(index) + "]." + member + ": ";
}

}  // namespace

std::vector<std::string> check(const Chaos& chaos) {
    std::vector<std::string> faults;
    constexpr double longest_s = 366.0 * 86'400;
    if (chaos.size() > max_chaos_entries) {
        faults.push_back("chaos: has " + std::to_string(chaos.size()) + " entries; at most " +
                         std::to_string(max_chaos_entries));
    }
    for (std::size_t i = 0; i < chaos.size(); ++i) {
        const auto& entry = chaos[i];
        const std::string kind(name_of(entry.kind));
        const auto fault = [&](const char* member, const std::string& what) {
            faults.push_back(place(i, member) + what);
        };
        if (!(entry.at_s >= 0) || entry.at_s > longest_s) fault("at_s", "must be from 0 to a year");
        if (!(entry.duration_s > 0) || entry.duration_s > longest_s) {
            fault("duration_s", kind + " needs a duration over 0 and at most a year");
        }
        if (needs_station(entry.kind) && entry.station.empty()) fault("station", kind + " needs a station");
        if (entry.kind == ChaosKind::operator_away && !entry.station.empty()) {
            fault("station", "operators belong to no station; leave it out");
        }
        if (has_factor(entry.kind) && (!(entry.factor > 0) || entry.factor > 100 || entry.factor == 1)) {
            fault("factor", kind + " needs a factor over 0, at most 100 and not 1");
        }
        if (entry.kind == ChaosKind::cycle_bimodal && (!(entry.share > 0) || entry.share > 1)) {
            fault("share", "must be over 0 and at most 1");
        }
        if (entry.kind == ChaosKind::message_loss && (!(entry.probability > 0) || entry.probability > 1)) {
            fault("probability", "must be over 0 and at most 1");
        }
        if (entry.kind == ChaosKind::message_delay && (!(entry.delay_s > 0) || entry.delay_s > 3600)) {
            fault("delay_s", "must be over 0 and at most 3600");
        }
        for (std::size_t j = 0; j < i && entry.kind == ChaosKind::station_stop; ++j) {
            const auto& other = chaos[j];
            if (other.kind != entry.kind || other.station != entry.station) continue;
            if (entry.at_s <= other.at_s + other.duration_s && other.at_s <= entry.at_s + entry.duration_s) {
                fault("at_s", "stops " + entry.station.value + " while chaos[" + std::to_string(j) + "] does");
                break;
            }
        }
        if (entry.kind == ChaosKind::operator_away && (entry.count == 0 || entry.count > 1000)) {
            fault("count", "must be from 1 to 1000");
        }
    }
    return faults;
}

std::vector<std::string> check(const Chaos& chaos, const LineDescription& line) {
    auto faults = check(chaos);
    for (std::size_t i = 0; i < chaos.size(); ++i) {
        if (!chaos[i].station.empty() && line.find(chaos[i].station) == nullptr) {
            faults.push_back(place(i, "station") + "the line has no station '" + chaos[i].station.value + "'");
        }
    }
    return faults;
}

}  // namespace glassline
