#include "viewer/viewmodel/words.hpp"

#include <doctest/doctest.h>

#include "twin/base/time.hpp"
#include "viewer/viewmodel/layout.hpp"

using namespace glassline;

TEST_CASE("dates, groups and paces as the replay's header has them") {
    const auto t = parse_iso8601("2026-11-23T13:57:12Z")->instant;
    CHECK(viewmodel::date_text(t, "+00:00") == "Mon 23 Nov 2026");
    CHECK(viewmodel::date_text(t, "+11:00") == "Tue 24 Nov 2026");
    CHECK(viewmodel::grouped_text(184213) ==
          "184\xE2\x80\x89"
          "213");
    CHECK(viewmodel::grouped_text(999) == "999");
    CHECK(viewmodel::grouped_text(1000) ==
          "1\xE2\x80\x89"
          "000");
    CHECK(viewmodel::speed_text(-64) == "\xC3\x97-64");
    CHECK(viewmodel::speed_text(0.25) ==
          "\xC3\x97"
          "0.25");
}

TEST_CASE("a typed time of day is the one of the day that is shown, in the line's zone") {
    const auto near = parse_iso8601("2026-11-23T13:57:12Z")->instant;
    CHECK(viewmodel::typed_time("13:20", near, "+00:00") == parse_iso8601("2026-11-23T13:20:00Z")->instant);
    CHECK(viewmodel::typed_time("13:20:05", near, "+01:00") == parse_iso8601("2026-11-23T12:20:05Z")->instant);
    CHECK(viewmodel::typed_time("2026-11-22T06:00:00Z", near, "+01:00") ==
          parse_iso8601("2026-11-22T06:00:00Z")->instant);
    CHECK(viewmodel::typed_time("2026-11-22T06:00:00", near, "+01:00") ==
          parse_iso8601("2026-11-22T05:00:00Z")->instant);
    for (const char* none : {"", "noon", "25:00", "12:60", "12:30:61", "12:30x", "12"})
        CHECK(viewmodel::typed_time(none, near, "+00:00") == no_time);
}

TEST_CASE("a page's parts lie inside the window, one below the other, without a dead band") {
    for (const bool callout : {false, true}) {
        const auto grid = viewmodel::grid_of(false, 1920);
        const auto type = viewmodel::type_sizes(0.7F, 27, 1920, 1080);
        const auto page = viewmodel::line_page(grid, type, 1920, 1080, {callout, false, false, 3, 10, 235, 16});
        CHECK(page.header.bottom() <= (callout ? page.callout.y : page.scene.y));
        CHECK(page.names.bottom() <= page.kpis.y);
        CHECK(page.scene.bottom() <= page.names.y + 1);
        CHECK(page.kpis.bottom() + grid.gap == doctest::Approx(page.lanes.y));
        CHECK(page.lanes.bottom() <= 1080);
        CHECK(1080 - page.lanes.bottom() <= grid.outer * 2);
        CHECK(page.picture_y - page.scene.y < 120);
        CHECK(page.order_rows == 3);
        CHECK(page.lane_rows == 10);
    }
}
