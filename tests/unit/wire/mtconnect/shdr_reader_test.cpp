#include "connectors/wire/mtconnect/shdr_reader.hpp"

#include "connectors/wire/mtconnect/shdr_session.hpp"
#include "model.hpp"

using namespace glassline;
using namespace glassline::mtconnect;

namespace {

const Instant arrival = from_micros(1'000'000'000'000'000);
const std::string stamp = "2022-08-08T13:51:34Z";

struct Fixture {
    DeviceModel devices = model();
    ShdrReader reader{devices, 0, 120};
    ShdrReading read(const std::string& line, Instant at = arrival) {
        auto reading = reader.read(line, at);
        REQUIRE(reading);
        return *reading;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "several pairs a line; the key is a name, an id or a source") {
    const auto reading = read(stamp + "|avail|AVAILABLE|M1-exec|READY|spindle_load|12.5");
    REQUIRE(reading.observations.size() == 3);
    CHECK(reading.observations[1].observation.item->type == "EXECUTION");
    CHECK(reading.observations[1].observation.value == "READY");
    CHECK(reading.observations[2].observation.item->name == "Sload");
    CHECK(to_iso8601(reading.at) == "2022-08-08T13:51:34.000Z");
    CHECK(reading.stamped);
}

TEST_CASE_FIXTURE(Fixture, "a condition takes five values, a message two") {
    const auto reading =
        read(stamp + "|system|Fault|454B|9|HIGH|Limit switch Y-|avail|AVAILABLE|msg|17|door open|mode|MANUAL");
    REQUIRE(reading.observations.size() == 4);
    CHECK(reading.observations[0].observation.condition ==
          Condition{ConditionLevel::fault, "454B", "9", "HIGH", "Limit switch Y-"});
    CHECK(reading.observations[1].observation.value == "AVAILABLE");
    CHECK(reading.observations[2].observation.value == "door open");
    CHECK(reading.observations[3].observation.value == "MANUAL");
}

TEST_CASE_FIXTURE(Fixture, "UNAVAILABLE in any case and any width is unknown") {
    for (const auto* line : {"|parts|UNAVAILABLE", "|parts|Unavailable", "|system|Unavailable||||",
                             "|system|UNAVAILABLE", "|msg|UNAVAILABLE"}) {
        CAPTURE(line);
        const auto reading = read(stamp + line);
        REQUIRE(reading.observations.size() == 1);
        CHECK(reading.observations[0].observation.unavailable);
        CHECK(reading.observations[0].observation.value.empty());
    }
    const auto both = read(stamp + "|system|UNAVAILABLE|avail|AVAILABLE");
    REQUIRE(both.observations.size() == 2);
    CHECK(both.observations[1].observation.value == "AVAILABLE");
    const auto empty = read(stamp + "|program|");
    CHECK_FALSE(empty.observations[0].observation.unavailable);
    CHECK(read(stamp + "|system|PERHAPS|1|||").observations[0].observation.unavailable);
}

TEST_CASE_FIXTURE(Fixture, "a key may name its device; keys of nobody are told, and the rest is read") {
    const auto reading = read(stamp + "|Lathe:execution|ACTIVE|foo|1|execution|READY");
    REQUIRE(reading.observations.size() == 2);
    CHECK(reading.observations[0].device == 1);
    CHECK(reading.observations[1].device == 0);
    CHECK(reading.unknown_keys == std::vector<std::string>{"foo"});
    CHECK(read(stamp + "|strange_cond|FAULT|E1||HIGH|text").unknown_keys == std::vector<std::string>{"strange_cond"});
    CHECK(read(stamp + "|@ASSET@|T1|CuttingTool|--multiline--A\n<x/>\n--multiline--A").asset_command == "ASSET");
    CHECK(read(stamp + "|@REMOVE_ALL_ASSETS@|CuttingTool").asset_command == "REMOVE_ALL_ASSETS");
}

TEST_CASE_FIXTURE(Fixture,
                  "times: none is the arrival, no zone is the plant's, a number counts from the first one's arrival") {
    CHECK(read("|avail|AVAILABLE").at == arrival);
    CHECK(read("avail|AVAILABLE").at == arrival);
    CHECK_FALSE(read("|avail|AVAILABLE").stamped);
    const auto local = read("2022-08-08T13:51:34|avail|AVAILABLE");
    CHECK(local.zone_missing);
    CHECK(to_iso8601(local.at) == "2022-08-08T11:51:34.000Z");
    CHECK(read("5000|avail|AVAILABLE").at == arrival);
    CHECK(read("5250.5|avail|AVAILABLE", arrival + std::chrono::seconds(9)).at == arrival + Duration{250'500});
    // A smaller number: the adapter began anew.
    CHECK(read("10|avail|AVAILABLE", arrival + std::chrono::seconds(20)).at == arrival + std::chrono::seconds(20));
    CHECK_FALSE(reader.read("what is this", arrival));
    CHECK_FALSE(reader.read(stamp, arrival));
}

TEST_CASE_FIXTURE(Fixture, "a counter that was set anew says why") {
    const auto reading = read(stamp + "|parts|0:DAY");
    CHECK(reading.observations[0].observation.value == "0");
    CHECK(reading.observations[0].observation.reset == "DAY");
    CHECK(read(stamp + R"(|program|TNC:\A.H)").observations[0].observation.value == R"(TNC:\A.H)");
}

TEST_CASE_FIXTURE(Fixture, "whose recording it is, when only one device fits best") {
    CHECK(device_of_recording(stamp + "|avail|AVAILABLE\n" + stamp + "|execution|READY\n", devices) == 0U);
    CHECK_FALSE(device_of_recording(stamp + "|execution|READY\n", devices));  // both have it
    CHECK_FALSE(device_of_recording("", devices));
}

TEST_CASE("heartbeats: asked for at once, then at the adapter's pace; silence of twice as long is the end") {
    ShdrSession session;
    session.connected(arrival);
    CHECK(session.take_output() == "* PING\n");
    session.tick(arrival + std::chrono::minutes(9));
    CHECK(session.take_output().empty());
    CHECK(session.close_reason().empty());
    CHECK(session.feed("* PONG 1000\n|a|1\n", arrival) == std::vector<std::string>{"|a|1"});
    CHECK(session.heartbeat() == std::chrono::seconds(1));
    session.tick(arrival + std::chrono::milliseconds(900));
    CHECK(session.take_output().empty());
    session.tick(arrival + std::chrono::milliseconds(1'100));
    CHECK(session.take_output() == "* PING\n");
    session.tick(arrival + std::chrono::milliseconds(2'400));
    CHECK(session.close_reason().empty());
    session.tick(arrival + std::chrono::milliseconds(2'600));
    CHECK(session.close_reason() == "the adapter answered no heartbeat");
    session.connected(arrival + std::chrono::seconds(10));
    CHECK(session.close_reason().empty());
    CHECK(session.heartbeat() == Duration{});
    static_cast<void>(session.feed("* PONG 99999999999\n* PONG x\n* PONG\n", arrival));
    CHECK(session.heartbeat() == Duration{});
    session.tick(arrival + std::chrono::minutes(11));
    CHECK(session.close_reason() == "the adapter said nothing for ten minutes");
}
