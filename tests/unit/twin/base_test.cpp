#include <doctest/doctest.h>

#include "twin/base/binary.hpp"
#include "twin/base/hash.hpp"
#include "twin/base/time.hpp"
#include "twin/event.hpp"
#include "twin/twin_state.hpp"

using namespace glassline;

TEST_CASE("ISO 8601: what machines write, to the microsecond, zone stated or not") {
    struct Case {
        const char* text;
        const char* utc;
        Zone zone;
    };
    const Case cases[] = {
        {"2018-03-26T16:52:25.3769532-04:00", "2018-03-26T20:52:25.376953Z", Zone::stated},
        {"2026-11-23T13:09:57.775", "2026-11-23T13:09:57.775Z", Zone::missing},
        {"2026-11-23T13:09:57Z", "2026-11-23T13:09:57.000Z", Zone::stated},
        {"2024-02-29 23:59:59+01:00", "2024-02-29T22:59:59.000Z", Zone::stated},
        {"2000-03-01T00:00:00.5Z", "2000-03-01T00:00:00.500Z", Zone::stated},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        const auto parsed = parse_iso8601(c.text);
        REQUIRE(parsed.has_value());
        CHECK(to_iso8601(parsed->instant) == c.utc);
        CHECK(parsed->zone == c.zone);
    }
    for (const char* bad : {"", "yesterday", "2026-13-01T00:00:00Z", "2025-02-29T00:00:00Z", "2026-11-23T13:09:57X",
                            "2026-11-23T25:00:00Z", "2026-11-23T13:09:57+1:00", "2026-11-23"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_iso8601(bad).has_value());
    }
}

TEST_CASE("binary: what was written is read; a shorter, older record keeps defaults; damage is an error") {
    EventRecord record;
    record.sequence = 7;
    record.source = SourceId("s");
    record.occurred_at = from_micros(-5);
    UnitsArrived arrived;
    arrived.facts.units = {Unit{"a", 1, -2.5}, Unit{"b", 2}};
    record.event = arrived;
    const auto bytes = to_binary(record);
    CHECK(*from_binary<EventRecord>(bytes) == record);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        CAPTURE(cut);
        CHECK_FALSE(from_binary<EventRecord>(std::string_view(bytes).substr(0, cut)).has_value());
    }
    // An older writer that knew only the first two members.
    BinaryWriter body;
    body.write(record.sequence);
    body.write(record.source);
    BinaryWriter old;
    old.varint(body.bytes().size());
    const auto shorter = old.take() + body.take();
    const auto read = from_binary<EventRecord>(shorter);
    REQUIRE(read.has_value());
    CHECK(read->sequence == 7);
    CHECK(read->occurred_at == no_time);
}

TEST_CASE("the digest sees every member of the state") {
    TwinState state;
    const auto empty = digest(state);
    state.events_without_station = 1;
    const auto counted = digest(state);
    CHECK(counted != empty);
    state.sources[SourceId("x")];
    CHECK(digest(state) != counted);
    CHECK(hash64("abc") != hash64("abd"));
    CHECK(hash64("") != hash64(std::string_view("\0", 1)));
}

TEST_CASE("tags and names of events are unique") {
    std::vector<std::uint16_t> tags;
    std::vector<std::string_view> type_names;
    [&]<class... Ts>(std::variant<Ts...>*) {
        (tags.push_back(Ts::tag), ...);
        (type_names.push_back(Ts::type_name), ...);
    }(static_cast<Event*>(nullptr));
    for (std::size_t i = 0; i < tags.size(); ++i) {
        for (std::size_t j = i + 1; j < tags.size(); ++j) {
            CHECK(tags[i] != tags[j]);
            CHECK(type_names[i] != type_names[j]);
        }
    }
}
