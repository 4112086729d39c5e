// Feeders and which lot went into which panel: what the fold makes of material events.
#include <doctest/doctest.h>

#include "tests/support/story.hpp"

using namespace glassline;
using test::Story;

namespace {

MaterialLocation place(const char* id, const char* package, double quantity, const char* carrier = "F1") {
    return {id, "", carrier, "", {package, "IPN-1", "LOT-A", quantity}};
}

const StationId placer("placer");

const Feeder& feeder(const Story& story, const char* key) { return story.station("placer").material.feeders.at(key); }

InstalledMaterial part(std::uint32_t position, const char* package, double quantity) {
    InstalledMaterial material;
    material.position = position;
    material.from = place("L1", package, 0);
    material.quantity = quantity;
    return material;
}

}  // namespace

TEST_CASE("feeders: loaded, used, empty, spliced, unloaded") {
    Story story;
    story.tell(MaterialsLoaded{placer, {place("L1", "REEL-1", 100), place("L1", "REEL-2", 50, "F2")}}, 1);
    CHECK(story.station("placer").material.feeders.size() == 2);  // two lanes of one slot
    story.tell(MaterialsConsumed{placer, {{place("L1", "REEL-1", 0), 30, 2, 68}}}, 10);
    story.tell(MaterialsConsumed{placer, {{place("L1", "REEL-1", 0), 30, 0, 38}}}, 20);
    CHECK(feeder(story, "L1/F1").at.package.quantity == 38);
    CHECK(feeder(story, "L1/F1").used == 60);
    CHECK(feeder(story, "L1/F1").spoiled == 2);
    CHECK(feeder(story, "L1/F1").used_since == test::at(10));
    CHECK(feeder(story, "L1/F1").used_until == test::at(20));
    story.tell(MaterialsEmpty{placer, {place("L1", "REEL-1", 0)}}, 30);
    CHECK(feeder(story, "L1/F1").empty);
    CHECK(story.station("placer").material.emptied == 1);
    story.tell(SplicePointDetected{placer, {place("L1", "REEL-1", 0)}, place("L1", "REEL-9", 1000)}, 31);
    CHECK(feeder(story, "L1/F1").at.package.id == "REEL-9");
    CHECK_FALSE(feeder(story, "L1/F1").empty);
    CHECK(feeder(story, "L1/F1").used == 0);
    story.tell(MaterialsUnloaded{placer, {"REEL-2"}}, 40);
    story.tell(MaterialCarriersLoaded{placer, {{"L2", "", "F3", "", {}}}}, 41);
    CHECK(story.station("placer").material.feeders.size() == 2);
    story.tell(MaterialCarriersUnloaded{placer, {"F3", "F1"}}, 42);
    CHECK(story.station("placer").material.feeders.empty());
    story.check_time_travel();
}

TEST_CASE("feeders: a late message does not overwrite a newer load") {
    Story story;
    story.tell(MaterialsLoaded{placer, {place("L1", "REEL-2", 100)}}, 50);
    story.tell(MaterialsLoaded{placer, {place("L1", "REEL-1", 7)}}, 40);
    story.tell(MaterialsUnloaded{placer, {"REEL-2"}}, 45);
    story.tell(MaterialsConsumed{placer, {{place("L1", "REEL-1", 0), 30, 2, 1}}}, 46);
    CHECK(feeder(story, "L1/F1").at.package.id == "REEL-2");
    CHECK(feeder(story, "L1/F1").at.package.quantity == 100);
    CHECK(story.station("placer").material.late == 3);
}

TEST_CASE("which lot went into which panel, and what came off again") {
    Story story;
    story.tell(MaterialsLoaded{placer, {place("L1", "REEL-1", 100)}}, 1);
    story.work("P1", "placer", 2);
    const auto transaction = Story::transaction("P1", "placer");
    story.tell(MaterialsInstalled{placer, transaction, {part(1, "REEL-1", 3), part(2, "REEL-1", 3)}, false}, 5);
    story.tell(MaterialsInstalled{placer, transaction, {part(1, "REEL-1", 1)}, false}, 6);
    CHECK(feeder(story, "L1/F1").at.package.quantity == 93);  // this machine does not report consumption
    REQUIRE(story.trace("P1").materials.size() == 2);
    CHECK(story.trace("P1").materials[0].batch == "LOT-A");
    CHECK(story.trace("P1").materials[0].quantity == 4);
    CHECK(story.trace("P1").materials[0].unit == "#1");
    story.work("P1", "aoi", 20, 0);
    story.tell(MaterialsUninstalled{StationId("aoi"), Story::transaction("P1", "aoi"), {part(1, "REEL-1", 1)}, false},
               21);
    CHECK(story.trace("P1").materials[0].removed == 1);
    CHECK(story.trace("P1").materials.size() == 2);
    // One that does is believed; what it installs is not subtracted a second time.
    story.tell(MaterialsConsumed{placer, {{place("L1", "REEL-1", 0), 7, 0, 90}}}, 30);
    story.tell(MaterialsInstalled{placer, transaction, {part(1, "REEL-1", 5)}, false}, 31);
    CHECK(feeder(story, "L1/F1").at.package.quantity == 90);
    story.tell(MaterialsInstalled{placer, TransactionId("unknown"), {part(1, "REEL-1", 5)}, false}, 32);
    CHECK(story.station("placer").quality.without_panel == 1);
    story.check_time_travel();
}

TEST_CASE("expired material is marked where it is and where it is loaded later") {
    Story story;
    story.tell(MaterialsLoaded{placer, {place("L1", "REEL-1", 100)}}, 1);
    story.tell(MaterialsExpired{{"REEL-1", "REEL-2"}}, 2);
    CHECK(feeder(story, "L1/F1").expired);
    story.tell(MaterialsLoaded{placer, {place("L2", "REEL-2", 100)}}, 3);
    CHECK(feeder(story, "L2/F1").expired);
    story.tell(MaterialsLoaded{placer, {place("L2", "REEL-3", 100)}}, 4);
    CHECK_FALSE(feeder(story, "L2/F1").expired);
    for (int n = 0; n < 300; ++n) story.tell(MaterialsExpired{{"R" + std::to_string(n)}}, 5);
    CHECK(story.line().material.expired_packages.size() == max_expired_packages);
    CHECK(story.line().material.expired_forgotten == 302 - max_expired_packages);
}

TEST_CASE("feeders and a panel's materials are bounded, and what is dropped is counted") {
    Story story;
    MaterialsLoaded many{placer, {}};
    for (int n = 0; n < 600; ++n) many.materials.push_back(place(("L" + std::to_string(n)).c_str(), "", 1));
    story.tell(many, 1);
    CHECK(story.station("placer").material.feeders.size() == max_feeders);
    CHECK(story.station("placer").material.feeders_dropped == 600 - max_feeders);
    story.work("P1", "placer", 2);
    MaterialsInstalled installed{placer, Story::transaction("P1", "placer"), {}, false};
    for (int n = 0; n < 300; ++n) installed.materials.push_back(part(1, ("R" + std::to_string(n)).c_str(), 1));
    story.tell(installed, 3);
    CHECK(story.trace("P1").materials.size() == max_trace_materials);
    CHECK(story.trace("P1").entries_dropped == 300 - max_trace_materials);
}
