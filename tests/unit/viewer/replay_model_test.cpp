#include "viewer/viewmodel/replay_model.hpp"

#include <doctest/doctest.h>

#include "story.hpp"

using namespace glassline;
using test::Story;

TEST_CASE("a lane follows its station's states, an active fault gives it an alarm's colour until it is cleared") {
    Story story;
    story.line_of({"A", "B"});
    story.enters("A", 1100, 10);
    story.enters("A", 5300, 40);
    story.faults("A", "f", "feeder 14 empty", 41);
    story.tell(FaultCleared{StationId("A"), FaultId("f")}, 60);
    story.enters("A", 1100, 61);
    story.tell(TimePassed{story.start + std::chrono::seconds(100)}, 100);
    const auto lanes = viewmodel::past_lanes(story.records, story.state.lines.at(LineId("L")).description);
    REQUIRE(lanes.size() == 2);
    CHECK(lanes[0].name == "Station A");
    REQUIRE(lanes[0].bars.size() == 5);
    CHECK(lanes[0].bars[0].state.e10 == EquipmentClass::productive);
    CHECK_FALSE(lanes[0].bars[1].alarm.has_value());
    CHECK(lanes[0].bars[2].alarm == AlarmPriority::a);
    CHECK(lanes[0].bars[2].to == story.start + std::chrono::seconds(60));
    CHECK_FALSE(lanes[0].bars[3].alarm.has_value());
    CHECK(lanes[0].bars[4].to == story.start + std::chrono::seconds(100));
    for (std::size_t i = 1; i < lanes[0].bars.size(); ++i) CHECK(lanes[0].bars[i].from == lanes[0].bars[i - 1].to);
    CHECK(lanes[1].bars.empty());
}

TEST_CASE(
    "messages around a moment: the station's own, the current one marked, later ones dimmed, the clock left out") {
    Story story;
    story.line_of({"A", "B"});
    for (int n = 0; n < 6; ++n) {
        story.enters(n % 2 == 0 ? "A" : "B", n < 3 ? 1100 : 2201, 10 + n);
        story.tell(TimePassed{story.start + std::chrono::seconds(10 + n)}, 10 + n);
    }
    const auto all = viewmodel::messages_around(story.records, 7, {}, "+00:00", 10, 10);
    CHECK(all.size() == 7);  // six changes and the line's description
    const auto own = viewmodel::messages_around(story.records, 5, StationId("A"), "+00:00", 10, 10);
    REQUIRE(own.size() == 3);
    CHECK(own[0].name == "StationStateChanged");
    CHECK(own[0].detail == "productive");
    CHECK(own[1].current);
    CHECK_FALSE(own[1].later);
    CHECK(own[2].later);
    CHECK(viewmodel::messages_around(story.records, 5, StationId("A"), "+00:00", 1, 0).size() == 1);
    CHECK(viewmodel::messages_around({}, 5, {}, "+00:00", 1, 1).empty());
}

TEST_CASE("raw JSON is one member a line, strings untouched, empty lists closed at once") {
    const auto lines = viewmodel::pretty_lines(R"({"a":"x{,}:\"y","b":[],"c":{"d":1,"e":[1,2]}})");
    const std::vector<std::string> wanted{"{",
                                          R"(  "a": "x{,}:\"y",)",
                                          R"(  "b": [],)",
                                          R"(  "c": {)",
                                          R"(    "d": 1,)",
                                          R"(    "e": [)",
                                          "      1,",
                                          "      2",
                                          "    ]",
                                          "  }",
                                          "}"};
    CHECK(lines == wanted);
}

TEST_CASE("raw XML is one element a line; a text stays with its element") {
    const auto lines =
        viewmodel::pretty_lines(R"(<Hermes Timestamp="t"><Board Id="1"/><Note>hot > cold</Note></Hermes>)");
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] == R"(<Hermes Timestamp="t">)");
    CHECK(lines[1] == R"(  <Board Id="1"/>)");
    CHECK(lines[2] == "  <Note>hot > cold</Note>");
    CHECK(lines[3] == "</Hermes>");
}

TEST_CASE("a raw message without end is cut and says so; broken ones and control bytes are shown, not obeyed") {
    std::string endless = "[";
    for (int i = 0; i < 5000; ++i) endless += "1,";
    const auto lines = viewmodel::pretty_lines(endless);
    REQUIRE(lines.size() == viewmodel::max_raw_lines);
    CHECK(lines.back() == "... longer than shown here");
    CHECK(viewmodel::pretty_lines("  ").empty());
    CHECK(viewmodel::pretty_lines("}}}]]").size() >= 1);
    CHECK(viewmodel::pretty_lines("<").size() == 1);
    CHECK(viewmodel::pretty_lines("</a></b>").size() == 2);
    CHECK(viewmodel::pretty_lines("a\x01"
                                  "b\nc") == std::vector<std::string>{"a.b", "c"});
}
