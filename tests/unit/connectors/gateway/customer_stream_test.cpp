#include "connectors/gateway/customer_stream.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "connectors/gateway/customer_api.hpp"
#include "connectors/gateway/http.hpp"
#include "connectors/gateway/rate_limit.hpp"

using namespace glassline;
using namespace glassline::gateway;

TEST_CASE("a merge patch turns one view into the next") {
    const std::pair<const char*, const char*> cases[] = {
        {R"({"a":1})", R"({"a":2})"},
        {R"({"a":{"b":1,"c":2}})", R"({"a":{"c":3}})"},
        {R"({"a":[1,2]})", R"({"a":[1,2,3]})"},
        {R"({"a":{"b":1}})", R"({"a":"text"})"},
        {R"({"a":"text"})", R"({"a":{"b":{"c":1}}})"},
        {R"({"a":1,"b":2})", R"({})"},
        {R"({"a":1})", R"({"a":null,"b":{}})"},
    };
    for (const auto& [before, after] : cases) {
        auto view = nlohmann::json::parse(before);
        view.merge_patch(nlohmann::json::parse(merge_patch(before, after)));
        auto wanted = nlohmann::json::parse(after);
        for (auto at = wanted.begin(); at != wanted.end();) at = at->is_null() ? wanted.erase(at) : std::next(at);
        CHECK(view == wanted);
    }
    CHECK(merge_patch(R"({"a":{"b":1}})", R"({"a":{"b":1}})") == "{}");
}

TEST_CASE("every message is a multiple of 512 bytes, whatever is in it") {
    for (std::size_t size = 0; size < 1'200; ++size) {
        const auto text = padded_event(7, "patch", std::string(size, 'x'), stream_padding);
        REQUIRE(text.size() % stream_padding == 0);
        REQUIRE(text.substr(text.size() - 2) == "\n\n");
        REQUIRE(text.find("\n\n") == text.size() - 2);
    }
}

TEST_CASE("ids are the client's own ticks and go on where it left") {
    CustomerStream stream(9);
    CHECK(stream.tick(R"({"a":1})").starts_with("id: 10\nevent: snapshot\ndata: {\"a\":1}\n"));
    CHECK(stream.tick(R"({"a":1})").starts_with("id: 11\nevent: patch\ndata: {}\n"));
    CHECK(stream.tick(R"({"a":2})").starts_with("id: 12\nevent: patch\ndata: {\"a\":2}\n"));
}

TEST_CASE("a session is read back by its key alone and not by another") {
    Key key{};
    key[0] = 1;
    Key other{};
    const auto now = from_micros(1'795'000'000'000'000);
    const auto cookie = make_session(key, LinkGrantId("Labc-_"), now + std::chrono::hours(1));
    CHECK(read_session(key, cookie, now) == LinkGrantId("Labc-_"));
    CHECK(!read_session(other, cookie, now));
    CHECK(!read_session(key, "X" + cookie.substr(1), now));
    for (std::size_t cut = 0; cut < cookie.size(); ++cut) CHECK(!read_session(key, cookie.substr(0, cut), now));
}

TEST_CASE("a limit gives back with time, one key at a time, and forgets no more than it must") {
    RateLimit limit(2, 1);
    auto now = from_micros(1'795'000'000'000'000);
    CHECK(limit.allow("a", now));
    CHECK(limit.allow("a", now));
    CHECK(!limit.allow("a", now));
    CHECK(limit.allow("b", now));
    now += std::chrono::seconds(1);
    CHECK(limit.allow("a", now));
    CHECK(!limit.allow("a", now));
    for (int i = 0; i < 10'000; ++i) (void)limit.allow("k" + std::to_string(i), now);
    CHECK(limit.keys() <= RateLimit::max_keys);
    CHECK(!limit.allow("a", now));
}

TEST_CASE("paths, queries and cookies are taken apart") {
    CHECK(segments_of("/api/v1/alarms/P1%2Ff%201/acknowledge") ==
          std::vector<std::string>{"api", "v1", "alarms", "P1/f 1", "acknowledge"});
    CHECK(parse_query("from=1&limit=2+3&x").at("limit") == "2 3");
    CHECK(cookie_of("a=1; glassline=x.y; b=2", "glassline") == "x.y");
    CHECK(cookie_of("notglassline=1", "glassline").empty());
    CHECK(percent_decoded("%zz%4") == "%zz%4");
}
