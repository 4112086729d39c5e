// Which stations the devices of a source are, from its settings and the line.
#pragma once

#include <string>
#include <vector>

#include "connectors/wire/mtconnect/stations.hpp"

namespace glassline {

/// A station (or none) for each device of the model. `station` is that of the device `device`, or of the only one;
/// every other device is what the line file says. Errors: a station that the line has not; no device is a station.
[[nodiscard]] Result<std::vector<StationId>> stations_of(const std::string& source, const mtconnect::DeviceModel& model,
                                                         const std::string& device, const std::string& station,
                                                         const LineDescription& line);

/// The device called `device`, or the only one. Error: there is no such device, or several to choose from.
[[nodiscard]] Result<std::size_t> device_named(const std::string& source, const mtconnect::DeviceModel& model,
                                               const std::string& device);

}  // namespace glassline
