// Events about process values; the nouns are in process_record, the fold in process_fold.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "twin/process/process_record.hpp"

namespace glassline {

// ---- events (tags 150 to 159) ----

/// The values of one cycle. Ovens name no panel: the transaction is the only tie.
struct UnitsProcessed {
    static constexpr std::string_view type_name = "UnitsProcessed";
    static constexpr std::uint16_t tag = 150;
    StationId station;
    TransactionId transaction;
    std::string result;  // CFX ProcessingResult, as sent
    ProcessRecord data;  // common to all units
    std::vector<ProcessedUnit> units;
    bool operator==(const UnitsProcessed&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("result", self.result);
        v("data", self.data);
        v("units", self.units);
    }
};

/// Values of the machine, at any time.
struct ProcessDataRecorded {
    static constexpr std::string_view type_name = "ProcessDataRecorded";
    static constexpr std::uint16_t tag = 151;
    StationId station;
    ProcessRecord data;
    bool operator==(const ProcessDataRecorded&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("data", self.data);
    }
};

struct ReadingsRecorded {
    static constexpr std::string_view type_name = "ReadingsRecorded";
    static constexpr std::uint16_t tag = 152;
    StationId station;
    TransactionId transaction;
    std::vector<Reading> readings;
    bool operator==(const ReadingsRecorded&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("readings", self.readings);
    }
};

struct EnergyConsumed {
    static constexpr std::string_view type_name = "EnergyConsumed";
    static constexpr std::uint16_t tag = 153;
    StationId station;
    EnergyWindow window;
    std::map<std::string, double> subsystems;  // energy of each
    bool operator==(const EnergyConsumed&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("window", self.window);
        v("subsystems", self.subsystems);
    }
};

}  // namespace glassline
