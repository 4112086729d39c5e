#include <doctest/doctest.h>

#include "connectors/wire/hermes/supervisory_client.hpp"
#include "connectors/wire/hermes/supervisory_server.hpp"
#include "tests/support/hermes.hpp"

using namespace glassline;
using namespace glassline::hermes;
using glassline::test::said;
using glassline::test::xml;

namespace {

const Instant start = from_micros(1'700'000'000'000'000);

Duration after(int seconds) { return std::chrono::seconds(seconds); }

SupervisoryServiceDescription machine(std::vector<std::string> features) { return {"Printer", "1.6", features}; }

struct Desk final : MachineDesk {
    Configuration now{"Printer", 1249, {{1, "", "127.0.0.1", 50'101}}, {{1, "", "", 50'102}}};
    std::string refusal;
    Configuration configuration() const override { return now; }
    std::string configure(const Configuration& wanted) override {
        if (refusal.empty()) now = wanted;
        return refusal;
    }
    SendHermesCapabilities capabilities() const override { return {{"MessageBoardArrived"}, {{"TopBarcode", 2}}}; }
    ReplyWorkOrderInfo take_work_order(const SendWorkOrderInfo& order) override {
        return {order.work_order, order.batch, order.work_order == "WO-1" ? 2 : 0};
    }
};

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
    Desk desk;
    SupervisoryServer server(desk, "+00:00");
    server.report(BoardArrived{}, start);
    CHECK(server.take_output().empty());
    server.feed(xml(SupervisoryServiceDescription{"twin", "1.6", {"FeatureBoardTracking"}}), start);
    static_cast<void>(server.take_output());
    server.report(BoardArrived{}, start);
    CHECK(said(server.take_output()).size() == 1);

    SupervisoryServer strict(desk, "+00:00");
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

TEST_CASE("the machine answers what it offers: configuration, capabilities, work orders, pings") {
    Desk desk;
    SupervisoryServer server(desk, "+00:00");
    server.feed(xml(SupervisoryServiceDescription{"MES", "1.6", {"FeatureSendWorkOrderInfo"}}), start);
    const auto hello = said(server.take_output());
    REQUIRE(hello.size() == 1);
    const auto& own = std::get<SupervisoryServiceDescription>(hello[0]);
    CHECK(own.system_id == "Printer");
    for (const std::string feature : {"FeatureConfiguration", "FeatureBoardTracking", "FeatureReplyWorkOrderInfo",
                                      "FeatureSendHermesCapabilities", "FeatureCheckAliveResponse"}) {
        CAPTURE(feature);
        CHECK(offers(own.features, feature));
    }
    const auto answer = [&](const Message& message) {
        server.feed(xml(message), start);
        return said(server.take_output());
    };
    CHECK(answer(GetConfiguration{}) == std::vector<Message>{CurrentConfiguration{desk.now}});
    CHECK(answer(QueryHermesCapabilities{}) == std::vector<Message>{desk.capabilities()});
    CHECK(answer(CheckAlive{1, "5"}) == std::vector<Message>{CheckAlive{2, "5"}});
    SendWorkOrderInfo order;
    order.work_order = "WO-1";
    CHECK(answer(order) == std::vector<Message>{ReplyWorkOrderInfo{"WO-1", "", 2}});
    order.work_order = "unheard of";
    CHECK(answer(order) == std::vector<Message>{ReplyWorkOrderInfo{"unheard of", "", 0}});
    CHECK(answer(Other{"UnheardOf"}).empty());
    CHECK(server.close_reason().empty());

    CHECK(server.ask({"q-1", "Printer", "", {}, "PNL-1", "", ""}, start));
    CHECK(said(server.take_output()).size() == 1);
    SupervisoryServer silent(desk, "+00:00");
    silent.feed(xml(SupervisoryServiceDescription{"twin", "1.6", {"FeatureBoardTracking"}}), start);
    CHECK(!silent.ask({}, start));
}

TEST_CASE("a configuration is taken in silence, or refused with code 4, over both channels") {
    Desk desk;
    SupervisoryServer server(desk, "+00:00");
    server.feed(xml(SupervisoryServiceDescription{"MES", "1.6", {}}), start);
    ConfigurationServer service(desk, "+00:00");
    const auto over_both = [&](const Message& message) {
        static_cast<void>(server.take_output());
        server.feed(xml(message), start);
        service.feed(xml(message), start);
        const auto first = said(server.take_output());
        CHECK(first == said(service.take_output()));
        return first;
    };
    auto wanted = desk.now;
    wanted.upstream[0].port = 50'111;
    CHECK(over_both(SetConfiguration{wanted}).empty());
    CHECK(over_both(GetConfiguration{}) == std::vector<Message>{CurrentConfiguration{wanted}});
    auto impossible = wanted;
    impossible.upstream[0].port = 70'000;
    const auto refused = over_both(SetConfiguration{impossible});
    REQUIRE(refused.size() == 1);
    CHECK(std::get<Notification>(refused[0]) ==
          Notification{4, 2, "Port of upstream lane 1 is not between 1 and 65535"});
    desk.refusal = "port 50102 is taken";
    CHECK(over_both(SetConfiguration{wanted}) == std::vector<Message>{Notification{4, 2, "port 50102 is taken"}});
    CHECK(desk.now == wanted);
    service.feed("<Hermes><x</Hermes>", start);
    CHECK(std::get<Notification>(said(service.take_output()).at(0)).severity == 1);
    CHECK(!service.close_reason().empty());
}
