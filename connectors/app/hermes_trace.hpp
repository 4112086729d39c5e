// Writes what the emulated machines say and hear over Hermes in the format of data/recordings: lines
// `epoch_ms TAB channel TAB TX or RX TAB XML`, which `glassline import --format hermes-trace` reads.
#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "connectors/wire/hermes/framer.hpp"
#include "twin/base/time.hpp"

namespace glassline::app {

class HermesTrace {
public:
    /// `out` may be null: nothing is written.
    explicit HermesTrace(std::ostream* out) : out_(out) {}
    void sent(const std::string& channel, std::string_view bytes, Instant at) { note(channel, "TX", bytes, at); }
    void heard(const std::string& channel, std::string_view bytes, Instant at) { note(channel, "RX", bytes, at); }

private:
    void note(const std::string& channel, const char* direction, std::string_view bytes, Instant at);
    std::ostream* out_;
    std::map<std::pair<std::string, std::string>, hermes::Framer> framers_;  // a channel and direction each
};

}  // namespace glassline::app
