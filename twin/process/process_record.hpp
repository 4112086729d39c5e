// Process values: reflow zones, printing, readings, energy. Nouns; the events are in process_events.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"

namespace glassline {

inline constexpr std::size_t max_zone_values = 256;     // of one message: 32 zones of 8 values
inline constexpr std::size_t max_process_values = 64;   // other values of one message
inline constexpr std::size_t max_processed_units = 64;  // with values of their own, kept a panel and station
inline constexpr std::size_t max_readings = 128;        // different readings a station, and of one message
inline constexpr std::size_t max_energy_windows = 120;  // remembered a station, the newest

/// One value of an oven's zone: what it should be and what it was (CFX ReflowZoneData).
struct ZoneValue {
    std::string zone;       // StageName
    std::string zone_type;  // PreHeat, Soak, Reflow, Cool, ...
    std::string sub_zone;   // WholeZone, Top, Bottom
    std::string kind;       // Temperature, O2, Power, ..., as sent
    std::optional<double> setpoint{};
    std::optional<double> reading{};
    bool operator==(const ZoneValue&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("zone", self.zone);
        v("zone_type", self.zone_type);
        v("sub_zone", self.sub_zone);
        v("kind", self.kind);
        v("setpoint", self.setpoint);
        v("reading", self.reading);
    }
};

/// What a process told of itself. An oven's zones are read member by member, everything else by name.
struct ProcessRecord {
    Instant at{};
    std::string kind;           // last word of "$type", a hint: ReflowProcessData, SolderPastePrintingPCBProcessData
    double conveyor_speed = 0;  // of an oven, as sent; 0: not said
    double conveyor_setpoint = 0;
    std::vector<ZoneValue> zones;
    std::map<std::string, std::string> values;
    bool operator==(const ProcessRecord&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("at", self.at);
        v("kind", self.kind);
        v("conveyor_speed", self.conveyor_speed);
        v("conveyor_setpoint", self.conveyor_setpoint);
        v("zones", self.zones);
        v("values", self.values);
    }
};

struct ProcessedUnit {
    std::string identifier;
    std::uint32_t position = 0;  // 0: not said
    std::string result;          // CFX ProcessingResult, as sent
    std::map<std::string, std::string> values;
    bool operator==(const ProcessedUnit&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("identifier", self.identifier);
        v("position", self.position);
        v("result", self.result);
        v("values", self.values);
    }
};

/// One measured value with its verdict (CFX Reading).
struct Reading {
    std::string id;
    std::string unit;  // of the panel: identifier or "#position"; empty: none
    std::string value;
    std::string units;   // of the value
    std::string result;  // CFX TestResult, as sent
    Instant at{};
    bool operator==(const Reading&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("unit", self.unit);
        v("value", self.value);
        v("units", self.units);
        v("result", self.result);
        v("at", self.at);
    }
};

/// What a station used between two moments; quantities as sent (the standard: kWh and W).
struct EnergyWindow {
    Instant from{};
    Instant to{};
    double energy = 0;
    double peak_power = 0;
    double mean_power = 0;
    double min_power = 0;
    bool operator==(const EnergyWindow&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("from", self.from);
        v("to", self.to);
        v("energy", self.energy);
        v("peak_power", self.peak_power);
        v("mean_power", self.mean_power);
        v("min_power", self.min_power);
    }
};

struct StationProcess {
    ProcessRecord newest;
    std::map<std::string, Reading> readings;  // the newest of each
    std::uint64_t readings_failed = 0;
    std::vector<EnergyWindow> energy;         // by their ends, the oldest first
    double energy_total = 0;                  // of all windows ever told
    std::map<std::string, double> energy_of;  // by subsystem, of all windows ever told
    std::uint64_t energy_forgotten = 0;
    std::uint64_t dropped = 0;  // readings and subsystems over their bounds
    std::uint64_t late = 0;     // told of a past that newer messages had overwritten
    bool operator==(const StationProcess&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("newest", self.newest);
        v("readings", self.readings);
        v("readings_failed", self.readings_failed);
        v("energy", self.energy);
        v("energy_total", self.energy_total);
        v("energy_of", self.energy_of);
        v("energy_forgotten", self.energy_forgotten);
        v("dropped", self.dropped);
        v("late", self.late);
    }
};

/// The energy used between two moments: windows that overlap them count with their share. Of one panel: from the start
/// to the end of its work.
[[nodiscard]] double energy_between(const StationProcess& process, Instant from, Instant to);

}  // namespace glassline
