// An MTConnect adapter read directly, without an agent between: SHDR over TCP. The adapter is the server.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "connectors/sources/source.hpp"
#include "connectors/wire/mtconnect/devices.hpp"

namespace glassline {

inline constexpr Duration shdr_first_retry = std::chrono::milliseconds(250);
inline constexpr Duration shdr_longest_retry = std::chrono::seconds(10);

struct ShdrSettings {
    std::string name;
    std::string address;           // "host:port", also with shdr:// before it; the port is 7878 when not said
    mtconnect::DeviceModel model;  // of the Devices.xml
    std::string device;            // whose keys carry no device before them; empty: the model has only one
    std::string station;           // that this device is; empty: the line says it
    bool simulated = false;
};

/// Errors: an address or a device that can't be used, no device that is a station of the line.
[[nodiscard]] Result<std::unique_ptr<Source>> make_shdr(ShdrSettings settings, const SourceContext& context);

}  // namespace glassline
