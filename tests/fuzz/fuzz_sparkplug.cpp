// Any bytes as a Sparkplug B payload: what is read comes out of the writer as something that reads the same, and a host
// that hears it as birth and as data keeps its bounds.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/wire/sparkplug/host.hpp"

using namespace glassline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto first = sparkplug::decode(bytes)) {
        auto known = *first;
        for (auto& metric : known.metrics) metric.unread = false;  // kinds that are not read are not written
        const auto once = sparkplug::decode(sparkplug::encode(known));
        if (!once) std::abort();
        const auto twice = sparkplug::decode(sparkplug::encode(*once));
        if (!twice || !(*once == *twice)) std::abort();
    }
    sparkplug::Host host;
    const Instant now = from_micros(1'795'440'000'000'000);
    for (const auto* topic :
         {"spBv1.0/g/NBIRTH/n", "spBv1.0/g/DBIRTH/n/d", "spBv1.0/g/DDATA/n/d", "spBv1.0/g/NDEATH/n"}) {
        const auto heard = host.hear(topic, bytes, now);
        if (heard.commands.size() > 1) std::abort();
    }
    static_cast<void>(host.hear(bytes, bytes, now));
    return 0;
}
