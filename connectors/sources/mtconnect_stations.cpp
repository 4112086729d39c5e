#include "connectors/sources/mtconnect_stations.hpp"

namespace glassline {
namespace {

std::string names_of(const mtconnect::DeviceModel& model) {
    std::string out;
    for (const auto& device : model.devices) out += (out.empty() ? "" : ", ") + device.name;
    return out;
}

}  // namespace

Result<std::size_t> device_named(const std::string& source, const mtconnect::DeviceModel& model,
                                 const std::string& device) {
    if (model.devices.empty()) return Error{source, "the device model has no device", "check the Devices.xml"};
    if (device.empty() && model.devices.size() == 1) return std::size_t{0};
    for (std::size_t i = 0; i < model.devices.size(); ++i) {
        if (model.devices[i].is_called(device)) return i;
    }
    return Error{source, device.empty() ? "the device model has several devices" : "there is no device " + device,
                 "name one of " + names_of(model) + " as `device`"};
}

Result<std::vector<StationId>> stations_of(const std::string& source, const mtconnect::DeviceModel& model,
                                           const std::string& device, const std::string& station,
                                           const LineDescription& line) {
    std::vector<StationId> out;
    bool any = false;
    for (const auto& one : model.devices) {
        const bool meant = !station.empty() && (device.empty() ? model.devices.size() == 1 : one.is_called(device));
        out.push_back(meant ? StationId(station) : station_of(one, line));
        if (!out.back().empty() && line.find(out.back()) == nullptr) {
            return Error{source, "the line has no station " + station, "name one of its stations as `station`"};
        }
        any = any || !out.back().empty();
    }
    if (any) return out;
    return Error{source, "no device (" + names_of(model) + ") is a station of the line",
                 "set `station`, or `mtconnect_device` of a station in the line file"};
}

}  // namespace glassline
