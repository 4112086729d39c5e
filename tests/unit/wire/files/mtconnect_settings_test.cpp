#include <doctest/doctest.h>

#include "connectors/wire/files/settings.hpp"

using namespace glassline;

TEST_CASE("MTConnect sources in the settings: what is missing is named with its place") {
    const auto good = read_settings(R"({"sources": [
        {"kind": "shdr", "name": "a", "url": "h:7878", "devices": "Devices.xml", "device": "Mill", "station": "S1"},
        {"kind": "mtconnect-agent", "name": "b", "url": "http://h:5000", "poll_s": 0.5}]})");
    CHECK(good.faults == std::vector<std::string>{});
    REQUIRE(good.value.sources.size() == 2);
    CHECK(good.value.sources[0].devices == "Devices.xml");
    CHECK(good.value.sources[1].poll_s == doctest::Approx(0.5));
    const auto bad = read_settings(R"({"sources": [{"kind": "shdr", "name": "a"},
        {"kind": "mtconnect-agent", "name": "b", "poll_s": 0}]})");
    CHECK(bad.faults == std::vector<std::string>{"sources[0].url: is missing", "sources[0].devices: is missing",
                                                 "sources[1].url: is missing",
                                                 "sources[1].poll_s: is not between 0.05 and 3600"});
}
