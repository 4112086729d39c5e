#include "connectors/wire/files/places.hpp"

#include <doctest/doctest.h>

using namespace glassline;

TEST_CASE("every value's line and column, past comments, strings that look like structure, and escaped names") {
    const auto places = places_of(
        "// { not this }\n"
        "{\n"
        "  \"a\": \"} // no comment\", /* \" */ \"b\": [1, {\"c\\\"d\": null}],\n"
        "  \"x/y\": {\"~\": [[true]]}\n"
        "}\n");
    CHECK(places.of.at("") == TextPlace{2, 1, ""});
    CHECK(places.of.at("a") == TextPlace{3, 8, "/a"});
    CHECK(places.of.at("b") == TextPlace{3, 40, "/b"});
    CHECK(places.of.at("b[0]") == TextPlace{3, 41, "/b/0"});
    CHECK(places.of.at("b[1].c\"d") == TextPlace{3, 53, "/b/1/c\"d"});
    CHECK(places.of.at("x/y.~[0][0]") == TextPlace{4, 18, "/x~1y/~0/0/0"});
    CHECK(places.twice.empty());
}

TEST_CASE("what is missing is looked for in what stands around it") {
    const auto places = places_of(R"({"stations": [{"id": "a"}]})");
    CHECK(places.find("stations[0].geometry.length_mm") == places.of.at("stations[0]"));
    CHECK(places.find("stations[3].id") == places.of.at("stations"));
    CHECK(places.find("zone") == places.of.at(""));
}

TEST_CASE("a member that stands twice is told of, in its own object only") {
    const auto places = places_of(R"({"a": {"id": 1, "id": 2}, "b": {"id": 3}, "a": 4})");
    CHECK(places.twice == std::vector<std::string>{"a.id", "a"});
}
