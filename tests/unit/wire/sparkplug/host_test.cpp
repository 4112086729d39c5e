#include "connectors/wire/sparkplug/host.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "connectors/wire/json/described_json.hpp"
#include "connectors/wire/mapping/mapper.hpp"
#include "tests/support/files.hpp"

using namespace glassline;
using namespace glassline::sparkplug;

namespace {

const Instant noon = parse_iso8601("2026-11-23T12:00:00Z")->instant;

struct Recorded {
    std::string topic;
    std::string payload;
};

std::vector<Recorded> session() {
    std::vector<Recorded> out;
    std::istringstream lines(test::read_file(GLASSLINE_SOURCE_DIR "/data/recordings/sparkplug/session.hex"));
    for (std::string line; std::getline(lines, line);) {
        const auto first = line.find(' ');
        auto last = line.rfind(' ');
        std::string hex = line.substr(last + 1);
        // The payload of a death is empty here, and the topic ends with a word that is not hex.
        if (hex.find_first_not_of("0123456789abcdef") != std::string::npos || hex.size() % 2 != 0 || hex.size() < 4) {
            hex.clear();
            last = line.size();
        }
        Recorded message{line.substr(first + 1, last - first - 1), ""};
        while (message.topic.back() == ' ') message.topic.pop_back();
        for (std::size_t i = 0; i < hex.size(); i += 2) {
            message.payload.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
        }
        out.push_back(std::move(message));
    }
    return out;
}

Payload with(std::uint64_t seq, std::vector<Metric> metrics) {
    Payload out;
    out.timestamp_ms = 1'795'440'000'000;
    out.seq = seq;
    out.metrics = std::move(metrics);
    return out;
}
Metric metric(std::string name, std::optional<std::uint64_t> alias, Value value, std::uint32_t type = 8) {
    Metric out;
    out.name = std::move(name);
    out.alias = alias;
    out.datatype = type;
    out.value = std::move(value);
    return out;
}

Heard hear(Host& host, const std::string& topic, const Payload& payload, Instant at = noon) {
    return host.hear("spBv1.0/g/" + topic, encode(payload), at);
}

}  // namespace

TEST_CASE("Sparkplug: a payload is read as its reference encoder wrote it") {
    const auto messages = session();
    REQUIRE(messages.size() == 23);
    const auto birth = decode(messages[0].payload);
    REQUIRE(birth.has_value());
    CHECK(birth->timestamp_ms == 1'795'440'420'988);
    CHECK(birth->seq == 0);
    REQUIRE(birth->metrics.size() == 8);
    CHECK(birth->metrics[0].name == "Node Control/Next Server");
    CHECK(std::get<bool>(birth->metrics[0].value) == false);
    CHECK(std::get<std::string>(birth->metrics[3].value) == "hello node");
    CHECK(birth->metrics[5].name == "DataSet");
    CHECK(birth->metrics[5].unread);
    const auto device = decode(messages[1].payload);
    REQUIRE(device.has_value());
    CHECK(std::get<std::int64_t>(device->metrics[2].value) == 16);
    CHECK(device->metrics[2].alias == 9);
}

TEST_CASE("Sparkplug: what is written is read back; signs, nulls and kinds survive; damage is told") {
    const auto sent = with(7, {metric("minus", 1, std::int64_t{-5}, 4), metric("plus", 2, std::uint64_t{1} << 63U),
                               metric("real", 3, 2.5, 10), metric("yes", 4, true, 11),
                               metric("text", 5, std::string("a"), 12), metric("none", 6, std::monostate{}, 12)});
    const auto read = decode(encode(sent));
    REQUIRE(read.has_value());
    CHECK(*read == sent);
    // Int8 -1 travels as 32 bits in int_value.
    CHECK(std::get<std::int64_t>(
              decode(std::string("\x12\x0a\x20\x01\x50\xff\xff\xff\xff\x0f\x10\x01", 12))->metrics[0].value) == -1);
    const auto whole = encode(sent);
    std::size_t told = 0;
    for (std::size_t cut = 1; cut < whole.size(); ++cut) told += decode(whole.substr(0, cut)).has_value() ? 0 : 1;
    CHECK(told > whole.size() / 2);  // a cut between two fields leaves a shorter message that is whole
    CHECK_FALSE(decode("not protobuf at all").has_value());
    CHECK(decode("").has_value());
}

TEST_CASE(
    "Sparkplug: the recorded session: births, twenty messages of aliases without a gap, and the device dies with its "
    "node") {
    Host host;
    std::vector<MqttMessage> said;
    for (const auto& message : session()) {
        const auto heard = host.hear(message.topic, message.payload, noon);
        CHECK(heard.refused == "");
        CHECK(heard.troubles.empty());
        CHECK(heard.commands.empty());
        for (const auto& s : heard.said) said.push_back(s);
    }
    REQUIRE(said.size() == 24);
    const auto born = Json::parse(said[1].payload);
    CHECK(born["metrics"]["input/Device Metric0"] == "hello device");
    CHECK(born["metrics"]["output/Device Metric2"] == 16);
    const auto first = Json::parse(said[2].payload);
    CHECK(first["changed"].size() == 2);
    CHECK(first["changed"]["input/Device Metric0"] == "A@:GB^jTf1;<");
    CHECK(first["changed"]["input/Device Metric1"] == false);
    CHECK(first["metrics"]["output/Device Metric2"] == 16);
    CHECK(said[22].topic == "spBv1.0/Sparkplug B Devices/DDEATH/C Edge Node 1/Emulated Device");
    CHECK(Json::parse(said[22].payload)["online"] == false);
    CHECK(Json::parse(said[22].payload)["metrics"].empty());
    CHECK(said[23].topic == "spBv1.0/Sparkplug B Devices/NDEATH/C Edge Node 1");
}

TEST_CASE("Sparkplug: a gap, an unknown alias and data before a birth ask for a rebirth, once until it is answered") {
    Host host;
    auto heard = hear(host, "NDATA/n", with(3, {metric("", 1, true, 11)}));
    REQUIRE(heard.commands.size() == 1);
    CHECK(heard.commands[0].topic == "spBv1.0/g/NCMD/n");
    const auto command = decode(heard.commands[0].payload);
    CHECK(command->metrics[0].name == "Node Control/Rebirth");
    CHECK(std::get<bool>(command->metrics[0].value));
    CHECK(heard.said.empty());
    CHECK(hear(host, "NDATA/n", with(4, {}), noon + std::chrono::seconds(1)).commands.empty());
    CHECK(hear(host, "NDATA/n", with(5, {}), noon + rebirth_again_after).commands.size() == 1);

    CHECK(hear(host, "NBIRTH/n", with(254, {metric("a", 1, std::uint64_t{1})})).troubles.empty());
    CHECK(hear(host, "NDATA/n", with(255, {metric("", 1, std::uint64_t{2})})).troubles.empty());
    CHECK(hear(host, "NDATA/n", with(0, {metric("", 1, std::uint64_t{3})})).troubles.empty());  // 255 is followed by 0
    heard = hear(host, "NDATA/n", with(2, {metric("", 1, std::uint64_t{4})}));
    CHECK(heard.troubles == std::vector<std::string>{"sequence gap, rebirth asked for"});
    CHECK(heard.commands.size() == 1);
    CHECK(Json::parse(heard.said.at(0).payload)["metrics"]["a"] == 4);  // what came is newer than what was known
    CHECK(hear(host, "NDATA/n", with(3, {})).troubles.empty());
    heard = hear(host, "NDATA/n", with(4, {metric("", 99, true, 11)}), noon + rebirth_again_after);
    CHECK(heard.troubles == std::vector<std::string>{"an alias that no birth named, rebirth asked for"});
    CHECK(hear(host, "DDATA/n/d", with(5, {}), noon + 3 * rebirth_again_after).commands.size() == 1);
}

TEST_CASE("Sparkplug: only the death of the present birth ends it; a new birth begins with nothing old") {
    Host host;
    static_cast<void>(
        hear(host, "NBIRTH/n", with(0, {metric("bdSeq", std::nullopt, std::uint64_t{8}), metric("old", 1, true, 11)})));
    static_cast<void>(hear(host, "DBIRTH/n/d", with(1, {metric("m", 2, true, 11)})));
    const auto late = hear(host, "NDEATH/n", with(0, {metric("bdSeq", std::nullopt, std::uint64_t{7})}));
    CHECK(late.said.empty());
    CHECK(late.troubles.size() == 1);
    const auto end = hear(host, "NDEATH/n", with(0, {metric("bdSeq", std::nullopt, std::uint64_t{8})}));
    REQUIRE(end.said.size() == 2);
    // A will carries the time of the connection; the end is when it is heard.
    CHECK(Json::parse(end.said[0].payload)["timestamp"] == micros(noon) / 1000);
    static_cast<void>(hear(host, "NBIRTH/n", with(0, {metric("new", 1, true, 11)})));
    const auto data = hear(host, "NDATA/n", with(1, {metric("", 1, false, 11)}));
    CHECK(Json::parse(data.said.at(0).payload)["metrics"].size() == 1);
    CHECK(hear(host, "DDATA/n/d", with(2, {})).troubles.size() == 1);  // a device is born again after its node
    CHECK(host.hear("spBv1.0/g/XDATA/n", "", noon).refused != "");
    CHECK(host.hear("spBv1.0/g/NDATA/n/d", "", noon).refused != "");
    CHECK(host.hear("spBv1.0/STATE/me", "{}", noon).refused == "");
}

TEST_CASE("Sparkplug: metrics become events by a mapping, a death takes the station off line") {
    LineDescription line;
    StationDescription station;
    station.id = StationId("press");
    line.stations.push_back(station);
    const auto mapping = read_mapping(R"({"tables": {"device": {"Emulated Device": "press"}}, "rules": [
      {"topic": "spBv1.0/{group}/{kind}/{node}/{device}",
       "when": [{"value": "{kind}", "in": ["DBIRTH", "DDATA", "DDEATH"]}],
       "time": {"value": "{/timestamp}", "format": "epoch_ms"},
       "emit": [
        {"event": "StationOnline", "when": [{"value": "{/online}", "in": ["true"]}],
         "change": {"of": "{device}", "value": "on"}, "fields": {"station": "{device|device}"}},
        {"event": "StationOffline", "when": [{"value": "{/online}", "in": ["false"]}],
         "change": {"of": "{device}", "value": "off"}, "fields": {"station": "{device|device}"}},
        {"event": "StationStateChanged", "when": [{"value": "{/changed/input~1Device Metric1}", "in": ["true"]}],
         "fields": {"station": "{device|device}", "state": "1000"}},
        {"event": "StationStateChanged", "when": [{"value": "{/changed/input~1Device Metric1}", "in": ["false"]}],
         "fields": {"station": "{device|device}", "state": "2000"}}]}]})");
    REQUIRE_MESSAGE(mapping.ok(), (mapping.faults.empty() ? "" : mapping.faults.front()));
    Mapper mapper(mapping.value, line);
    Host host;
    std::vector<std::string> kinds;
    for (const auto& message : session()) {
        for (const auto& said : host.hear(message.topic, message.payload, noon).said) {
            for (const auto& meaning : mapper.map(said.topic, said.payload, noon)) {
                for (const auto& event : meaning.events) {
                    if (!std::holds_alternative<MessageUnmapped>(event)) kinds.emplace_back(type_name(event));
                }
            }
        }
    }
    REQUIRE(kinds.size() > 10);
    CHECK(kinds.front() == "StationOnline");
    CHECK(kinds.back() == "StationOffline");
    CHECK(std::count(kinds.begin(), kinds.end(), "StationStateChanged") == 21);
}
