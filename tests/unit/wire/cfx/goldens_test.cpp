// What an emulated machine writes, byte for byte: these files are also the fuzz target's seeds.
// GLASSLINE_WRITE_GOLDENS=1 writes them anew.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <utility>
#include <vector>

#include "connectors/wire/cfx/encode.hpp"
#include "tests/support/files.hpp"

using namespace glassline;

TEST_CASE("CFX: messages are written as the goldens have them") {
    const cfx::Head head{"Glassline.Placer.1", cfx::guid(0x1234, 0x5678), from_micros(1'795'000'000'780'000), 60};
    const StationId station("placer-1");
    const PanelEvidence panel{"PANEL-0001", "b6a1f0d2-0000-4000-8000-000000000001", "", ""};
    PanelFacts facts;
    facts.units = {Unit{"", 1, 50.5, 80, 0, UnitResult::good, true, false},
                   Unit{"", 2, 70.5, 80, 90, UnitResult::failed, true, false}};
    Fault fault;
    fault.id = FaultId("0a0a0a0a-0000-4000-8000-000000000002");
    fault.code = "FEEDER-12";
    fault.cause = "MissingComponent";
    fault.occurred_at = head.at;
    const std::vector<std::pair<std::string, Event>> goldens = {
        {"units_arrived", UnitsArrived{station, panel, facts, 1, Transfer::by_conveyor}},
        {"work_started", WorkStarted{station, TransactionId("t-1"), panel, facts, 1}},
        {"work_completed", WorkCompleted{station, TransactionId("t-1"), panel, facts, WorkResult::completed}},
        {"units_inspected", UnitsInspected{station,
                                           TransactionId("t-1"),
                                           "AOI",
                                           {{"PANEL-0001",
                                             2,
                                             UnitResult::failed,
                                             {{"", "TOMBSTONE", "R12", station, {}}},
                                             Verification::not_verified_yet}}}},
        {"station_state_changed", StationStateChanged{station, equipment_state_from_code(2202),
                                                      equipment_state_from_code(1100), std::chrono::seconds(85)}},
        {"fault_occurred", FaultOccurred{station, fault}},
        {"heartbeat", HeartbeatReceived{station, 60}},
    };
    const std::string folder = std::string(GLASSLINE_SOURCE_DIR) + "/data/wire/cfx/";
    for (const auto& [name, event] : goldens) {
        CAPTURE(name);
        const auto message = cfx::encode(head, event);
        REQUIRE(message);
        if (std::getenv("GLASSLINE_WRITE_GOLDENS") != nullptr) {
            std::ofstream(folder + name + ".json", std::ios::binary) << message->body;
        }
        CHECK(message->body == test::read_file(folder + name + ".json"));
        CHECK(message->subject.starts_with("Glassline.Placer.1.CFX."));
    }
}
