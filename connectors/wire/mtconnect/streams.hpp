// What an agent answers to /current and /sample: observations in the order of their sequence numbers; or its errors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/mtconnect/observation.hpp"
#include "twin/base/result.hpp"

namespace glassline::mtconnect {

struct StreamedObservation {
    std::uint64_t sequence = 0;
    std::size_t device = 0;  // index in the model
    Observation observation;
    bool zone_missing = false;  // its time stamp stated none; it was read as UTC
    std::string xml;            // the element as it came
};

/// What an agent says is wrong with a request (MTConnectError).
struct AgentErrors {
    std::vector<std::string> codes;  // OUT_OF_RANGE, UNSUPPORTED, ...
    std::string text;
    std::uint64_t instance_id = 0;
    [[nodiscard]] bool out_of_range() const;
    [[nodiscard]] Error as_error(const std::string& where) const;
};

struct Streams {
    std::uint64_t instance_id = 0;
    std::uint64_t first_sequence = 0;
    std::uint64_t next_sequence = 0;
    std::string model_changed_time;                 // deviceModelChangeTime; empty before 1.7
    std::vector<StreamedObservation> observations;  // by sequence
    std::vector<std::string> unknown_items;  // data item ids the model does not have; the model has changed, or lies
    std::size_t unknown_count = 0;           // how many observations were of such items
    std::size_t unreadable = 0;              // without a time stamp or a sequence
    AgentErrors errors;                      // of an MTConnectError; no codes otherwise
};

inline constexpr std::size_t max_streams_bytes = std::size_t{64} << 20U;
inline constexpr std::size_t max_unknown_items = 100;  // named; more are not

/// Reads MTConnectStreams or MTConnectError of any version and namespace. Devices that the model has not (an agent's
/// own stream) are passed over. Errors: no XML, another document.
[[nodiscard]] Result<Streams> read_streams(std::string_view xml, const DeviceModel& model);

/// The errors of an MTConnectError; without codes when it is something else.
[[nodiscard]] AgentErrors agent_errors(std::string_view xml);

}  // namespace glassline::mtconnect
