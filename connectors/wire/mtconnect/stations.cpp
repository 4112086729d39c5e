#include "connectors/wire/mtconnect/stations.hpp"

namespace glassline::mtconnect {

StationId station_of(const Device& device, const LineDescription& line) {
    for (const auto& station : line.stations) {
        if (device.is_called(station.mtconnect_device)) return station.id;
    }
    for (const auto& station : line.stations) {
        if (station.mtconnect_device.empty() && device.is_called(station.id.value)) return station.id;
    }
    return {};
}

LineDescription line_of(const DeviceModel& model) {
    LineDescription line;
    line.id = LineId("imported");
    line.name = "Imported line";
    for (const auto& device : model.devices) {
        const auto& called = device.name.empty() ? device.id : device.name;
        if (called.empty() || line.index_of(StationId(called)) >= 0) continue;
        StationDescription station;
        station.id = StationId(called);
        station.name = called;
        station.short_name = called;
        station.vendor = device.manufacturer;
        station.model = device.model;
        station.mtconnect_device = called;
        line.stations.push_back(std::move(station));
    }
    return line;
}

}  // namespace glassline::mtconnect
