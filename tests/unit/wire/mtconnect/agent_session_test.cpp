#include "connectors/wire/mtconnect/agent_session.hpp"

#include "connectors/wire/mtconnect/machine.hpp"
#include "model.hpp"

using namespace glassline;
using namespace glassline::mtconnect;

namespace {

std::string streams(std::uint64_t instance, std::uint64_t first, std::uint64_t next, const std::string& body = "") {
    return "<MTConnectStreams xmlns='urn:mtconnect.org:MTConnectStreams:2.0'><Header instanceId='" +
           std::to_string(instance) + "' firstSequence='" + std::to_string(first) + "' nextSequence='" +
           std::to_string(next) + "' lastSequence='" + std::to_string(next - 1) +
           "'/><Streams><DeviceStream name='Agent' uuid='a0'><ComponentStream component='Agent'><Events>"
           "<Availability dataItemId='aa' sequence='1' "
           "timestamp='2022-01-01T00:00:00Z'>AVAILABLE</Availability></Events></ComponentStream></DeviceStream>"
           "<DeviceStream name='Mill' uuid='mill-7'><ComponentStream component='Path'>" +
           body + "</ComponentStream></DeviceStream></Streams></MTConnectStreams>";
}
std::string event(const std::string& element, const std::string& id, int sequence, const std::string& value) {
    return "<Events><" + element + " dataItemId='" + id + "' sequence='" + std::to_string(sequence) +
           "' timestamp='2022-08-08T13:00:0" + std::to_string(sequence % 10) + ".5Z'>" + value + "</" + element +
           "></Events>";
}
const std::string out_of_range =
    "<MTConnectError><Header instanceId='7'/><Errors><Error errorCode='OUT_OF_RANGE'>'from' must be greater than "
    "500</Error></Errors></MTConnectError>";
const std::string out_of_range_26 =
    "<MTConnectError><Header instanceId='7'/><Errors><OutOfRange><URI>/sample</URI><ErrorMessage>too "
    "old</ErrorMessage></OutOfRange></Errors></MTConnectError>";

struct Fixture {
    AgentSession session;
    AgentAnswer take(const std::string& body) {
        auto answer = session.take(body);
        REQUIRE(answer);
        return *answer;
    }
    void begin() {
        CHECK(session.next_path() == "/probe");
        CHECK(take(model_xml).kind == AgentAnswer::Kind::model);
        CHECK(session.next_path() == "/current");
        CHECK(take(streams(7, 1, 100)).kind == AgentAnswer::Kind::whole);
        CHECK(session.next_path() == "/sample?from=100&count=1000");
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "probe, current, then samples from the next sequence") {
    begin();
    const auto answer =
        take(streams(7, 1, 103,
                     event("Execution", "M1-exec", 102, "ACTIVE") + event("PartCount", "M1-parts", 101, "UNAVAILABLE") +
                         "<Condition><Fault dataItemId='M1-sys' sequence='100' timestamp='2022-08-08T13:00:00Z' "
                         "nativeCode='45' qualifier='HIGH'>hot</Fault></Condition>"));
    CHECK(answer.kind == AgentAnswer::Kind::sampled);
    REQUIRE(answer.streams.observations.size() == 3);  // the agent's own stream is passed over
    const auto& seen = answer.streams.observations;
    CHECK(seen[0].observation.condition == Condition{ConditionLevel::fault, "45", "", "HIGH", "hot"});
    CHECK(seen[1].observation.unavailable);
    CHECK(seen[2].observation.value == "ACTIVE");
    CHECK(to_iso8601(seen[2].observation.at) == "2022-08-08T13:00:02.500Z");
    CHECK(seen[2].xml.find("<Execution dataItemId=\"M1-exec\"") == 0);
    CHECK(session.next_path() == "/sample?from=103&count=1000");
    CHECK(take(streams(7, 1, 103)).gap.empty());
}

TEST_CASE_FIXTURE(Fixture, "out of range: the present is asked for, and the gap is named") {
    for (const auto& error : {out_of_range, out_of_range_26}) {
        session = {};
        begin();
        CHECK(take(error).kind == AgentAnswer::Kind::nothing);
        CHECK(session.next_path() == "/current");
        const auto answer = take(streams(7, 500, 900));
        CHECK(answer.kind == AgentAnswer::Kind::whole);
        CHECK(answer.gap.find("observations 100 to 899 were not read") != std::string::npos);
        CHECK(session.next_path() == "/sample?from=900&count=1000");
        CHECK(take(streams(7, 500, 901)).gap.empty());
    }
}

TEST_CASE_FIXTURE(Fixture, "an agent that began anew is probed again, and the gap is named") {
    begin();
    CHECK(take(streams(8, 1, 20, event("Execution", "M1-exec", 12, "READY"))).kind == AgentAnswer::Kind::nothing);
    CHECK(session.next_path() == "/probe");
    auto other = model_xml;
    other.replace(other.find("instanceId=\"7\""), 14, "instanceId=\"8\"");
    CHECK(take(other).kind == AgentAnswer::Kind::model);
    const auto answer = take(streams(8, 1, 25));
    CHECK(answer.gap.find("instance 7 became 8") != std::string::npos);
    CHECK(session.next_path() == "/sample?from=25&count=1000");
}

TEST_CASE_FIXTURE(Fixture, "a sequence that jumps without an error is a gap, too") {
    begin();
    CHECK(take(streams(7, 300, 400)).kind == AgentAnswer::Kind::nothing);
    CHECK(session.next_path() == "/current");
}

TEST_CASE_FIXTURE(Fixture, "what is no answer leaves everything as it was") {
    CHECK_FALSE(session.take("<html>"));
    CHECK_FALSE(session.take("<MTConnectDevices><Devices/></MTConnectDevices>"));
    CHECK(session.next_path() == "/probe");
    begin();
    CHECK_FALSE(session.take(""));
    CHECK_FALSE(
        session.take("<MTConnectError><Errors><Error errorCode='INTERNAL_ERROR'>x</Error></Errors></MTConnectError>"));
    CHECK(session.next_path() == "/sample?from=100&count=1000");
    const auto odd = take(streams(7, 1, 103,
                                  event("Execution", "who", 101, "ACTIVE") +
                                      "<Events><Execution dataItemId='M1-exec'>ACTIVE</Execution></Events>"));
    CHECK(odd.streams.unknown_items == std::vector<std::string>{"who"});
    CHECK(odd.streams.unreadable == 1);
}

TEST_CASE("conditions that the present does not name are over; an emergency stop is not theirs") {
    const auto devices = model();
    Machine machine(StationId("S"), devices.devices[0]);
    const auto* sys = devices.devices[0].find("system");
    const auto at = from_micros(1'000'000);
    const auto condition = [&](const char* code) {
        Observation out;
        out.item = sys;
        out.at = at;
        out.condition = {ConditionLevel::fault, code, "", "", "x"};
        return out;
    };
    Observation stop;
    stop.item = devices.devices[0].find("estop");
    stop.at = at;
    stop.value = "TRIGGERED";
    CHECK(machine.take({condition("1"), condition("2"), stop}).size() >= 3);
    const auto events = machine.take_whole({condition("2")});
    REQUIRE(events.size() == 1);
    CHECK(events[0].event == Event(FaultCleared{StationId("S"), FaultId("mtconnect:M1-sys/1")}));
}
