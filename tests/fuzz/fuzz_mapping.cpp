// Any bytes as a message and as a mapping: a message always means something (at least that it was refused), is never
// dated into the future, and a mapping that has no fault can be run.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/wire/mapping/mapper.hpp"
#include "connectors/wire/mqtt/recording.hpp"

using namespace glassline;

namespace {

const LineDescription& line() {
    static const LineDescription made = [] {
        LineDescription out;
        StationDescription station;
        station.id = StationId("s");
        out.stations.push_back(station);
        return out;
    }();
    return made;
}

const MappingText& mapping() {
    static const MappingText made = read_mapping(R"({"tables": {"t": {"a": "s", "*": "other"}}, "rules": [
      {"topic": "a/{x}", "each": ["", "/steps"], "time": {"value": "{/t}", "format": "epoch_ms"},
       "joins": [{"name": "j", "key": "{/id}", "value": "{x}"}],
       "emit": [
        {"event": "WorkStarted", "once": "{/id}", "at": {"value": "{/at}"},
         "fields": {"station": "s", "panel": "{^/piece}", "units": "{/n}", "length_mm": "{/l|*25.4}", "lane": "{#}"}},
        {"event": "StationStateChanged", "change": {"of": "x", "value": "{/code}"},
         "fields": {"station": "{/who|t}", "state": "{/code}"}},
        {"event": "UnitsInspected", "fields": {"station": "{/id|@j}", "panel": "{/p}", "result": "{/r}", "defect": "{/d}"}}]}
    ]})")
                                        .value;
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Mapper mapper(mapping(), line());
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Instant now = from_micros(1'795'440'000'000'000);
    for (const auto& meaning : mapper.map("a/b", bytes, now)) {
        if (meaning.events.empty() || meaning.occurred_at > now + max_future) std::abort();
        for (const auto& event : meaning.events) {
            if (!(event == event)) std::abort();  // a NaN would break every comparison of states
        }
    }
    static_cast<void>(read_recorded_mqtt(bytes));
    const auto read = read_mapping(bytes);
    if (read.ok()) {
        Mapper own(read.value, line());
        if (own.map("a/b", R"([{"id": 1, "steps": [{"at": "2026-01-01T00:00:00Z"}]}])", now).empty()) std::abort();
    }
    return 0;
}
