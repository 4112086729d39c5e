// Any bytes into a Hermes connection, in two reads: the framer must not lose its place by where a read ends, and what
// was parsed must come out of the writer as something that parses to the same.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "connectors/wire/hermes/framer.hpp"
#include "connectors/wire/hermes/supervisory_client.hpp"
#include "connectors/wire/hermes/supervisory_server.hpp"
#include "connectors/wire/hermes/to_events.hpp"
#include "connectors/wire/hermes/trace.hpp"

using namespace glassline;

namespace {

struct Desk final : hermes::MachineDesk {
    hermes::Configuration now;
    hermes::Configuration configuration() const override { return now; }
    std::string configure(const hermes::Configuration& wanted) override {
        now = wanted;
        return {};
    }
    hermes::SendHermesCapabilities capabilities() const override { return {}; }
    hermes::ReplyWorkOrderInfo take_work_order(const hermes::SendWorkOrderInfo& order) override {
        return {order.work_order, order.batch, 1};
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const LineDescription line;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto cut = size < 2 ? size : data[0] % size;

    hermes::Framer whole;
    const auto documents = whole.feed(bytes);
    if (size <= hermes::max_message_bytes) {  // beyond the cap, what is thrown away depends on the reads
        hermes::Framer halves;
        auto split = halves.feed(bytes.substr(0, cut));
        for (auto& document : halves.feed(bytes.substr(cut))) split.push_back(std::move(document));
        if (split != documents) std::abort();
    }
    for (const auto& text : documents) {
        const auto document = hermes::parse(text);
        if (!document) continue;
        const auto meaning = hermes::to_events(hermes::Document(*document), {line, StationId("s")});
        for (const auto& event : meaning.events) {
            if (!(event == event)) std::abort();  // a NaN would break every comparison of states
        }
        if (std::holds_alternative<hermes::Other>(document->message)) continue;
        // Doubles lose digits in the first writing; from then on nothing may change.
        const auto once = hermes::parse(hermes::write(*document));
        if (!once) continue;  // escapes may lift it over the cap
        const auto twice = hermes::parse(hermes::write(*once));
        if (twice && !(*once == *twice)) std::abort();
    }
    hermes::SupervisoryClient client("fuzz");
    client.connected(from_micros(0));
    static_cast<void>(client.feed(bytes, from_micros(0)));
    Desk desk;
    hermes::SupervisoryServer server(desk, "+00:00");
    server.feed(bytes, from_micros(0));
    hermes::ConfigurationServer service(desk, "+00:00");
    service.feed(bytes, from_micros(0));
    static_cast<void>(hermes::read_trace(bytes));
    return 0;
}
