// A mapped source whose journal fails: what it said is said again when the broker sends it again.
#include "connectors/sources/mqtt_json.hpp"

#include <doctest/doctest.h>

#include "tests/support/mqtt_broker.hpp"

using namespace glassline;

namespace {

// Fails the messages of the first connection, keeps all later ones.
class FailingOnce final : public Ingest {
public:
    bool submit(Delivery delivery) override {
        const bool fails = failing && delivery.done != nullptr;
        if (!fails) {
            for (const auto& event : delivery.events) kept.push_back(event.event);
        }
        if (delivery.done) delivery.done(fails ? Status(Error{"journal", "the disk is full", ""}) : Status(Done{}));
        if (fails) failing = false;
        return true;
    }
    bool failing = true;
    std::vector<Event> kept;
};

template <class T>
std::size_t count(const std::vector<Event>& events) {
    std::size_t n = 0;
    for (const auto& event : events) n += std::holds_alternative<T>(event) ? 1 : 0;
    return n;
}

}  // namespace

TEST_CASE("mqtt-json: what the journal could not keep is said again when it comes again") {
    asio::io_context io;
    test::MqttBroker broker(io);
    LineDescription line;
    StationDescription station;
    station.id = StationId("s");
    line.stations.push_back(station);
    FailingOnce ingest;
    const auto mapping = read_mapping(R"({"rules": [{"topic": "a/b", "emit": [
      {"event": "FaultOccurred", "once": "{/id}", "fields": {"station": "s", "fault": "{/id}"}},
      {"event": "StationOnline", "change": {"of": "x", "value": "on"}, "fields": {"station": "s"}}]}]})");
    REQUIRE(mapping.ok());
    const auto source = make_mqtt_json({"plant", {broker.url(), "", "", "", "", {}}, mapping.value, false},
                                       {io, ingest, line, [] { return from_micros(1'795'440'000'000'000); }});
    broker.on_subscribed = [&] { broker.send(test::publish_packet("a/b", R"({"id": 7})", 3, broker.connections > 1)); };
    REQUIRE(source->start().has_value());
    test::run_until(io, [&] { return !broker.acknowledged.empty(); });
    CHECK(broker.connections == 2);
    CHECK(count<FaultOccurred>(ingest.kept) == 1);
    // Of the two deliveries of the first try one was kept; a change may be said twice, never not at all.
    CHECK(count<StationOnline>(ingest.kept) == 2);
    CHECK(count<SourceStatusChanged>(ingest.kept) == 4);  // connecting, connected, cut, connected
    source->stop();
    broker.close();
}
