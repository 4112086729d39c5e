// An MTConnect agent asked over HTTP: /probe, /current, then /sample from the next sequence number. An outage of ours
// loses nothing that the agent's buffer still holds.
#pragma once

#include <memory>
#include <string>

#include "connectors/sources/source.hpp"

namespace glassline {

inline constexpr Duration agent_first_retry = std::chrono::milliseconds(250);
inline constexpr Duration agent_longest_retry = std::chrono::seconds(10);
inline constexpr Duration agent_silent_after = std::chrono::seconds(10);  // then its machines count as offline

struct MtconnectAgentSettings {
    std::string name;
    std::string url;      // "http://host:5000", also with a path before /probe
    std::string device;   // the only one to ask for; empty: all
    std::string station;  // that this device is; empty: the line says it
    Duration poll = std::chrono::seconds(1);
    bool simulated = false;
};

/// Error: an address that can't be used.
[[nodiscard]] Result<std::unique_ptr<Source>> make_mtconnect_agent(MtconnectAgentSettings settings,
                                                                   const SourceContext& context);

}  // namespace glassline
