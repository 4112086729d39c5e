#include "connectors/runtime/metrics_text.hpp"

#include <fmt/format.h>

namespace glassline {

std::string metrics_text(const std::vector<Metric>& metrics) {
    std::string out;
    for (const auto& metric : metrics) {
        out += fmt::format("# HELP glassline_{} {}\n# TYPE glassline_{} {}\nglassline_{} {}\n", metric.name,
                           metric.help, metric.name, metric.counter ? "counter" : "gauge", metric.name, metric.value);
    }
    return out;
}

}  // namespace glassline
