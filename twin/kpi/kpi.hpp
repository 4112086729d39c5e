// Key indicators of a line as functions of the state, each with its scale and an hour of trend. A value that cannot be
// known yet is absent, never zero.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "twin/base/fields.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

struct Kpi {
    std::string id;    // "output"
    std::string name;  // "Output"
    std::string unit;  // "/h"
    std::optional<double> value;
    std::optional<double> band_low;  // the normal band
    std::optional<double> band_high;
    std::optional<double> limit;
    double scale_low = 0;
    double scale_high = 0;
    std::vector<std::optional<double>> trend;  // one a minute, oldest first, up to an hour; absent: nothing to count
    bool operator==(const Kpi&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("id", self.id);
        v("name", self.name);
        v("unit", self.unit);
        v("value", self.value);
        v("band_low", self.band_low);
        v("band_high", self.band_high);
        v("limit", self.limit);
        v("scale_low", self.scale_low);
        v("scale_high", self.scale_high);
        v("trend", self.trend);
    }
};

/// output [units/h, last 15 minutes], cycle [s, median at the slowest station; its trend is by panel, not by minute],
/// yield [%, first pass, last hour], on_line [panels], availability [%, productive + standby time of all stations in
/// the last hour over their scheduled time]. The trends count the last 15 minutes (output), 5 minutes (yield,
/// availability) or the moment (on_line); with a young history what there is of it.
[[nodiscard]] std::vector<Kpi> kpis_of(const TwinState& state, const LineId& line);

/// The middle of the samples, none when there are none.
[[nodiscard]] std::optional<double> median(std::vector<double> samples);

}  // namespace glassline
