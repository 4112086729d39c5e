#include "twin/line/line_description.hpp"

#include <set>

namespace glassline {
namespace {

bool is_zone(std::string_view zone) {
    if (zone == "Z") return true;
    const auto digit = [&](std::size_t i) { return zone[i] >= '0' && zone[i] <= '9'; };
    return zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' && digit(1) && digit(2) &&
           digit(4) && digit(5);
}

}  // namespace

int zone_minutes(std::string_view zone) {
    if (!is_zone(zone) || zone == "Z") return 0;
    const auto two = [&](std::size_t i) { return (zone[i] - '0') * 10 + (zone[i + 1] - '0'); };
    const int minutes = two(1) * 60 + two(4);
    return zone[0] == '-' ? -minutes : minutes;
}

std::vector<std::string> check(const LineDescription& line) {
    std::vector<std::string> faults;
    const auto fault = [&](std::string where, std::string_view what) {
        faults.push_back(std::move(where) + ": " + std::string(what));
    };

    if (line.id.empty()) fault("id", "is missing; give the line a short unique name");
    if (!is_zone(line.zone)) fault("zone", "'" + line.zone + "' is not an offset; write it like +01:00");
    if (line.stations.empty()) fault("stations", "is empty; a line needs at least one station");

    std::set<StationId> ids;
    std::set<std::string> handles;
    std::set<std::string> machine_ids;
    for (std::size_t i = 0; i < line.stations.size(); ++i) {
        const auto& station = line.stations[i];
        const std::string where = "stations[" + std::to_string(i) + "]";
        if (station.id.empty()) fault(where + ".id", "is missing");
        if (!station.id.empty() && !ids.insert(station.id).second)
            fault(where + ".id", "'" + station.id.value + "' is used twice");
        if (!station.cfx_handle.empty() && !handles.insert(station.cfx_handle).second) {
            fault(where + ".cfx_handle", "'" + station.cfx_handle + "' is used twice");
        }
        if (!station.hermes_machine_id.empty() && !machine_ids.insert(station.hermes_machine_id).second) {
            fault(where + ".hermes_machine_id", "'" + station.hermes_machine_id + "' is used twice");
        }
        if (!station.hermes_address.empty() && station.hermes_address.find(':') == std::string::npos) {
            fault(where + ".hermes_address", "'" + station.hermes_address + "' has no port; write host:port");
        }
        if (station.cycle_time_s < 0) fault(where + ".cycle_time_s", "is negative");
        if (station.capacity == 0) fault(where + ".capacity", "is 0; a station holds at least one panel");
        const auto& g = station.geometry;
        if (g.length_mm <= 0) fault(where + ".geometry.length_mm", "must be over 0");
        if (g.depth_mm <= 0) fault(where + ".geometry.depth_mm", "must be over 0");
        if (g.height_mm <= 0) fault(where + ".geometry.height_mm", "must be over 0");
        if (i > 0) {
            const auto& before = line.stations[i - 1].geometry;
            if (g.x_mm - g.length_mm / 2 < before.x_mm + before.length_mm / 2 - 1.0) {
                fault(where + ".geometry.x_mm",
                      "overlaps the station before it; stations stand in the order of the route");
            }
        }
    }
    std::set<std::string> products;
    for (std::size_t i = 0; i < line.products.size(); ++i) {
        const std::string where = "products[" + std::to_string(i) + "]";
        if (line.products[i].id.empty()) fault(where + ".id", "is missing");
        if (!products.insert(line.products[i].id).second)
            fault(where + ".id", "'" + line.products[i].id + "' is used twice");
        if (line.products[i].units_per_panel == 0)
            fault(where + ".units_per_panel", "is 0; a panel has at least one unit");
    }
    return faults;
}

}  // namespace glassline
