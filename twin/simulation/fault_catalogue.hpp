// What a station says when it stops: causes are CFX FaultCause (SDK 2.1.1), texts are what an operator reads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "twin/equipment/equipment.hpp"
#include "twin/line/line_description.hpp"

namespace glassline {

/// Where on a machine a fault is; CFX has it in Fault.Stage, SideLocation and AccessType.
struct FaultPlace {
    std::uint32_t stage = 0;  // 0: the whole machine
    std::string stage_name;
    std::string side = "Unknown";    // Unknown, Left, Right, Both
    std::string access = "Unknown";  // Local: somebody has to go there
    bool operator==(const FaultPlace&) const = default;
};

struct DescribedFault {
    Fault fault;  // without id and time
    FaultPlace place;
};

/// `pick` chooses among the troubles of the station's kind and the numbers in their texts.
[[nodiscard]] DescribedFault trouble_of(const StationDescription& station, std::uint32_t pick);
/// The warning of a reel that runs low, and the stop when it is empty.
[[nodiscard]] DescribedFault feeder_low(const StationDescription& station, std::uint32_t feeder);
[[nodiscard]] DescribedFault feeder_empty(const StationDescription& station, std::uint32_t feeder);
/// A stop that a chaos file orders.
[[nodiscard]] DescribedFault ordered_stop(const StationDescription& station, std::string_view description);

}  // namespace glassline
