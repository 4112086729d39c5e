// Our sender to our listener over real sockets, with a writer that answers when the test says so.
#include <doctest/doctest.h>

#include <asio.hpp>
#include <vector>

#include "connectors/sources/cfx_listen.hpp"
#include "connectors/transport/amqp_receiver.hpp"
#include "connectors/transport/amqp_sender.hpp"
#include "connectors/wire/cfx/encode.hpp"

using namespace glassline;

namespace {

struct HeldIngest final : Ingest {
    bool submit(Delivery delivery) override {
        if (full) {
            ++refused;
            return false;
        }
        if (delivery.done && !hold) {
            delivery.done(answer);
            delivery.done = nullptr;
        }
        taken.push_back(std::move(delivery));
        return true;
    }
    std::size_t messages() const {
        std::size_t count = 0;
        for (const auto& delivery : taken) count += delivery.raw.bytes.empty() ? 0 : 1;
        return count;
    }
    std::vector<Delivery> taken;
    Status answer = Done{};
    bool hold = false;
    bool full = false;
    std::size_t refused = 0;
};

struct Rig {
    Rig() {
        line.id = LineId("L1");
        StationDescription placer;
        placer.id = StationId("placer");
        placer.cfx_handle = "Glassline.Placer.1";
        line.stations = {placer};
        source = make_cfx_listen({.name = "cfx", .listen = "127.0.0.1:0", .simulated = true},
                                 {io, ingest, line, [] { return no_time; }});
        REQUIRE(source->start().has_value());
        AmqpSenderOptions options;
        options.url = source->address();
        options.container_id = "Glassline.Placer.1";
        options.retry_first = std::chrono::milliseconds(20);
        options.on_settled = [this](const AmqpMessage& message, AmqpOutcome outcome) {
            if (outcome == AmqpOutcome::accepted) accepted.push_back(message.message_id);
        };
        sender = std::make_unique<AmqpSender>(io, options);
        sender->start();
    }
    ~Rig() {
        sender->stop();
        source->stop();
        io.run_for(std::chrono::milliseconds(200));
    }
    void send(std::uint64_t number) {
        auto message = cfx::encode(
            {"Glassline.Placer.1", cfx::guid(1, number), from_micros(1'700'000'000'000'000), 0},
            UnitsArrived{StationId("placer"), {"P" + std::to_string(number), "", "", ""}, {}, 1, Transfer::by_conveyor},
            number % 2 == 0);
        REQUIRE(sender->send(std::move(*message)));
    }
    /// Runs the loop until it is so, or for a long while at most.
    template <class F>
    bool until(F&& so) {
        for (int i = 0; i < 2'000 && !so(); ++i) io.run_for(std::chrono::milliseconds(5));
        return so();
    }

    asio::io_context io;
    HeldIngest ingest;
    LineDescription line;
    std::unique_ptr<Source> source;
    std::unique_ptr<AmqpSender> sender;
    std::vector<std::string> accepted;
};

}  // namespace

TEST_CASE("AMQP: a machine's messages arrive in order and are accepted once durable") {
    Rig rig;
    for (std::uint64_t i = 1; i <= 1'000; ++i) rig.send(i);
    REQUIRE(rig.until([&] { return rig.accepted.size() == 1'000; }));
    CHECK(rig.ingest.messages() == 1'000);
    std::uint64_t next = 1;
    for (const auto& delivery : rig.ingest.taken) {
        if (delivery.raw.bytes.empty()) continue;
        CHECK(delivery.source == SourceId("cfx/placer"));
        CHECK(delivery.duplicate_key == "cfx:" + cfx::guid(1, next));
        const auto* event = std::get_if<UnitsArrived>(&delivery.events.at(0).event);
        REQUIRE(event != nullptr);
        CHECK(event->panel.primary_identifier == "P" + std::to_string(next));
        ++next;
    }
    CHECK(rig.sender->queued() == 0);
}

TEST_CASE("AMQP: nothing is accepted before the journal says so, and the credit bounds what is under way") {
    Rig rig;
    rig.ingest.hold = true;
    for (std::uint64_t i = 1; i <= 500; ++i) rig.send(i);
    REQUIRE(rig.until([&] { return rig.ingest.messages() == 300; }));
    rig.io.run_for(std::chrono::milliseconds(100));
    CHECK(rig.ingest.messages() == 300);
    CHECK(rig.accepted.empty());
    rig.ingest.hold = false;
    for (auto& delivery : rig.ingest.taken) {
        if (delivery.done) std::exchange(delivery.done, nullptr)(Status(Done{}));
    }
    CHECK(rig.until([&] { return rig.accepted.size() == 500; }));
    CHECK(rig.ingest.messages() == 500);
}

TEST_CASE("AMQP: a full writer delays, loses nothing and keeps the order") {
    Rig rig;
    rig.ingest.full = true;
    for (std::uint64_t i = 1; i <= 50; ++i) rig.send(i);
    REQUIRE(rig.until([&] { return rig.ingest.refused > 10; }));
    CHECK(rig.accepted.empty());
    rig.ingest.full = false;
    REQUIRE(rig.until([&] { return rig.accepted.size() == 50; }));
    CHECK(rig.ingest.messages() == 50);
    CHECK(rig.accepted.front() == cfx::guid(1, 1));
    CHECK(rig.accepted.back() == cfx::guid(1, 50));
}

TEST_CASE("AMQP: what is under way is bounded by bytes, too; the rest waits in the sender") {
    Rig rig;
    rig.ingest.hold = true;
    constexpr std::size_t message_bytes = 8U << 20U;
    constexpr std::size_t messages = 20;
    const std::string padding(message_bytes, 'x');
    for (std::uint64_t i = 1; i <= messages; ++i) {
        AmqpMessage message;
        message.message_id = std::to_string(i);
        message.body = R"({"MessageName":"CFX.Heartbeat","TimeStamp":"2026-11-23T14:10:05Z","UniqueID":"h)" +
                       std::to_string(i) + R"(","Source":"Glassline.Placer.1","MessageBody":{"x":")" + padding + "\"}}";
        REQUIRE(rig.sender->send(std::move(message)));
    }
    const auto bound = max_amqp_connection_bytes / message_bytes + 1;
    REQUIRE(rig.until([&] { return rig.ingest.messages() >= bound - 1; }));
    rig.io.run_for(std::chrono::milliseconds(300));
    CHECK(rig.ingest.messages() <= bound);
    CHECK(rig.accepted.empty());
    rig.ingest.hold = false;
    for (auto& delivery : rig.ingest.taken) {
        if (delivery.done) std::exchange(delivery.done, nullptr)(Status(Done{}));
    }
    CHECK(rig.until([&] { return rig.accepted.size() == messages; }));
}

TEST_CASE("AMQP: with a user only who knows the password may speak") {
    Rig rig;
    rig.source->stop();
    rig.io.run_for(std::chrono::milliseconds(100));
    rig.sender->stop();
    CfxListenSettings settings;
    settings.name = "cfx";
    settings.user = "placer";
    settings.password = "se cret";
    rig.source = make_cfx_listen(settings, {rig.io, rig.ingest, rig.line, [] { return no_time; }});
    REQUIRE(rig.source->start().has_value());
    const auto send_as = [&](const std::string& login, std::uint64_t number) {
        AmqpSenderOptions options;
        options.url = "amqp://" + login + rig.source->address().substr(7);
        options.container_id = "Glassline.Placer.1";
        options.retry_first = std::chrono::milliseconds(20);
        options.on_settled = [&](const AmqpMessage& message, AmqpOutcome outcome) {
            if (outcome == AmqpOutcome::accepted) rig.accepted.push_back(message.message_id);
        };
        rig.sender = std::make_unique<AmqpSender>(rig.io, options);
        rig.sender->start();
        rig.send(number);
    };
    for (const char* login : {"", "placer:wrong@", "other:se%20cret@"}) {
        CAPTURE(login);
        send_as(login, 1);
        rig.io.run_for(std::chrono::milliseconds(200));
        CHECK(rig.accepted.empty());
        rig.sender->stop();
        rig.io.run_for(std::chrono::milliseconds(50));
    }
    CHECK(rig.ingest.messages() == 0);
    send_as("placer:se%20cret@", 2);
    CHECK(rig.until([&] { return rig.accepted.size() == 1; }));
}

TEST_CASE("AMQP: what the journal can't take goes back to the sender, which sends it again") {
    Rig rig;
    rig.ingest.answer = Error{"journal", "disk is full", ""};
    rig.send(1);
    REQUIRE(rig.until([&] { return rig.ingest.messages() >= 1; }));
    rig.io.run_for(std::chrono::milliseconds(50));
    CHECK(rig.accepted.empty());
    CHECK(rig.sender->queued() == 1);
    rig.ingest.answer = Done{};
    REQUIRE(rig.until([&] { return rig.accepted.size() == 1; }));
    CHECK(rig.ingest.messages() >= 2);
}

TEST_CASE("AMQP: a sender keeps what it has while nobody listens and sends it on") {
    Rig rig;
    rig.send(1);
    REQUIRE(rig.until([&] { return rig.accepted.size() == 1; }));
    const auto address = rig.source->address().substr(7);
    rig.source->stop();
    rig.io.run_for(std::chrono::milliseconds(100));
    rig.send(2);
    rig.io.run_for(std::chrono::milliseconds(100));
    CHECK(rig.sender->queued() == 1);
    rig.source = make_cfx_listen({.name = "cfx", .listen = address, .simulated = true},
                                 {rig.io, rig.ingest, rig.line, [] { return no_time; }});
    REQUIRE(rig.source->start().has_value());
    CHECK(rig.until([&] { return rig.accepted.size() == 2; }));
    CHECK(rig.sender->queued() == 0);
}
