// Silent stations, spools that replay an hour in a second, clocks that are wrong.
#include <doctest/doctest.h>

#include "tests/support/story.hpp"

using namespace glassline;
using test::Story;

namespace {

const StationId placer("placer");

StationStateChanged state(std::int32_t code) {
    StationStateChanged event;
    event.station = placer;
    event.state = equipment_state_from_code(code);
    return event;
}

}  // namespace

TEST_CASE("a station whose heartbeat is overdue by two and a half periods is silent until it speaks") {
    Story story;
    story.tell(HeartbeatReceived{placer, 60, false, {}, false, {}}, 100);
    story.tick(250);
    CHECK(story.station("placer").silent_since == no_time);
    story.tick(251);
    CHECK(story.station("placer").silent_since == test::at(250));
    story.tick(300);
    CHECK(story.station("placer").silences == 1);
    CHECK(story.station("aoi").silent_since == no_time);  // it announced none
    story.tell(state(1100), 310);                         // any word will do
    CHECK(story.station("placer").silent_since == no_time);
    story.check_time_travel();
}

TEST_CASE("a spool is worked off: the source is catching up, its past does not become the present") {
    Story story;
    for (int n = 0; n < 20; ++n) story.tell(state(n % 2 == 0 ? 1100 : 2202), n * 10, n * 10 + 1);
    CHECK_FALSE(story.source().delay.catching_up);
    CHECK(story.source().delay.usual == std::chrono::seconds(1));
    // An hour without a broker, then 360 messages in a second; one live message gets ahead of them.
    story.tell(state(5300), 4000, 4001);
    for (int n = 20; n < 380; ++n) {
        story.tell(state(n % 2 == 0 ? 1100 : 2202), n * 10, 4002);
        CHECK(story.source().delay.catching_up);
        CHECK(story.station("placer").state.code == 5300);
    }
    CHECK(story.station("placer").since == test::at(4000));
    CHECK(story.source().delay.catch_ups == 1);
    story.tell(state(1100), 4010, 4011);
    CHECK_FALSE(story.source().delay.catching_up);
    CHECK(story.station("placer").state.code == 1100);
    CHECK(story.source().delay.usual == std::chrono::seconds(1));
    story.check_time_travel();
}

TEST_CASE("a new source that begins with its spool is known by its hurry") {
    Story story;
    story.tell(state(1100), 0, 3600);
    CHECK_FALSE(story.source().delay.catching_up);
    story.tell(state(2202), 100, 3600);
    CHECK(story.source().delay.catching_up);
    story.tell(state(1100), 3000, 3601);
    CHECK(story.source().delay.catching_up);
    story.tell(state(2202), 3600, 3602);
    CHECK_FALSE(story.source().delay.catching_up);
    CHECK(story.source().delay.usual == std::chrono::seconds(2));
}

TEST_CASE("a clock that is an hour slow is a skew, not a spool") {
    Story story;
    for (int n = 0; n < 50; ++n) story.tell(state(n % 2 == 0 ? 1100 : 2202), n * 10, 3600 + n * 10);
    CHECK_FALSE(story.source().delay.catching_up);
    CHECK(story.source().delay.catch_ups == 0);
    CHECK(story.source().delay.usual == std::chrono::hours(1));
}

TEST_CASE("a clock that is set back looks like a spool until it is clear that it comes no nearer") {
    Story story;
    for (int n = 0; n < 20; ++n) story.tell(state(n % 2 == 0 ? 1100 : 2202), 4000 + n * 10, 4001 + n * 10);
    for (int n = 0; n < 10; ++n) story.tell(state(n % 2 == 0 ? 1100 : 2202), 600 + n * 10, 4200 + n * 10);
    CHECK_FALSE(story.source().delay.catching_up);
    CHECK(story.source().delay.catch_ups == 1);
    CHECK(story.source().delay.usual == std::chrono::hours(1));
}

TEST_CASE("a spool that ends without a live message behind it ends with the time") {
    Story story;
    for (int n = 0; n < 10; ++n) story.tell(state(n % 2 == 0 ? 1100 : 2202), n * 10, n * 10 + 1);
    story.tell(state(1100), 200, 900);
    CHECK(story.source().delay.catching_up);
    story.tick(950);
    CHECK(story.source().delay.catching_up);
    story.tick(961);
    CHECK_FALSE(story.source().delay.catching_up);
}
