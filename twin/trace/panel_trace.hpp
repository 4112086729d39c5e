// What was measured on a panel and done to it, beside where it is. Kept apart from PanelState, for the newest
// max_traced_panels of a line only: a panel's position must stay cheap, its story may be long.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"
#include "twin/process/process_record.hpp"
#include "twin/quality/measurement.hpp"

namespace glassline {

inline constexpr std::size_t max_traced_panels = 500;      // of a line; the oldest traces go first
inline constexpr std::size_t max_trace_measurements = 64;  // of a panel, over all stations
inline constexpr std::size_t max_trace_tests = 64;
inline constexpr std::size_t max_trace_repairs = 32;
inline constexpr std::size_t max_trace_profiles = 16;  // stations
inline constexpr std::size_t max_trace_readings = 64;
inline constexpr std::size_t max_trace_materials = 256;  // packages a unit and station, not parts

struct TracedMeasurement {
    StationId station;
    std::string unit;  // identifier or "#position"; empty: the panel as a whole
    MeasurementSummary summary;
    bool operator==(const TracedMeasurement&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("unit", self.unit);
        v("summary", self.summary);
    }
};

struct TracedTest {
    StationId station;
    std::string unit;
    Instant at{};
    std::uint32_t tests = 0;
    std::uint32_t failed = 0;
    std::vector<std::string> failed_names;
    bool operator==(const TracedTest&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("unit", self.unit);
        v("at", self.at);
        v("tests", self.tests);
        v("failed", self.failed);
        v("failed_names", self.failed_names);
    }
};

/// One repair on one unit (CFX Repair). Who did it and what was remarked stay in the raw message.
struct Repair {
    std::string unit;
    std::string name;
    std::string designator;  // component, "U34.5"
    std::string result;      // CFX RepairResult, as sent
    Instant at{};
    bool operator==(const Repair&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("unit", self.unit);
        v("name", self.name);
        v("designator", self.designator);
        v("result", self.result);
        v("at", self.at);
    }
};

/// Which lot went onto which unit, and what of it came off again. Single parts are in the raw message.
struct TracedMaterial {
    StationId station;
    std::string unit;
    std::string package;
    std::string part;
    std::string batch;
    double quantity = 0;
    double removed = 0;
    bool applied = false;  // glue, paste and the like
    Instant at{};
    bool operator==(const TracedMaterial&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("unit", self.unit);
        v("package", self.package);
        v("part", self.part);
        v("batch", self.batch);
        v("quantity", self.quantity);
        v("removed", self.removed);
        v("applied", self.applied);
        v("at", self.at);
    }
};

/// The newest values of one station's process on the panel: a reflow profile, a print.
struct TracedProcess {
    StationId station;
    std::string result;
    ProcessRecord data;
    std::vector<ProcessedUnit> units;
    bool operator==(const TracedProcess&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("result", self.result);
        v("data", self.data);
        v("units", self.units);
    }
};

struct PanelTrace {
    std::vector<TracedMeasurement> measurements;  // of the newest message a station and unit
    std::vector<TracedTest> tests;
    std::vector<Repair> repairs;
    std::map<std::string, std::string> characteristics;  // "unit/name"
    std::string disqualified_for;                        // CFX DisqualificationReason
    std::uint64_t entries_dropped = 0;                   // over one of the bounds above
    std::vector<TracedMaterial> materials;
    std::vector<TracedProcess> profiles;  // the newest a station
    std::vector<Reading> readings;
    bool operator==(const PanelTrace&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("measurements", self.measurements);
        v("tests", self.tests);
        v("repairs", self.repairs);
        v("characteristics", self.characteristics);
        v("disqualified_for", self.disqualified_for);
        v("entries_dropped", self.entries_dropped);
        v("materials", self.materials);
        v("profiles", self.profiles);
        v("readings", self.readings);
    }
};

/// The traces of a line.
struct PanelTraces {
    std::map<PanelId, PanelTrace> traces;
    std::vector<PanelId> order;  // as they began, the oldest first
    std::uint64_t forgotten = 0;
    bool operator==(const PanelTraces&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("traces", self.traces);
        v("order", self.order);
        v("forgotten", self.forgotten);
    }
};

/// The panel's trace; begins one where there is none, and forgets the oldest beyond the bound.
[[nodiscard]] PanelTrace& trace_of(PanelTraces& traces, const PanelId& panel);
void forget_trace(PanelTraces& traces, const PanelId& panel);

/// Appends unless `bound` are there already; what doesn't fit is counted in the trace.
template <class T>
void keep(PanelTrace& trace, std::vector<T>& list, T item, std::size_t bound) {
    if (list.size() >= bound) {
        ++trace.entries_dropped;
    } else {
        list.push_back(std::move(item));
    }
}

}  // namespace glassline
