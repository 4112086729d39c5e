#include "connectors/wire/hermes/framer.hpp"

#include <doctest/doctest.h>

#include "connectors/wire/hermes/hermes_message.hpp"

using glassline::hermes::Framer;

namespace {
const std::string first = "<Hermes Timestamp=\"a\"><CheckAlive/></Hermes>";
const std::string second = "<Hermes Timestamp=\"b\"><CheckAlive/></Hermes>";
}  // namespace

TEST_CASE("a read may end at any byte of two documents") {
    const std::string both = first + "\r\n" + second;
    for (std::size_t cut = 0; cut <= both.size(); ++cut) {
        CAPTURE(cut);
        Framer framer;
        auto documents = framer.feed(both.substr(0, cut));
        for (auto& document : framer.feed(both.substr(cut))) documents.push_back(std::move(document));
        REQUIRE(documents.size() == 2);
        CHECK(documents[0] == first);
        CHECK(documents[1] == second);
        CHECK(framer.skipped_bytes() == 0);
    }
}

TEST_CASE("bytes outside of a document are counted, the first kept, and the next document is whole") {
    Framer framer;
    const std::string before = "SMEMA?";
    const std::string torn = "<Hermes Timestamp=\"lost";
    const auto documents = framer.feed(before + first + torn + second);
    REQUIRE(documents.size() == 2);
    CHECK(documents[0] == first);
    CHECK(documents[1] == second);
    CHECK(framer.skipped_bytes() == before.size() + torn.size());
    CHECK(framer.first_skipped() == before);
}

TEST_CASE("a stream without an end is thrown away at the cap, and the connection goes on") {
    Framer framer;
    const std::string endless(glassline::hermes::max_message_bytes + 1, 'x');
    CHECK(framer.feed(endless).empty());
    CHECK(framer.skipped_bytes() == endless.size());
    CHECK(framer.feed(first).size() == 1);
}
