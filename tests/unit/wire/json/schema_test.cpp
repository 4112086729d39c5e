#include "connectors/wire/json/schema.hpp"

#include <doctest/doctest.h>

using namespace glassline;

namespace {

enum class Colour { red, green };
constexpr auto names(Colour) { return std::array<std::string_view, 2>{"red", "green"}; }

struct Inner {
    static constexpr std::string_view type_name = "Inner";
    static constexpr std::uint16_t tag = 1;
    std::uint8_t small = 7;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("small", self.small);
    }
};

struct Outer {
    Colour colour = Colour::green;
    std::optional<double> length_mm;
    LeftOut<bool> extra;
    Instant at{};
    std::variant<Inner> one;
    std::map<std::string, std::vector<Inner>> many;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("colour", self.colour);
        v("length_mm", self.length_mm);
        v("extra", self.extra);
        v("at", self.at);
        v("one", self.one);
        v("many", self.many);
    }
};

}  // namespace

TEST_CASE("a schema follows from fields: sets, units, nulls, variants, what is required") {
    SchemaBuilder builder(SchemaBuilder::For::answers);
    const auto document = builder.document<Outer>("outer", "Outer");
    const auto& outer = document["$defs"]["Outer"];
    CHECK(outer["properties"]["colour"] == Json::parse(R"({"enum": ["red", "green"]})"));
    CHECK(outer["properties"]["length_mm"] == Json::parse(R"({"type": ["number", "null"], "description": "in mm"})"));
    CHECK(outer["properties"]["at"] == Json::parse(R"({"type": ["string", "null"], "format": "date-time"})"));
    CHECK(outer["properties"]["one"] == Json::parse(R"({"oneOf": [{"$ref": "#/$defs/Inner"}]})"));
    CHECK(outer["required"] == Json::parse(R"(["colour", "length_mm", "at", "one", "many"])"));
    CHECK(outer["additionalProperties"] == false);
    CHECK(document["$defs"]["Inner"]["properties"]["small"] ==
          Json::parse(R"({"type": "integer", "minimum": 0, "maximum": 255})"));
    CHECK(document["$defs"]["Inner"]["required"] == Json::parse(R"(["type", "small"])"));
    // What to_json_value writes has the members that the schema requires, and no others.
    const auto written = to_json_value(Outer{});
    for (const auto& name : outer["required"]) CHECK(written.contains(name.get<std::string>()));
    for (const auto& [name, value] : written.items()) CHECK(outer["properties"].contains(name));
}

TEST_CASE("what people write needs nothing that has a default, and may name its schema") {
    SchemaBuilder builder(SchemaBuilder::For::requests);
    const auto inner = builder.document<Inner>("inner", "Inner")["$defs"]["Inner"];
    CHECK(!inner.contains("required"));
    CHECK(inner["properties"]["small"]["default"] == 7);
    CHECK(inner["properties"].contains("$schema"));
    SchemaBuilder merged(SchemaBuilder::For::merged);
    const auto outer = merged.document<Outer>("outer", "Outer")["$defs"]["Outer"];
    CHECK(outer["required"] == Json::parse(R"(["colour", "one", "many"])"));
}

TEST_CASE("a number that doesn't fit its member is a fault, and no fault hides another") {
    Inner inner;
    JsonReader reader(true);
    reader.read(Json::parse(R"({"small": 256, "large": 1})"), inner, "here");
    CHECK(reader.faults() ==
          std::vector<std::string>{"here.small: must be from 0 to 255", "here.large: is not known here"});
}
