// Counters as the lines of Prometheus's text format, version 0.0.4.
#pragma once

#include <string>
#include <vector>

#include "connectors/runtime/twin_host.hpp"

namespace glassline {

[[nodiscard]] std::string metrics_text(const std::vector<Metric>& metrics);

}  // namespace glassline
