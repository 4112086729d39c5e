// CFX messages about material: what the twin's events say of them.
#include <doctest/doctest.h>

#include "tests/support/cfx.hpp"

using namespace glassline;
using test::received;
using test::said;

TEST_CASE("CFX: loading and unloading name places, packages and carriers") {
    const auto loaded = said<MaterialsLoaded>(received("materials_loaded"));
    REQUIRE(loaded);
    CHECK(loaded->station == StationId("placer"));
    REQUIRE(loaded->materials.size() == 2);
    CHECK(loaded->materials[0] ==
          MaterialLocation{"L45", "SLOT45", "F1", "FEEDER F1", {"REEL-1", "IPN-1", "LOT-A", 800}});
    CHECK(feeder_key(loaded->materials[0]) != feeder_key(loaded->materials[1]));  // two lanes of one slot
    CHECK(said<MaterialsUnloaded>(received("materials_unloaded"))->packages == std::vector<std::string>{"REEL-2"});
    CHECK(said<MaterialCarriersLoaded>(received("carriers_loaded"))->carriers.at(0).carrier == "F3");
    CHECK(said<MaterialCarriersUnloaded>(received("carriers_unloaded"))->carriers == std::vector<std::string>{"F3"});
    CHECK(said<MaterialsEmpty>(received("materials_empty"))->materials.at(0).package.id == "REEL-1");
    const auto splice = said<SplicePointDetected>(received("splice_point_detected"));
    REQUIRE(splice);
    CHECK(splice->depleted.at(0).package.id == "REEL-1");
    CHECK(splice->active.package.quantity == 1000);
}

TEST_CASE("CFX: consumption, installation and removal") {
    const auto consumed = said<MaterialsConsumed>(received("materials_consumed"));
    REQUIRE(consumed);
    CHECK(consumed->materials.at(0).used == 40);
    CHECK(consumed->materials.at(0).spoiled == 2);
    CHECK(consumed->materials.at(0).remaining == 758);

    const auto installed = said<MaterialsInstalled>(received("materials_installed"));
    REQUIRE(installed);
    CHECK(installed->transaction == TransactionId("P1@placer"));
    REQUIRE(installed->materials.size() == 2);  // an entry a part became an entry a unit and package
    CHECK(installed->materials[0].quantity == 3);
    CHECK(installed->materials[1].not_installed == 1);
    CHECK(installed->materials[1].from.package.batch == "LOT-A");
    CHECK(installed->materials[1].from.carrier == "F1");
    CHECK_FALSE(installed->applied);
    CHECK(said<MaterialsInstalled>(received("materials_applied"))->applied);
    const auto removed = said<MaterialsUninstalled>(received("materials_uninstalled"));
    REQUIRE(removed);
    CHECK(removed->station == StationId("aoi"));
    CHECK(removed->materials.at(0).reason == "DefectiveMaterial");
    // Material management is no station and is heard all the same.
    CHECK(said<MaterialsExpired>(received("materials_expired"))->packages == std::vector<std::string>{"REEL-1"});
}

TEST_CASE("CFX: a message of too many materials is cut and flagged") {
    std::string list;
    for (int i = 0; i < 2'500; ++i) {
        list += std::string(i == 0 ? "" : ",") + R"({"LocationIdentifier":"L)" + std::to_string(i) + "\"}";
    }
    const auto meaning = test::placer_says("CFX.Materials.Storage.MaterialsLoaded", R"({"Materials":[)" + list + "]}");
    CHECK(said<MaterialsLoaded>(meaning)->materials.size() == 2'000);
    CHECK(said<MessageRefused>(meaning).has_value());
}

TEST_CASE("CFX: the standard's examples about material") {
    const auto all = [](const std::string& name, auto check) {
        if (const auto meaning = test::example(name, name)) check(*meaning);
    };
    all("CFX.Materials.Storage.MaterialsLoaded", [](const auto& meaning) {
        REQUIRE(said<MaterialsLoaded>(meaning));
        CHECK(said<MaterialsLoaded>(meaning)->materials.at(0).package.quantity == 887);
    });
    all("CFX.Materials.Management.MaterialsConsumed", [](const auto& meaning) {
        REQUIRE(said<MaterialsConsumed>(meaning));
        CHECK(said<MaterialsConsumed>(meaning)->materials.at(1).used == 88);
    });
    all("CFX.Production.Assembly.MaterialsInstalled", [](const auto& meaning) {
        REQUIRE(said<MaterialsInstalled>(meaning));
        CHECK(said<MaterialsInstalled>(meaning)->materials.at(1).not_installed == 1);
    });
    for (const char* name :
         {"CFX.Materials.Storage.MaterialsUnloaded", "CFX.Materials.Storage.MaterialsEmpty",
          "CFX.Materials.Storage.SplicePointDetected", "CFX.Materials.Storage.MaterialCarriersUnloaded",
          "CFX.Production.Assembly.MaterialsUninstalled", "CFX.Production.Application.MaterialsApplied",
          "CFX.Production.Application.MaterialsUnapplied"}) {
        CAPTURE(name);
        all(name, [](const auto& meaning) { CHECK_FALSE(said<MessageUnmapped>(meaning).has_value()); });
    }
}
