// Which station of the line an MTConnect device is.
#pragma once

#include <string>

#include "connectors/wire/mtconnect/devices.hpp"
#include "twin/line/line_description.hpp"

namespace glassline::mtconnect {

/// The station whose `mtconnect_device` is the device's name, uuid or id, else the one whose own id is. Empty: none.
[[nodiscard]] StationId station_of(const Device& device, const LineDescription& line);

/// A line of the devices, in their order: what a recording shows when nobody described the line.
[[nodiscard]] LineDescription line_of(const DeviceModel& model);

}  // namespace glassline::mtconnect
