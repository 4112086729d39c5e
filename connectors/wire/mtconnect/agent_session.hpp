// The client of an MTConnect agent as a value: which path to ask next, and what its answer means. /probe once,
// /current, then /sample from the next sequence number, for ever. An agent that began anew, or whose buffer no longer
// holds what we ask for, is asked for /current again, and what was lost is named.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/mtconnect/streams.hpp"
#include "twin/base/result.hpp"

namespace glassline::mtconnect {

inline constexpr std::size_t sample_count = 1'000;  // observations a request

struct AgentAnswer {
    enum class Kind {
        model,    // the devices are known now (again); observations refer to them
        whole,    // the present of all devices
        sampled,  // what came since
        nothing   // an error that was dealt with: the next path differs
    };
    Kind kind = Kind::nothing;
    Streams streams;
    std::string gap;    // what was lost, in words; empty: nothing
    bool more = false;  // ask again at once: the agent has more than one answer holds
};

class AgentSession {
public:
    /// The path and query to ask for next, beginning with '/'.
    [[nodiscard]] std::string next_path() const;
    /// The body of a 200 or of an error's answer (agents send MTConnectError with either). Error: not to be used; ask
    /// the same again later.
    [[nodiscard]] Result<AgentAnswer> take(std::string_view body);
    /// Of the last probe; stays until the next one.
    [[nodiscard]] const DeviceModel& model() const { return model_; }

private:
    enum class Step { probe, current, sample };

    [[nodiscard]] Result<AgentAnswer> take_model(std::string_view body);
    [[nodiscard]] AgentAnswer begin_again(bool other_instance);
    [[nodiscard]] std::string gap_before(const Streams& whole) const;

    Step step_ = Step::probe;
    DeviceModel model_;
    std::uint64_t instance_id_ = 0;
    std::uint64_t next_ = 0;
    std::uint64_t lost_from_ = 0;      // a gap begins here and ends with the next /current; 0: none
    std::uint64_t lost_instance_ = 0;  // the agent that ended, when it is another one now
    bool probed_again_ = false;        // /probe and /current named different instances once
};

}  // namespace glassline::mtconnect
