// From SHDR messages to events: the reader and the machines of one adapter, live or recorded.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/mtconnect/machine.hpp"
#include "connectors/wire/mtconnect/shdr_reader.hpp"

namespace glassline::mtconnect {

class ShdrInterpreter {
public:
    /// `model` outlives this. `stations` has one for each device of it; empty: the device is nobody's.
    ShdrInterpreter(const DeviceModel& model, std::size_t default_device, const std::vector<StationId>& stations,
                    int zone_minutes);

    [[nodiscard]] MachineEvents begin(Instant now);
    /// A new connection of the same adapter.
    void connected() { reader_.connected(); }
    /// One whole message. Empty: nothing that a record is due for.
    [[nodiscard]] MachineEvents take(std::string_view message, Instant arrived_at);
    /// Bytes that made no message.
    [[nodiscard]] MachineEvents refuse(const std::string& reason, std::string_view example, Instant at);
    /// The connection is gone: everything is UNAVAILABLE, from the machine's own present on.
    [[nodiscard]] MachineEvents lost(Instant now);
    /// The counts not told yet.
    [[nodiscard]] MachineEvents finish();

    /// The newest time the adapter named; no_time before that.
    [[nodiscard]] Instant newest() const { return newest_at_; }

private:
    [[nodiscard]] MachineEvents take_reading(const ShdrReading& reading);

    const DeviceModel& model_;
    ShdrReader reader_;
    std::size_t default_device_;
    std::vector<std::unique_ptr<Machine>> machines_;  // none for a device that is nobody's
    PacedTally refused_;
    PacedTally strangers_;
    std::uint64_t zones_missing_ = 0;
    Instant newest_at_{};
    Instant newest_arrived_at_{};
};

}  // namespace glassline::mtconnect
