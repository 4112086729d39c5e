// CFX messages about process values: what the twin's events say of them.
#include <doctest/doctest.h>

#include "tests/support/cfx.hpp"

using namespace glassline;
using test::received;
using test::said;

TEST_CASE("CFX: an oven's zones, what they should be and what they are") {
    const auto event = said<UnitsProcessed>(received("units_processed_reflow"));
    REQUIRE(event);
    CHECK(event->transaction == TransactionId("P1@placer"));
    CHECK(event->result == "Succeeded");
    CHECK(event->data.kind == "ReflowProcessData");
    CHECK(event->data.conveyor_speed == 60);
    CHECK(event->data.conveyor_setpoint == 61);
    REQUIRE(event->data.zones.size() == 4);  // a null setpoint is none
    CHECK(event->data.zones[0] == ZoneValue{"Zone1", "PreHeat", "Top", "Temperature", 220.0, 221.5});
    CHECK(event->data.zones[1] == ZoneValue{"Zone1", "PreHeat", "Top", "Power", std::nullopt, 220.0});
    CHECK(event->data.zones[2].zone_type == "Reflow");
    CHECK(event->data.values.empty());
}

TEST_CASE("CFX: printing and what nobody knows go by name") {
    const auto meaning = received("units_processed_print");
    const auto event = said<UnitsProcessed>(meaning);
    REQUIRE(event);
    CHECK(event->data.values.at("Strokes[0].PrintPressure") == "4.5");
    CHECK(event->data.values.at("Separation.SeparationSpeed") == "3.0");
    CHECK(event->data.values.at("CycleTime") == "00:00:12");
    REQUIRE(event->units.size() == 1);
    CHECK(event->units[0].position == 2);
    CHECK(event->units[0].values.at("Force") == "12.5");
    CHECK(said<ForeignTypeSeen>(meaning)->type == "Vendor.Own.Data, Vendor");
    const auto recorded = said<ProcessDataRecorded>(received("process_data_recorded"));
    REQUIRE(recorded);
    CHECK(recorded->data.values.at("Parameters.Fan") == "80");
}

TEST_CASE("CFX: readings and energy") {
    const auto readings = said<ReadingsRecorded>(received("readings_recorded"));
    REQUIRE(readings);
    CHECK(readings->readings.at(0).unit == "#2");
    CHECK(readings->readings.at(0).value == "1.25");
    CHECK(to_iso8601(readings->readings.at(0).at) == "2026-11-23T13:10:00.000Z");
    const auto energy = said<EnergyConsumed>(received("energy_consumed"));
    REQUIRE(energy);
    CHECK(energy->window.to - energy->window.from == std::chrono::minutes(10));
    CHECK(energy->window.energy == 0.012);
    CHECK(energy->subsystems.at("Heater") == 0.01);
    const auto backwards =
        test::placer_says("CFX.ResourcePerformance.EnergyConsumed",
                          R"({"StartTime":"2026-11-23T14:00:00Z","EndTime":"2026-11-23T13:00:00Z"})");
    CHECK_FALSE(said<EnergyConsumed>(backwards));
    CHECK(said<MessageRefused>(backwards));
}

TEST_CASE("CFX: more values than are kept are flagged; a text is never cut inside a character") {
    std::string members;
    for (int i = 0; i < 100; ++i) members += std::string(i == 0 ? "" : ",") + "\"V" + std::to_string(i) + "\":1";
    const auto many =
        test::placer_says("CFX.ResourcePerformance.ProcessDataRecorded", R"({"ProcessData":{)" + members + "}}");
    CHECK(said<ProcessDataRecorded>(many)->data.values.size() == max_process_values);
    CHECK(said<MessageRefused>(many));
    std::string umlauts;
    for (int i = 0; i < 100; ++i) umlauts += "\xc3\xa4";
    const auto text = test::placer_says("CFX.ResourcePerformance.ProcessDataRecorded",
                                        R"({"ProcessData":{"x":"a)" + umlauts + R"("}})");
    const auto value = said<ProcessDataRecorded>(text)->data.values.at("x");
    CHECK(value.size() == 127);  // of 128: the last one would be half a character
    CHECK(value.substr(125) == "\xc3\xa4");
}

TEST_CASE("CFX: the standard's examples about processes are all folded") {
    const auto all = [](const std::string& file, const std::string& name) {
        CAPTURE(file);
        const auto meaning = test::example(file, name);
        if (meaning) CHECK_FALSE(said<MessageUnmapped>(*meaning).has_value());
        return meaning;
    };
    const std::string processed = "CFX.Production.Processing.UnitsProcessed";
    for (const char* number : {".3", ".4", ".6", ".7", ".router"}) all(processed + number, processed);
    if (const auto oven = all(processed, processed)) {
        const auto event = said<UnitsProcessed>(*oven);
        REQUIRE(event);
        CHECK(event->data.zones.size() > 6);
        CHECK(event->data.zones[0].setpoint == 220.0);
        CHECK(event->data.zones[0].reading == 221.0);
    }
    all("CFX.ResourcePerformance.ProcessDataRecorded", "CFX.ResourcePerformance.ProcessDataRecorded");
    if (const auto energy = all("CFX.ResourcePerformance.EnergyConsumed", "CFX.ResourcePerformance.EnergyConsumed")) {
        CHECK(said<EnergyConsumed>(*energy)->subsystems.at("EquipmentSubArea") == 0.01);
    }
}
