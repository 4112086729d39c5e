// What the tests of CFX messages share: a line of two machines, small messages of our own, and the standard's examples
// where GLASSLINE_REFERENCE_DATA names their folder.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "connectors/wire/cfx/decode.hpp"
#include "tests/support/files.hpp"

namespace glassline::test {

inline LineDescription cfx_line() {
    LineDescription line;
    line.id = LineId("L1");
    line.zone = "+02:00";
    for (const char* name : {"placer", "aoi"}) {
        StationDescription station;
        station.id = StationId(name);
        station.cfx_handle = std::string("Test.") + name + ".1";
        station.cycle_time_s = 20;
        line.stations.push_back(station);
    }
    return line;
}

/// The event of this kind in what a message means; nothing when there is none.
template <class E>
std::optional<E> said(const cfx::Meaning& meaning) {
    for (const auto& event : meaning.events) {
        if (const auto* hit = std::get_if<E>(&event)) return *hit;
    }
    return std::nullopt;
}

/// A body as a message of the placer.
inline cfx::Meaning placer_says(std::string_view name, std::string_view body) {
    static cfx::Decoder decoder;
    static const auto line = cfx_line();
    return decoder.decode_body(name, body, {line, "Test.placer.1"});
}

/// A message of data/wire/cfx/received, with its envelope.
inline cfx::Meaning received(const std::string& file) {
    static cfx::Decoder decoder;
    static const auto line = cfx_line();
    const auto text = read_file(std::string(GLASSLINE_SOURCE_DIR) + "/data/wire/cfx/received/" + file + ".json");
    return std::move(decoder.decode(text, "", {line, ""}).at(0));
}

/// An example of the standard's documentation, said by the placer; nothing in a bare clone.
inline std::optional<cfx::Meaning> example(const std::string& file, std::string_view name) {
    const char* set = std::getenv("GLASSLINE_REFERENCE_DATA");
    if (set == nullptr) return std::nullopt;
    const auto path = std::string(set) + "/cfx/examples/" + file + ".json";
    if (!std::filesystem::exists(path)) return std::nullopt;
    return placer_says(name, read_file(path));
}

}  // namespace glassline::test
