// Answers to CFX requests.
#include "connectors/wire/cfx/requests.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "connectors/wire/cfx/unwrap.hpp"

using namespace glassline;
using nlohmann::json;

namespace {

const cfx::OwnEndpoint self{"Glassline.cfx", "amqp://127.0.0.1:5672", from_micros(1'795'000'000'000'000), 60};

AmqpMessage request(const std::string& name, const json& body, const char* target = "Glassline.cfx") {
    AmqpMessage message;
    message.message_id = "command-request";
    message.reply_to = "Mes.System.1-guid";
    message.body = json{{"MessageName", name},      {"Source", "Mes.System.1"}, {"Target", target},
                        {"RequestID", "REQUEST-1"}, {"UniqueID", "u-1"},        {"MessageBody", body}}
                       .dump();
    return message;
}

json body_of(const AmqpMessage& message) { return json::parse(message.body); }

}  // namespace

TEST_CASE("CFX requests: are you there, who is there") {
    for (const char* name : {"CFX.AreYouThereRequest", "cfx.AREYOUTHERErequest", "CFX.WhoIsThereRequest"}) {
        const auto said = cfx::answer(request(name, {{"CFXHandle", "Glassline.cfx"}}), self);
        REQUIRE(said);
        const auto envelope = body_of(*said);
        CHECK(envelope["MessageName"] ==
              (std::string(name) == "CFX.WhoIsThereRequest" ? "CFX.WhoIsThereResponse" : "CFX.AreYouThereResponse"));
        CHECK(envelope["Source"] == "Glassline.cfx");
        CHECK(envelope["Target"] == "Mes.System.1");
        CHECK(envelope["RequestID"] == "REQUEST-1");
        CHECK(envelope["MessageBody"]["Result"]["Result"] == "Success");
        CHECK(envelope["MessageBody"]["RequestTargetAddress"] == "Glassline.cfx");
        CHECK(envelope["MessageBody"]["RequestNetworkUri"] == "amqp://127.0.0.1:5672");
        CHECK(said->to == "Mes.System.1-guid");
        CHECK(said->correlation_id == "REQUEST-1");
        CHECK(said->message_id == envelope["UniqueID"]);
    }
    const auto other = cfx::answer(request("CFX.AreYouThereRequest", {{"CFXHandle", "Somebody.Else"}}), self);
    REQUIRE(other);
    CHECK(body_of(*other)["MessageBody"]["Result"]["Result"] == "Failed");
}

TEST_CASE("CFX requests: the endpoint tells which messages it reads") {
    const auto said = cfx::answer(request("CFX.GetEndpointInformationRequest", {{"CFXHandle", "Glassline.cfx"}}), self);
    REQUIRE(said);
    const auto endpoint = body_of(*said)["MessageBody"]["EndpointInformation"];
    CHECK(endpoint["Vendor"] == "Glassline");
    bool reads = false;
    for (const auto& topic : endpoint["SupportedTopics"]) {
        CHECK(topic["TopicSupportType"] == "Consumer");
        if (topic["TopicName"] != "CFX.Production") continue;
        for (const auto& name : topic["SupportedMessages"]) reads = reads || name == "CFX.Production.WorkStarted";
    }
    CHECK(reads);
}

TEST_CASE("CFX requests: others are answered with NotSupported, what is no request not at all") {
    const auto said = cfx::answer(request("CFX.Production.GetRecipeRequest", json::object()), self);
    REQUIRE(said);
    CHECK(body_of(*said)["MessageName"] == "CFX.NotSupportedResponse");
    CHECK(body_of(*said)["MessageBody"]["RequestResult"]["Result"] == "Failed");
    CHECK_FALSE(cfx::answer(request("CFX.Production.WorkStarted", json::object()), self));
    CHECK_FALSE(cfx::answer(request("CFX.AreYouThereRequest", json::object(), "Somebody.Else"), self));
    AmqpMessage broken;
    for (const char* text :
         {"", "{", "[]", "7", "{\"MessageName\":5}", "{\"MessageName\":\"Request\",\"MessageBody\":3"}) {
        broken.body = text;
        CHECK_FALSE(cfx::answer(broken, self));
    }
    auto zipped = request("CFX.WhoIsThereRequest", nullptr);
    zipped.body = cfx::gzip(zipped.body);
    CHECK(cfx::answer(zipped, self));
    zipped.body = cfx::gzip(std::string(1U << 20U, ' ') + "{}");
    CHECK_FALSE(cfx::answer(zipped, self));
}
