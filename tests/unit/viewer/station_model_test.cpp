#include "viewer/viewmodel/station_model.hpp"

#include <doctest/doctest.h>

#include "story.hpp"

using namespace glassline;
using test::Story;

namespace {

Story worked_line() {
    Story story;
    story.line_of({"A", "B"});
    story.enters("A", 1100, 0);
    for (int n = 0; n < 20; ++n)
        story.works("A", ("P" + std::to_string(n)).c_str(), n * 40, n * 40 + (n == 12 ? 39 : 19 + n % 3));
    story.enters("A", 2201, 900);
    story.tell(TimePassed{story.start + std::chrono::seconds(1000)}, 1000);
    return story;
}

}  // namespace

TEST_CASE("cycle times against the line file where no recipe is known; one slow panel does not flatten the scale") {
    const auto story = worked_line();
    const auto model = viewmodel::station_model(story.state, LineId("L"), StationId("A"));
    CHECK(model.nominal_words == "nominal 20 s");
    CHECK(model.cycles.size() == 20);
    CHECK(model.median == "20 s");
    CHECK(model.slowest == "39 s");
    CHECK(model.cycle_high < 39);
    std::size_t counted = 0;
    for (const auto n : model.histogram.counts) counted += n;
    CHECK(counted == 20);
}

TEST_CASE("a station's page: condition, shares of its states, its last panels with their work") {
    const auto story = worked_line();
    const auto model = viewmodel::station_model(story.state, LineId("L"), StationId("A"));
    CHECK(model.condition == "standby, blocked 1 min");
    REQUIRE(model.shares.size() == 5);
    CHECK(model.shares[0].share == "90 %");
    CHECK(model.shares[2].name == "blocked");
    CHECK(model.shares[2].share == "10 %");
    REQUIRE(model.done.size() == 20);
    CHECK(model.done.front().title == "P19");
    CHECK(model.done.front().worked == "20 s");
    CHECK(model.done[7].slow);
    CHECK(model.defects.empty());
    CHECK(model.yield.empty());
}

TEST_CASE("an unknown station is an empty page, not a fault") {
    const auto story = worked_line();
    const auto model = viewmodel::station_model(story.state, LineId("L"), StationId("nobody"));
    CHECK(model.index == -1);
    CHECK(model.cycles.empty());
    CHECK(viewmodel::station_model(story.state, LineId("none"), StationId("A")).name.empty());
}
