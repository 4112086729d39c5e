#include "connectors/wire/mapping/mapper.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "connectors/wire/mapping/clock_watch.hpp"
#include "connectors/wire/mapping/template.hpp"
#include "connectors/wire/mapping/topic_filter.hpp"
#include "tests/support/files.hpp"

using namespace glassline;

namespace {

LineDescription two_stations() {
    LineDescription line;
    line.id = LineId("l");
    for (const auto* id : {"mill", "drill"}) {
        StationDescription station;
        station.id = StationId(id);
        line.stations.push_back(station);
    }
    return line;
}

MappingText mapping_of(const std::string& rules) {
    const auto read =
        read_mapping(R"({"tables": {"module": {"M1": "mill", "M2": "drill"}}, "rules": [)" + rules + "]}");
    REQUIRE_MESSAGE(read.ok(), (read.faults.empty() ? "" : read.faults.front()));
    return read.value;
}

Instant at(const char* text) { return parse_iso8601(text)->instant; }
const Instant noon = at("2026-05-01T12:00:00Z");

template <class T>
std::vector<T> all(const std::vector<MappedMeaning>& meanings) {
    std::vector<T> out;
    for (const auto& meaning : meanings) {
        for (const auto& event : meaning.events) {
            if (const auto* e = std::get_if<T>(&event)) out.push_back(*e);
        }
    }
    return out;
}

bool has_fault(const std::vector<std::string>& faults, const std::string& text) {
    return std::any_of(faults.begin(), faults.end(), [&](const auto& f) { return f.find(text) != std::string::npos; });
}

}  // namespace

TEST_CASE("a topic filter matches like MQTT's and tells what stood at its named levels") {
    const auto filter = *TopicFilter::parse("module/v1/{vendor}/{serial}/state");
    const auto captures = filter.match("module/v1/ff/SVR1/state");
    REQUIRE(captures.has_value());
    CHECK(captures->at("serial") == "SVR1");
    CHECK_FALSE(filter.match("module/v1/ff/NodeRed/SVR1/state").has_value());
    CHECK_FALSE(filter.match("module/v1/ff/SVR1").has_value());
    const auto rest = *TopicFilter::parse("/j1/{rest#}");
    CHECK(rest.match("/j1/txt/1/i")->at("rest") == "txt/1/i");
    CHECK(rest.match("/j1").has_value());  // MQTT 3.1.1, 4.7.1.2: the parent level as well
    CHECK_FALSE(rest.match("j1/txt").has_value());
    CHECK_FALSE(TopicFilter::parse("#")->match("$SYS/broker").has_value());
    for (const auto* wrong : {"", "a/#/b", "a/b+", "{}/a", "a{b}"}) CHECK_FALSE(TopicFilter::parse(wrong).has_value());
}

TEST_CASE("a value is filled from pointers, outer elements, levels, tables, joins and factors") {
    const Json outer = Json::parse(R"({"id": 7, "a/b": "slash"})");
    const Json inner = Json::parse(R"({"type": "RED", "n": 2, "none": null, "empty": "", "list": ["x", true]})");
    const Captures captures{{"serial", "M1"}};
    const std::map<std::string, Table> tables{{"module", {{"M1", "mill"}}}, {"any", {{"*", "other"}}}};
    const std::map<std::string, Table> joins{{"vehicle", {{"7", "agv"}}}};
    Surrounding around{{&outer, &inner}, {1, 3}, &captures, "a/M1", &tables, &joins};
    const auto filled = [&](const char* text) {
        const auto value = Template::parse(text);
        REQUIRE(value.has_value());
        return value->fill(around).value_or("(absent)");
    };
    CHECK(filled("{/type}") == "RED");
    CHECK(filled("{^/id}/{/type}") == "7/RED");
    CHECK(filled("{^/a~1b}") == "slash");
    CHECK(filled("{/list/1}") == "true");
    CHECK(filled("{serial|module}") == "mill");
    CHECK(filled("{/type|any}") == "other");
    CHECK(filled("{^/id|@vehicle}") == "agv");
    CHECK(filled("{/n|*25.4} mm") == "50.8 mm");
    CHECK(filled("{#} of {topic}") == "3 of a/M1");
    CHECK(filled("M{#} => module") == "(absent)");
    CHECK(filled("{serial} => module") == "mill");
    CHECK(filled("{{literal") == "{literal");
    for (const auto* absent :
         {"{/none}", "{/empty}", "{/list}", "{/missing}", "{/type|module}", "{^^/id}", "{/type|*2}"}) {
        CHECK(filled(absent) == "(absent)");
    }
    for (const auto* wrong : {"{/a", "{}", "{^}x{", "{/a|}", "{/a|*x}", "{/a~2}", "x => "}) {
        const auto value = Template::parse(wrong);
        if (std::string(wrong) == "{^}x{") continue;
        CHECK_FALSE_MESSAGE(value.has_value(), wrong);
    }
}

TEST_CASE("every fault of a mapping is told with its place, none hidden behind the first") {
    const auto read = read_mapping(R"({
      "tables": {"t": {"a": 1}}, "colour": "red",
      "rules": [
        {"topic": "a/#/b", "emit": [{"event": "WorkStarted", "fields": {"station": "{/s|nothere}", "wheels": "4"}}]},
        {"topic": "a/{x}", "emit": [{"event": "Explode", "fields": {}},
                                    {"event": "FaultCleared", "fields": {"station": "{y}", "fault": "{^/f}"}},
                                    {"event": "StationOnline", "at": {"value": "{/t}", "format": "roman"},
                                     "when": [{"value": "{/x}"}], "fields": {"station": "{/s|@who}"}}]},
        {"topic": "b"}
      ]})");
    for (const auto* place : {"colour", "tables.t.a", "rules[0].topic", "rules[0].emit[0].fields.station", "'nothere'",
                              "rules[0].emit[0].fields.wheels", "lacks panel", "rules[1].emit[0].event",
                              "rules[1].emit[1].fields.station", "rules[1].emit[1].fields.fault",
                              "rules[1].emit[2].at.format", "rules[1].emit[2].when[0]", "'who'", "rules[2]"}) {
        CHECK_MESSAGE(has_fault(read.faults, place), place);
    }
    CHECK_FALSE(read_mapping("{").ok());
    CHECK_FALSE(read_mapping("{}").ok());
}

TEST_CASE("a list that is sent again says each of its steps once; what can't be said yet is tried again") {
    const auto line = two_stations();
    Mapper mapper(mapping_of(R"(
      {"topic": "orders", "each": ["", "/steps"], "emit": [{
        "event": "WorkStarted", "when": [{"value": "{/began}", "is": "present"}], "once": "{^/id}/{/id}",
        "at": {"value": "{/began}"},
        "fields": {"station": "{/module|module}", "panel": "{^/piece}", "order": "{^/id}", "units": "1"}}]})"),
                  line);
    const auto none = mapper.map(
        "orders", R"([{"id": "o", "steps": [{"id": 1, "module": "M1", "began": "2026-05-01T11:00:00Z"}]}])", noon);
    CHECK(all<WorkStarted>(none).empty());
    const std::string known = R"([{"id": "o", "piece": "p", "steps": [
        {"id": 1, "module": "M1", "began": "2026-05-01T11:00:00Z"}, {"id": 2, "module": "M2"}]}])";
    const auto first = mapper.map("orders", known, noon);
    const auto started = all<WorkStarted>(first);
    REQUIRE(started.size() == 1);
    CHECK(started[0].station.value == "mill");
    CHECK(started[0].panel.primary_identifier == "p");
    CHECK(started[0].facts.order.value == "o");
    CHECK(started[0].facts.units.size() == 1);
    CHECK(first.front().occurred_at == at("2026-05-01T11:00:00Z"));
    CHECK_FALSE(first.front().duplicate_key.empty());
    const auto again = mapper.map("orders", known, noon);
    CHECK(all<WorkStarted>(again).empty());
    REQUIRE(all<MessageUnmapped>(again).size() == 1);
    CHECK(all<MessageUnmapped>(again)[0].known);
}

TEST_CASE("an event on change is said when its value is another than the last, and joins carry ids between topics") {
    const auto line = two_stations();
    Mapper mapper(mapping_of(R"(
      {"topic": "drive/{vehicle}", "joins": [{"name": "who", "key": "{/order}", "value": "{vehicle|module}"}]},
      {"topic": "state", "emit": [{"event": "StationStateChanged", "change": {"of": "{/order}", "value": "{/code}"},
        "fields": {"station": "{/order|@who}", "state": "{/code}"}}]})"),
                  line);
    CHECK(all<StationStateChanged>(mapper.map("state", R"({"order": "o", "code": 1000})", noon)).empty());
    static_cast<void>(mapper.map("drive/M2", R"({"order": "o"})", noon));
    const auto said = all<StationStateChanged>(mapper.map("state", R"({"order": "o", "code": 1000})", noon));
    REQUIRE(said.size() == 1);
    CHECK(said[0].station.value == "drill");
    CHECK(said[0].state.e10 == EquipmentClass::productive);
    CHECK(all<StationStateChanged>(mapper.map("state", R"({"order": "o", "code": 1000})", noon)).empty());
    CHECK(all<StationStateChanged>(mapper.map("state", R"({"order": "o", "code": "2000"})", noon)).size() == 1);
}

TEST_CASE("what is not understood is counted by what it is: topic, broken JSON, a value of the wrong kind") {
    const auto line = two_stations();
    Mapper mapper(mapping_of(R"(
      {"topic": "state", "emit": [{"event": "StationStateChanged", "fields": {"station": "{/s}", "state": "{/code}"}}]},
      {"topic": "noise/{rest#}", "ignore": true})"),
                  line);
    const auto unknown = all<MessageUnmapped>(mapper.map("other/topic", "{}", noon));
    REQUIRE(unknown.size() == 1);
    CHECK(unknown[0].name == "topic other/topic");
    CHECK_FALSE(unknown[0].known);
    CHECK(all<MessageUnmapped>(mapper.map("noise/a/b", "not json at all", noon)).at(0).known);
    const auto refused = all<MessageRefused>(mapper.map("state", "{\"s\": ", noon));
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].reason == "payload is not JSON (state)");
    CHECK(refused[0].example == "{\"s\": ");
    CHECK(all<MessageRefused>(mapper.map("state", std::string(100, '['), noon)).size() == 1);
    CHECK(
        all<MessageUnmapped>(mapper.map("state", R"({"s": "mill", "code": "fast"})", noon)).at(0).name.find("'fast'") !=
        std::string::npos);
    CHECK(all<MessageUnmapped>(mapper.map("state", R"({"s": "moon", "code": 1000})", noon)).at(0).name ==
          "station 'moon' is not of the line");
}

TEST_CASE("a clock that runs wrong is found by its median, named once, and its stamps are not believed from then on") {
    const auto line = two_stations();
    Mapper mapper(mapping_of(R"(
      {"topic": "sensor/{name}", "time": {"value": "{/t}"}, "emit": [{"event": "HeartbeatReceived",
        "fields": {"station": "mill"}}]})"),
                  line);
    std::vector<ClockSkewFound> found;
    const Duration two_days = std::chrono::hours(40);
    for (int i = 0; i < 40; ++i) {
        const Instant received = noon + std::chrono::seconds(i);
        // One stamp in seven is wild, as after a reconnect: the median does not care.
        const Instant stamped = received - (i % 7 == 3 ? Duration{0} : two_days);
        const auto meanings = mapper.map("sensor/flame", R"({"t": ")" + to_iso8601(stamped) + "\"}", received);
        for (const auto& f : all<ClockSkewFound>(meanings)) found.push_back(f);
        // Older than an hour, so never the event's own time: it must not reorder what happened.
        if (i % 7 != 3) CHECK(meanings.back().occurred_at == no_time);
    }
    REQUIRE(found.size() == 1);
    CHECK(found[0].clock == "sensor/flame");
    CHECK(found[0].behind == two_days);
    CHECK(found[0].samples == clock_samples_needed);
    const auto later = mapper.map("sensor/flame", R"({"t": ")" + to_iso8601(noon + std::chrono::minutes(1)) + "\"}",
                                  noon + std::chrono::minutes(1));
    CHECK(later.back().occurred_at == no_time);
    const auto sound =
        mapper.map("sensor/gas", R"({"t": ")" + to_iso8601(noon - std::chrono::seconds(1)) + "\"}", noon);
    CHECK(sound.back().occurred_at == noon - std::chrono::seconds(1));
}

TEST_CASE("a clock that is set right is believed again; a stamp that repeats is no sample; ahead is wrong as well") {
    ClockWatch watch(std::chrono::seconds(60));
    for (int i = 0; i < 20; ++i) CHECK_FALSE(watch.note("kept", noon, noon + std::chrono::hours(i)).has_value());
    CHECK(watch.believed("kept"));
    std::vector<ClockWatch::Finding> findings;
    const auto note = [&](int second, Duration behind) {
        const Instant received = noon + std::chrono::seconds(second);
        if (auto f = watch.note("c", received - behind, received)) findings.push_back(*f);
    };
    for (int i = 0; i < 10; ++i) note(i, std::chrono::seconds(-90));
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].behind == std::chrono::seconds(-90));
    CHECK_FALSE(watch.believed("c"));
    for (int i = 10; i < 60; ++i) note(i, Duration{0});
    REQUIRE(findings.size() == 2);
    CHECK(findings[1].behind == Duration{0});
    CHECK(watch.believed("c"));
}

TEST_CASE("times: epochs of any unit, none from the future, one without zone takes the line's") {
    auto line = two_stations();
    line.zone = "+02:00";
    Mapper mapper(mapping_of(R"(
      {"topic": "ms", "emit": [{"event": "StationOnline", "at": {"value": "{/t}", "format": "epoch_ms"}, "fields": {"station": "mill"}}]},
      {"topic": "iso", "emit": [{"event": "StationOnline", "at": {"value": "{/t}"}, "fields": {"station": "mill"}}]})"),
                  line);
    CHECK(mapper.map("ms", R"({"t": 1777636740000})", noon).front().occurred_at == at("2026-05-01T11:59:00Z"));
    CHECK(mapper.map("ms", R"({"t": 4102444800000})", noon).front().occurred_at == no_time);
    CHECK(mapper.map("ms", R"({"t": "yesterday"})", noon).size() == 2);
    CHECK(mapper.map("iso", R"({"t": "2026-05-01T13:00:00"})", noon).front().occurred_at == at("2026-05-01T11:00:00Z"));
}

TEST_CASE("the mapping of the model factory has no fault") {
    const auto read = read_mapping(test::read_file(GLASSLINE_SOURCE_DIR "/data/mappings/model-factory.json"));
    CHECK_MESSAGE(read.ok(), (read.faults.empty() ? "" : read.faults.front()));
}
