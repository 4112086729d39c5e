#include "connectors/wire/mtconnect/devices.hpp"

#include "connectors/wire/mtconnect/stations.hpp"
#include "model.hpp"

using namespace glassline;
using namespace glassline::mtconnect;

TEST_CASE("a device model is read whatever its prefix; an agent's description of itself is no machine") {
    const auto read = model();
    CHECK(read.instance_id == 7);
    CHECK(read.version == "1.3");
    CHECK(read.changed_time == "2022-06-17T16:33:21Z");
    REQUIRE(read.devices.size() == 2);
    const auto& mill = read.devices[0];
    CHECK(mill.manufacturer == "ACME");
    CHECK(mill.items.size() == 14);
    REQUIRE(mill.find("Sload") != nullptr);
    CHECK(mill.find("Sload") == mill.find("M1-load"));
    CHECK(mill.find("Sload") == mill.find("spindle_load"));
    CHECK(mill.find("Sload")->category == Category::sample);
    CHECK(mill.find("motion")->category == Category::condition);
    CHECK(mill.find("nothing") == nullptr);
    CHECK(read.find("mill-7") == &mill);
    CHECK(read.find("") == nullptr);
}

TEST_CASE("a lone Device is a model; other documents and broken ones are refused with a reason") {
    const auto lone = read_devices(
        R"(<Device id="d" name="D"><DataItems><DataItem id="e" type="EXECUTION" category="EVENT"/></DataItems></Device>)");
    REQUIRE(lone);
    CHECK(lone->devices.size() == 1);
    CHECK_FALSE(read_devices("<MTConnectStreams/>"));
    CHECK_FALSE(read_devices("<MTConnectDevices><Devices>"));
    CHECK_FALSE(read_devices(""));
    const auto error = read_devices(
        R"(<MTConnectError><Errors><Error errorCode="NO_DEVICE">Could not find X</Error></Errors></MTConnectError>)");
    REQUIRE_FALSE(error);
    CHECK(error.error().what == "the agent answers NO_DEVICE: Could not find X");
    std::string deep = "<MTConnectDevices><Devices><Device id='d'>";
    for (int i = 0; i < 40; ++i) deep += "<Components>";
    for (int i = 0; i < 40; ++i) deep += "</Components>";
    CHECK_FALSE(read_devices(deep + "</Device></Devices></MTConnectDevices>"));
}

TEST_CASE("a device is the station that names it, else the one that is called like it") {
    const auto read = model();
    LineDescription line;
    line.stations.resize(2);
    line.stations[0].id = StationId("Mill");
    line.stations[1].id = StationId("S2");
    CHECK(station_of(read.devices[0], line) == StationId("Mill"));
    CHECK(station_of(read.devices[1], line).empty());
    line.stations[1].mtconnect_device = "mill-7";
    CHECK(station_of(read.devices[0], line) == StationId("S2"));
    const auto made = line_of(read);
    REQUIRE(made.stations.size() == 2);
    CHECK(made.stations[1].id == StationId("Lathe"));
    CHECK(made.stations[0].vendor == "ACME");
}
