// SHDR messages as observations: knows the devices' items and where an adapter's own clock stands.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/mtconnect/observation.hpp"
#include "connectors/wire/mtconnect/shdr_line.hpp"

namespace glassline::mtconnect {

struct ShdrObservation {
    std::size_t device = 0;  // index in the model
    Observation observation;
    bool operator==(const ShdrObservation&) const = default;
};

/// One message, read.
struct ShdrReading {
    Instant at{};
    bool zone_missing = false;
    bool stamped = false;                       // the adapter said when; else it is the moment of arrival
    std::vector<ShdrObservation> observations;  // in their order
    std::vector<std::string> unknown_keys;      // no device has them
    std::string asset_command;                  // ASSET, REMOVE_ASSET, ...; empty: none
    bool operator==(const ShdrReading&) const = default;
};

class ShdrReader {
public:
    /// `devices` outlives the reader and its readings. Keys without a `device:` before them are `default_device`'s.
    /// `zone_minutes`: east of UTC, for stamps that state no zone (the standard wants UTC).
    ShdrReader(const DeviceModel& devices, std::size_t default_device, int zone_minutes)
        : devices_(devices), default_device_(default_device), zone_minutes_(zone_minutes) {}

    /// A new connection: an adapter's relative clock begins anew.
    void connected() { base_.reset(); }
    /// Error: the line has no bar, or begins with neither a time nor a key.
    [[nodiscard]] Result<ShdrReading> read(std::string_view message, Instant arrived_at);

private:
    struct Base {
        Instant arrived_at;
        double offset_ms;
    };
    [[nodiscard]] Instant instant_of(const ShdrStamp& stamp, Instant arrived_at);
    [[nodiscard]] std::optional<std::pair<std::size_t, const DataItem*>> find(std::string_view key) const;

    const DeviceModel& devices_;
    std::size_t default_device_;
    int zone_minutes_;
    std::optional<Base> base_;
};

/// The index of the device whose items a recording names most; an `empty` optional when two fit alike or none does.
/// A recording whose keys state their device, or whose file begins with a device's name, needs no guess.
[[nodiscard]] std::optional<std::size_t> device_of_recording(std::string_view text, const DeviceModel& devices);

}  // namespace glassline::mtconnect
