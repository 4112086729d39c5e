// How a machine's Hermes connections are configured: asked and set over the configuration service or the supervisory
// channel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace glassline::hermes {

/// Where this machine finds the neighbour that gives it boards: it is the client there.
struct UpstreamConfiguration {
    std::uint32_t lane = 1;
    std::string interface_id;
    std::string host;
    std::uint32_t port = 0;
    bool operator==(const UpstreamConfiguration&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("UpstreamLaneId", self.lane);
        v.said("UpstreamInterfaceId", self.interface_id);
        v.always("HostAddress", self.host);
        v.always("Port", self.port);
    }
};

/// Where this machine waits for the neighbour that takes its boards. `client`: the only address it lets in.
struct DownstreamConfiguration {
    std::uint32_t lane = 1;
    std::string interface_id;
    std::string client;
    std::uint32_t port = 0;
    bool operator==(const DownstreamConfiguration&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("DownstreamLaneId", self.lane);
        v.said("DownstreamInterfaceId", self.interface_id);
        v.said("ClientAddress", self.client);
        v.always("Port", self.port);
    }
};

struct Configuration {
    std::string machine_id;
    std::optional<std::uint32_t> supervisory_port;
    std::vector<UpstreamConfiguration> upstream;
    std::vector<DownstreamConfiguration> downstream;
    bool operator==(const Configuration&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v.always("MachineId", self.machine_id);
        v.said("SupervisorySystemPort", self.supervisory_port);
        v.whole_list("UpstreamConfigurations", "UpstreamConfiguration", self.upstream);
        v.whole_list("DownstreamConfigurations", "DownstreamConfiguration", self.downstream);
    }
};

struct GetConfiguration {
    static constexpr std::string_view element = "GetConfiguration";
    bool operator==(const GetConfiguration&) const = default;
    template <class Self, class V>
    static void fields(Self&, V&&) {}
};
struct SetConfiguration {
    static constexpr std::string_view element = "SetConfiguration";
    Configuration configuration;
    bool operator==(const SetConfiguration&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        Configuration::fields(self.configuration, v);
    }
};
struct CurrentConfiguration {
    static constexpr std::string_view element = "CurrentConfiguration";
    Configuration configuration;
    bool operator==(const CurrentConfiguration&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        Configuration::fields(self.configuration, v);
    }
};

/// What a machine can't be configured with, in words; empty: it can.
[[nodiscard]] std::string fault_of(const Configuration& configuration);

}  // namespace glassline::hermes
