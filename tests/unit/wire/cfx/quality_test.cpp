// CFX messages about quality: what the twin's events say of them.
#include <doctest/doctest.h>

#include "tests/support/cfx.hpp"

using namespace glassline;
using test::received;
using test::said;

TEST_CASE("CFX: an SPI's measurements are summed up, its defects kept, its false calls counted") {
    const auto event = said<UnitsInspected>(received("units_inspected_spi"));
    REQUIRE(event);
    CHECK(event->station == StationId("placer"));
    CHECK(event->transaction == TransactionId("P1@placer"));
    REQUIRE(event->units.size() == 2);
    const auto& measured = event->units[0].measurements;
    REQUIRE(measured.size() == 5);  // no area is said
    CHECK(measured[0].kind == "volume");
    CHECK(measured[0].count == 3);
    CHECK(measured[0].failed == 1);
    CHECK(measured[0].min == 1);
    CHECK(measured[0].mean == doctest::Approx(2));
    CHECK(measured[0].max == 3);
    CHECK(measured[4].kind == "volume_percent");
    CHECK(measured[4].unit == "%");
    CHECK(measured[4].max == doctest::Approx(150));
    const auto& failed = event->units[1];
    CHECK(failed.result == UnitResult::failed);
    CHECK(failed.verification == Verification::not_verified_yet);
    REQUIRE(failed.defects.size() == 1);
    CHECK(failed.defects[0].code == "BRIDGE");
    CHECK(failed.defects[0].designator == "U3");
    CHECK(failed.false_calls == 1);
    REQUIRE(event->panel.size() == 1);
    REQUIRE(event->panel[0].measurements.size() == 1);
    CHECK(event->panel[0].measurements[0].kind == "Stretch");
    CHECK(event->panel[0].measurements[0].unit == "ratio");
}

TEST_CASE("CFX: a second look lets a unit go on, or not") {
    const auto result = [](const std::string& verification) {
        const auto event = said<UnitsInspected>(
            test::placer_says("CFX.Production.TestAndInspection.UnitsInspected",
                              R"({"InspectedUnits":[{"UnitIdentifier":"U","OverallResult":"Failed","Verification":")" +
                                  verification + R"("}]})"));
        REQUIRE(event);
        return event->units.at(0);
    };
    CHECK(result("DefectRejected").result == UnitResult::good);
    CHECK(result("DefectRejected").false_calls == 1);
    CHECK(result("defectaccepted").result == UnitResult::good);
    CHECK(result("DefectAccepted").false_calls == 0);
    CHECK(result("DefectRepaired").result == UnitResult::good);
    CHECK(result("DefectConfirmed").result == UnitResult::failed);
    CHECK(result("NotVerifiedYet").result == UnitResult::failed);
    CHECK(result("Whatever").verification == Verification::none);
}

TEST_CASE("CFX: more kinds of measurements than are kept are flagged") {
    std::string list;
    for (int i = 0; i < 20; ++i) {
        list += std::string(i == 0 ? "" : ",") + R"({"MeasurementName":"M)" + std::to_string(i) +
                R"(","MeasuredValue":{"Value":1}})";
    }
    const auto meaning = test::placer_says(
        "CFX.Production.TestAndInspection.UnitsInspected",
        R"({"InspectedUnits":[{"UnitIdentifier":"U","OverallResult":"Passed","Inspections":[{"Measurements":[)" + list +
            "]}]}]}");
    CHECK(said<UnitsInspected>(meaning)->units[0].measurements.size() == max_measurement_kinds);
    REQUIRE(said<MessageRefused>(meaning));
    CHECK(said<MessageRefused>(meaning)->reason.starts_with("Measurements: more than 16 kinds"));
}

TEST_CASE("CFX: tests, repairs, personalisation and scanners") {
    const auto tested = said<UnitsTested>(received("units_tested"));
    REQUIRE(tested);
    REQUIRE(tested->units.size() == 1);
    const auto& unit = tested->units[0];
    CHECK(tested->method == "FCT");
    CHECK(unit.tests == 2);
    CHECK(unit.tests_failed == 1);
    CHECK(unit.failed_names == std::vector<std::string>{"COLD"});
    CHECK(unit.verdict.result == UnitResult::failed);
    REQUIRE(unit.verdict.defects.size() == 1);
    CHECK(unit.verdict.defects[0].code == "NO_BOOT");
    REQUIRE(unit.verdict.measurements.size() == 1);
    CHECK(unit.verdict.measurements[0].unit == "V");
    CHECK(unit.verdict.measurements[0].failed == 1);

    const auto repaired = said<UnitsRepaired>(received("units_repaired"));
    REQUIRE(repaired);
    CHECK(repaired->units.at(0).result == UnitResult::good);
    CHECK(repaired->units.at(1).result == UnitResult::scrapped);
    REQUIRE(repaired->repairs.size() == 1);
    CHECK(repaired->repairs[0].designator == "U34");
    CHECK(to_iso8601(repaired->repairs[0].at) == "2026-11-23T13:09:00.000Z");

    const auto personal = said<UnitsPersonalized>(received("units_personalized"));
    REQUIRE(personal);
    CHECK(personal->units.at(0).characteristics.at("MAC") == "00:11:22:33:44:55");
    CHECK(said<IdentifiersNotRead>(received("identifiers_not_read"))->positions == std::vector<std::uint32_t>{1, 4});
    CHECK(said<IdentifiersRead>(received("identifiers_read"))->panel.primary_identifier == "P1");
}

TEST_CASE("CFX: the standard's examples about quality") {
    if (const auto meaning = test::example("CFX.Production.TestAndInspection.UnitsInspected.2",
                                           "CFX.Production.TestAndInspection.UnitsInspected")) {
        const auto event = said<UnitsInspected>(*meaning);
        REQUIRE(event);
        REQUIRE(event->units.size() == 2);
        CHECK(event->units[0].measurements.at(0).count == 2);
        CHECK(event->units[0].measurements.at(0).mean == doctest::Approx(5.11));
    }
    if (const auto meaning = test::example("CFX.Production.TestAndInspection.UnitsTested.2",
                                           "CFX.Production.TestAndInspection.UnitsTested")) {
        REQUIRE(said<UnitsTested>(*meaning));
        CHECK(said<UnitsTested>(*meaning)->units.at(0).tests == 2);
    }
    if (const auto meaning = test::example("CFX.Production.ReworkAndRepair.UnitsRepaired",
                                           "CFX.Production.ReworkAndRepair.UnitsRepaired")) {
        REQUIRE(said<UnitsRepaired>(*meaning));
        CHECK(said<UnitsRepaired>(*meaning)->repairs.at(1).designator == "U24.4-5");
    }
}
