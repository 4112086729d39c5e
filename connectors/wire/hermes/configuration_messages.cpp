#include "connectors/wire/hermes/configuration_messages.hpp"

#include <set>

namespace glassline::hermes {
namespace {

bool is_port(std::uint32_t port) { return port > 0 && port <= 65'535; }

}  // namespace

std::string fault_of(const Configuration& configuration) {
    if (configuration.machine_id.empty()) return "MachineId is empty";
    if (configuration.supervisory_port && !is_port(*configuration.supervisory_port))
        return "SupervisorySystemPort is not between 1 and 65535";
    std::set<std::uint32_t> lanes;
    for (const auto& upstream : configuration.upstream) {
        if (upstream.lane == 0 || !lanes.insert(upstream.lane).second)
            return "UpstreamLaneId " + std::to_string(upstream.lane) + " is 0 or configured twice";
        if (upstream.host.empty()) return "HostAddress of upstream lane " + std::to_string(upstream.lane) + " is empty";
        if (!is_port(upstream.port))
            return "Port of upstream lane " + std::to_string(upstream.lane) + " is not between 1 and 65535";
    }
    lanes.clear();
    for (const auto& downstream : configuration.downstream) {
        if (downstream.lane == 0 || !lanes.insert(downstream.lane).second)
            return "DownstreamLaneId " + std::to_string(downstream.lane) + " is 0 or configured twice";
        if (!is_port(downstream.port))
            return "Port of downstream lane " + std::to_string(downstream.lane) + " is not between 1 and 65535";
    }
    return {};
}

}  // namespace glassline::hermes
