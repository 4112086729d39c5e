#include "twin/simulation/fault_catalogue.hpp"

#include <array>
#include <cstddef>

namespace glassline {
namespace {

struct Trouble {
    const char* code;
    const char* cause;
    FaultSeverity severity;
    const char* text;   // '#' stands for a number
    const char* stage;  // of the machine, when it has one of that name
    const char* side;
    std::uint32_t numbers;  // so many of what is numbered
};

constexpr std::array<Trouble, 4> placer_troubles{{
    {"PCK-017", "MechanicalFailure", FaultSeverity::error, "pick-up error, nozzle #", "Place", "Right", 12},
    {"VIS-204", "RejectedComponent", FaultSeverity::error, "part of feeder # not recognised", "Place", "Left", 48},
    {"SAF-001", "SafetyStop", FaultSeverity::alarm, "cover open", "", "Left", 0},
    {"ALN-002", "ProcessError", FaultSeverity::error, "fiducial # not found", "Align", "Unknown", 3},
}};
constexpr std::array<Trouble, 4> printer_troubles{{
    {"PST-010", "Refill", FaultSeverity::error, "solder paste used up", "Print", "Left", 0},
    {"CLN-031", "ProcessError", FaultSeverity::error, "stencil not clean after # wipes", "Separate", "Left", 3},
    {"CLP-007", "LoadError", FaultSeverity::error, "board clamp did not close", "Load", "Both", 0},
    {"SAF-001", "SafetyStop", FaultSeverity::alarm, "cover open", "", "Left", 0},
}};
constexpr std::array<Trouble, 2> inspection_troubles{{
    {"ALN-002", "ProcessError", FaultSeverity::error, "fiducial # not found", "Inspect", "Unknown", 3},
    {"LOD-001", "LoadError", FaultSeverity::error, "panel stuck at the entry", "Load", "Unknown", 0},
}};
constexpr std::array<Trouble, 2> laser_troubles{{
    {"LSR-004", "QualityCheck", FaultSeverity::error, "code of unit # not readable after marking", "Mark", "Unknown",
     4},
    {"LOD-001", "LoadError", FaultSeverity::error, "panel stuck at the entry", "Load", "Unknown", 0},
}};
constexpr std::array<Trouble, 2> loader_troubles{{
    {"LOD-001", "LoadError", FaultSeverity::error, "panel stuck in the pusher", "", "Right", 0},
    {"MAG-002", "Refill", FaultSeverity::error, "magazine empty, no other waits", "", "Right", 0},
}};
constexpr std::array<Trouble, 2> unloader_troubles{{
    {"UNL-001", "UnloadError", FaultSeverity::error, "panel stuck at the exit", "", "Right", 0},
    {"MAG-003", "UnloadError", FaultSeverity::error, "magazine full, no other waits", "", "Right", 0},
}};
constexpr std::array<Trouble, 1> other_troubles{{
    {"CNV-005", "LoadError", FaultSeverity::error, "panel stuck on the belt", "", "Unknown", 0},
}};

DescribedFault described(const Trouble& trouble, const StationDescription& station, std::uint32_t number) {
    DescribedFault out;
    out.fault.code = trouble.code;
    out.fault.cause = trouble.cause;
    out.fault.severity = trouble.severity;
    out.fault.description = trouble.text;
    if (const auto hole = out.fault.description.find('#'); hole != std::string::npos) {
        out.fault.description.replace(hole, 1, std::to_string(number));
    }
    out.place.side = trouble.side;
    out.place.access = "Local";
    for (std::size_t i = 0; i < station.stages.size(); ++i) {
        if (station.stages[i].name != trouble.stage) continue;
        out.place.stage = static_cast<std::uint32_t>(i + 1);
        out.place.stage_name = station.stages[i].name;
    }
    return out;
}

template <std::size_t n>
DescribedFault pick_from(const std::array<Trouble, n>& troubles, const StationDescription& station,
                         std::uint32_t pick) {
    const auto& trouble = troubles[pick % n];
    return described(trouble, station, trouble.numbers > 0 ? 1 + pick / 64 % trouble.numbers : 0);
}

}  // namespace

DescribedFault trouble_of(const StationDescription& station, std::uint32_t pick) {
    switch (station.kind) {
        case StationKind::placer:
        case StationKind::odd_form_placer:
            return pick_from(placer_troubles, station, pick);
        case StationKind::printer:
            return pick_from(printer_troubles, station, pick);
        case StationKind::paste_inspection:
        case StationKind::optical_inspection:
            return pick_from(inspection_troubles, station, pick);
        case StationKind::laser_marker:
            return pick_from(laser_troubles, station, pick);
        case StationKind::loader:
            return pick_from(loader_troubles, station, pick);
        case StationKind::unloader:
            return pick_from(unloader_troubles, station, pick);
        case StationKind::other:
        case StationKind::buffer:
        case StationKind::reflow_oven:
            return pick_from(other_troubles, station, pick);
    }
    return pick_from(other_troubles, station, pick);
}

DescribedFault feeder_low(const StationDescription& station, std::uint32_t feeder) {
    constexpr Trouble trouble{"FDR-002", "Refill", FaultSeverity::warning, "feeder # low, splice a new reel", "Place",
                              "Left",    0};
    return described(trouble, station, feeder);
}

DescribedFault feeder_empty(const StationDescription& station, std::uint32_t feeder) {
    constexpr Trouble trouble{"FDR-001", "MissingComponent", FaultSeverity::error, "feeder # empty", "Place", "Left",
                              0};
    return described(trouble, station, feeder);
}

DescribedFault ordered_stop(const StationDescription& station, std::string_view description) {
    constexpr Trouble trouble{
        "SIM-001", "MechanicalFailure", FaultSeverity::error, "stopped on purpose (simulated)", "", "Unknown", 0};
    auto out = described(trouble, station, 0);
    if (!description.empty()) out.fault.description = description;
    return out;
}

}  // namespace glassline
