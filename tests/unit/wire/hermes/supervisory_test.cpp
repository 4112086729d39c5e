#include <doctest/doctest.h>

#include "connectors/wire/hermes/supervisory_client.hpp"
#include "connectors/wire/hermes/supervisory_server.hpp"

using namespace glassline;
using namespace glassline::hermes;

namespace {

const Instant start = from_micros(1'700'000'000'000'000);

Duration after(int seconds) { return std::chrono::seconds(seconds); }

std::vector<Message> said(const std::string& bytes) {
    std::vector<Message> messages;
    Framer framer;
    for (const auto& text : framer.feed(bytes)) {
        const auto document = parse(text);
        REQUIRE(document.has_value());
        messages.push_back(document->message);
    }
    return messages;
}

std::string xml(Message message) { return write(Document{"2026-11-23T13:10:00.000", std::move(message)}); }

SupervisoryServiceDescription machine(std::vector<std::string> features) { return {"Printer", "1.6", features}; }

}  // namespace

TEST_CASE("the client speaks first and asks for board tracking") {
    SupervisoryClient client("Glassline");
    client.connected(start);
    const auto messages = said(client.take_output());
    REQUIRE(messages.size() == 1);
    const auto& own = std::get<SupervisoryServiceDescription>(messages[0]);
    CHECK(own.features == std::vector<std::string>{"FeatureCheckAliveResponse", "FeatureBoardTracking"});
    CHECK(client.take_output().empty());
}

TEST_CASE("the client asks only for what the machine offers") {
    SupervisoryClient client("Glassline");
    client.connected(start);
    static_cast<void>(client.take_output());
    static_cast<void>(client.feed(xml(machine({"FeatureBoardTracking"})), start));
    CHECK(client.established());
    CHECK(client.take_output().empty());
    static_cast<void>(client.feed(xml(machine({"FeatureConfiguration", "FeatureQueryHermesCapabilities"})), start));
    const auto messages = said(client.take_output());
    REQUIRE(messages.size() == 2);
    CHECK(std::holds_alternative<QueryHermesCapabilities>(messages[0]));
    CHECK(std::holds_alternative<GetConfiguration>(messages[1]));
}

TEST_CASE("a ping is answered with its own id, a pong is not answered") {
    SupervisoryClient client("Glassline");
    client.connected(start);
    static_cast<void>(client.take_output());
    static_cast<void>(client.feed(xml(CheckAlive{1, "77"}) + xml(CheckAlive{2, "78"}), start));
    CHECK(said(client.take_output()) == std::vector<Message>{CheckAlive{2, "77"}});
}

TEST_CASE("a machine that promised pongs and falls silent is given up; one that promised none is not") {
    for (const bool promised : {true, false}) {
        CAPTURE(promised);
        SupervisoryClient client("Glassline");
        client.connected(start);
        static_cast<void>(client.take_output());
        static_cast<void>(client.feed(
            xml(machine(promised ? std::vector<std::string>{"FeatureCheckAliveResponse"} : std::vector<std::string>{})),
            start));
        client.tick(start + after(5));
        CHECK(said(client.take_output()) == std::vector<Message>{promised ? CheckAlive{1, "1"} : CheckAlive{}});
        client.tick(start + after(15));
        CHECK(client.close_reason().empty());
        client.tick(start + after(16));
        CHECK(client.close_reason() == (promised ? "the machine answered no ping for 15 s" : ""));
    }
}

TEST_CASE("a pong keeps the connection; a new connection begins without the old one's promise") {
    SupervisoryClient client("Glassline");
    client.connected(start);
    static_cast<void>(client.feed(xml(machine({"FeatureCheckAliveResponse"})), start));
    static_cast<void>(client.feed(xml(CheckAlive{2, "1"}), start + after(14)));
    client.tick(start + after(28));
    CHECK(client.close_reason().empty());
    client.connected(start + after(30));
    static_cast<void>(client.feed(xml(machine({})), start + after(30)));
    client.tick(start + after(60));
    CHECK(client.close_reason().empty());
}

TEST_CASE("a machine that never introduces itself is given up") {
    SupervisoryClient client("Glassline");
    client.connected(start);
    client.tick(start + after(16));
    CHECK(client.close_reason() == "the machine did not introduce itself within 15 s");
}

TEST_CASE("a machine's shutdown is the reason of the close") {
    SupervisoryClient client("Glassline");
    client.connected(start);
    static_cast<void>(client.feed(xml(Notification{5, 4, "night shift ends"}), start));
    CHECK(client.close_reason() == "the machine says: night shift ends");
}

TEST_CASE(
    "the server keeps boards back from a client that did not ask, and refuses one that does not introduce itself") {
    SupervisoryServer server("Printer", "+00:00");
    server.report(BoardArrived{}, start);
    CHECK(server.take_output().empty());
    server.feed(xml(SupervisoryServiceDescription{"twin", "1.6", {"FeatureBoardTracking"}}), start);
    static_cast<void>(server.take_output());
    server.report(BoardArrived{}, start);
    CHECK(said(server.take_output()).size() == 1);

    SupervisoryServer strict("Printer", "+00:00");
    strict.feed(xml(GetConfiguration{}), start);
    const auto messages = said(strict.take_output());
    REQUIRE(messages.size() == 1);
    CHECK(std::get<Notification>(messages[0]).code == 1);
    CHECK(std::get<Notification>(messages[0]).severity == 1);
    CHECK(!strict.close_reason().empty());
}

TEST_CASE("a length that is no finite number counts as not said") {
    for (const std::string text : {"nan", "inf", "-inf", "1e999"}) {
        CAPTURE(text);
        const auto document =
            parse("<Hermes Timestamp=\"2026-11-23T13:10:00.000\"><BoardArrived BoardId=\"b\" Length=\"" + text +
                  "\" Width=\"120.5\"/></Hermes>");
        REQUIRE(document.has_value());
        CHECK(std::get<BoardArrived>(document->message).board.length_mm == 0);
        CHECK(std::get<BoardArrived>(document->message).board.width_mm == 120.5);
        CHECK(*document == *document);
    }
}
