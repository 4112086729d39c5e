// Each message of data/wire/cfx/received, damaged: cut anywhere, a value of the wrong type anywhere, members in another
// case. It is read or refused, never lost, and what is folded keeps the invariants and reads back.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "connectors/wire/cfx/vocabulary.hpp"
#include "tests/support/cfx.hpp"
#include "twin/base/binary.hpp"
#include "twin/fold.hpp"

using namespace glassline;
using Json = nlohmann::ordered_json;

namespace {

std::vector<std::string> all_received() {
    std::vector<std::string> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(GLASSLINE_SOURCE_DIR) + "/data/wire/cfx/received")) {
        files.push_back(test::read_file(entry.path().string()));
    }
    std::sort(files.begin(), files.end());
    return files;
}

class Twin {
public:
    Twin() {
        fold_one(LineDescribed{line_}, from_micros(1'795'000'000'000'000));
        WorkStarted started;
        started.station = StationId("placer");
        started.transaction = TransactionId("P1@placer");
        started.panel.primary_identifier = "P1";
        started.facts.units = {Unit{"", 1}, Unit{"", 2}};
        fold_one(started, from_micros(1'795'000'001'000'000));
    }
    void receive(const std::string& payload) {
        const auto meanings = decoder_.decode(payload, "", {line_, ""});
        REQUIRE_FALSE(meanings.empty());
        for (const auto& meaning : meanings) {
            REQUIRE_FALSE(meaning.events.empty());
            for (const auto& event : meaning.events) fold_one(event, meaning.occurred_at);
        }
    }
    [[nodiscard]] const TwinState& state() const { return state_; }

private:
    void fold_one(const Event& event, Instant at) {
        EventRecord record;
        record.sequence = state_.sequence + 1;
        record.source = SourceId("cfx");
        record.occurred_at = at;
        record.received_at = from_micros(1'795'439'500'000'000);
        record.event = event;
        const auto again = from_binary<EventRecord>(to_binary(record));
        REQUIRE(again.has_value());
        REQUIRE((*again == record));
        fold(state_, record);
    }
    LineDescription line_ = test::cfx_line();
    cfx::Decoder decoder_;
    TwinState state_;
};

void check(const Twin& twin) {
    CHECK(broken_invariant(twin.state()) == "");
    const auto copy = from_binary<TwinState>(to_binary(twin.state()));
    REQUIRE(copy.has_value());
    CHECK((*copy == twin.state()));
}

std::string other_case(std::string name) {
    for (auto& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : cfx::ascii_lower(c);
    return name;
}

Json with_other_case(const Json& value) {
    if (value.is_array()) {
        Json out = Json::array();
        for (const auto& item : value) out.push_back(with_other_case(item));
        return out;
    }
    if (!value.is_object()) return value;
    Json out = Json::object();
    for (const auto& [key, member] : value.items()) {
        if (key != "$type") out[other_case(key)] = with_other_case(member);  // and without the hint
    }
    return out;
}

}  // namespace

TEST_CASE("CFX: a message cut anywhere is refused, and its neighbour in the batch lives") {
    Twin twin;
    for (const auto& text : all_received()) {
        for (std::size_t cut = 1; cut < text.size() - 1; cut += 7) twin.receive(text.substr(0, cut));
        twin.receive("[" + text + "," + text + "]");
    }
    CHECK_FALSE(twin.state().sources.at(SourceId("cfx")).refused.empty());
    check(twin);
}

TEST_CASE("CFX: a value of the wrong type anywhere costs no more than itself") {
    Twin twin;
    const std::vector<Json> wrong = {nullptr, -7, 1e300, "x", Json::array(), Json::object(), Json::array({1, "y", {}}),
                                     true};
    for (const auto& text : all_received()) {
        const auto whole = Json::parse(text);
        const auto leaves = whole.flatten();
        for (const auto& [pointer, value] : leaves.items()) {
            for (std::size_t end = pointer.size(); end != 0 && end != std::string::npos;
                 end = pointer.rfind('/', end - 1)) {
                auto damaged = whole;
                damaged[Json::json_pointer(pointer.substr(0, end))] = wrong[(end + pointer.size()) % wrong.size()];
                twin.receive(damaged.dump());
            }
        }
        twin.receive(text);
    }
    check(twin);
}

TEST_CASE("CFX: member names in another case and without $type mean the same") {
    cfx::Decoder decoder;
    const auto line = test::cfx_line();
    for (const auto& text : all_received()) {
        const auto whole = Json::parse(text);
        CAPTURE(whole["MessageName"].get<std::string>());
        const auto said = std::move(decoder.decode(text, "", {line, ""}).at(0));
        const auto drifted = std::move(decoder.decode(with_other_case(whole).dump(), "", {line, ""}).at(0));
        CHECK(drifted.station == said.station);
        REQUIRE_FALSE(drifted.events.empty());
        CHECK(drifted.events.front().index() == said.events.front().index());
        CHECK(drifted.occurred_at == said.occurred_at);
    }
}

TEST_CASE("CFX: all messages that matter are folded, each with an example of our own") {
    std::vector<std::string> unmapped;
    cfx::Decoder decoder;
    const auto line = test::cfx_line();
    for (const auto& text : all_received()) {
        const auto meaning = std::move(decoder.decode(text, "", {line, ""}).at(0));
        if (test::said<MessageUnmapped>(meaning)) unmapped.push_back(meaning.message_name);
    }
    CHECK(unmapped.empty());
    CHECK(all_received().size() >= 50);
}
