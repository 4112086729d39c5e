// Chaos files: the example is good and fits the demo's line; a bad one has every fault named.
#include <doctest/doctest.h>

#include <algorithm>

#include "connectors/wire/files/chaos_file.hpp"
#include "tests/simulation/simulated_lines.hpp"

using namespace glassline;
using namespace glassline::test;

TEST_CASE("the example chaos file is good, fits the demo's line and has every kind of entry") {
    const auto chaos = read_chaos_file(read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo-chaos.json"));
    CHECK(chaos.faults == std::vector<std::string>{});
    CHECK(check(chaos.value, DemoDay().line) == std::vector<std::string>{});
    for (std::size_t kind = 0; kind < names(ChaosKind{}).size(); ++kind) {
        CAPTURE(kind);
        CHECK(std::any_of(chaos.value.begin(), chaos.value.end(),
                          [&](const ChaosEntry& e) { return e.kind == static_cast<ChaosKind>(kind); }));
    }
}

TEST_CASE("every fault of a chaos file is named, none hidden behind the first") {
    const auto bad = read_chaos_file(R"({"chaos": [
        {"kind": "station_stop", "at_s": -1},
        {"kind": "cycle_drift", "factor": 1, "duration_s": 5, "speling": 1},
        {"kind": "station_stop", "station": "a", "at_s": 10, "duration_s": 10},
        {"kind": "station_stop", "station": "a", "at_s": 15, "duration_s": 10},
        {"kind": "message_loss", "duration_s": 3, "probability": 2},
        {"kind": "message_delay", "duration_s": 3, "delay_s": 0},
        {"kind": "cycle_bimodal", "duration_s": 3, "factor": 2, "share": 0},
        {"kind": "operator_away", "duration_s": 3, "station": "a", "count": 0}]})");
    const auto names_fault = [&](const std::string& beginning) {
        return std::any_of(bad.faults.begin(), bad.faults.end(),
                           [&](const std::string& fault) { return fault.rfind(beginning, 0) == 0; });
    };
    for (const char* place : {"chaos[0].at_s", "chaos[0].duration_s", "chaos[0].station", "chaos[1].speling",
                              "chaos[1].factor", "chaos[3].at_s", "chaos[4].probability", "chaos[5].delay_s",
                              "chaos[6].share", "chaos[7].station", "chaos[7].count"}) {
        CAPTURE(place);
        CHECK(names_fault(place));
    }
    CHECK_FALSE(names_fault("chaos[2]"));
    CHECK_FALSE(read_chaos_file("{\"chaos\": []}").ok());
    CHECK_FALSE(read_chaos_file("{\"chaos\": [").ok());
    ChaosEntry elsewhere;
    elsewhere.station = StationId("nowhere");
    elsewhere.duration_s = 1;
    CHECK(check({elsewhere}, DemoDay().line) ==
          std::vector<std::string>{"chaos[0].station: the line has no station 'nowhere'"});
}
