// Sums up the measurements of one unit. Inside connectors/wire/cfx only.
#pragma once

#include <vector>

#include "connectors/wire/cfx/bodies_shared.hpp"
#include "twin/quality/measurement.hpp"

namespace glassline::cfx {

class Measurements {
public:
    Measurements(const Surroundings& around, Events& events) : around_(around), events_(events) {}

    /// A Measurements list: SolderPasteMeasurement is told by its members, whatever its "$type" says; other ones with
    /// a number go by their name.
    void add(const Node& list);
    /// What was summed up; flags kinds over max_measurement_kinds.
    [[nodiscard]] std::vector<MeasurementSummary> take();

private:
    void add(std::string_view kind, std::string_view unit, double value, bool passed);

    const Surroundings& around_;
    Events& events_;
    std::vector<MeasurementSummary> summaries_;
    bool cut_ = false;
};

}  // namespace glassline::cfx
