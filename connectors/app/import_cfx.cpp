#include <algorithm>
#include <string_view>
#include <utility>

#include "connectors/app/import.hpp"
#include "connectors/wire/cfx/decode.hpp"
#include "connectors/wire/files/commented_json.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::app {
namespace {

template <class Take>
void each_line(const std::string& text, Take&& take) {
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        auto line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
        if (!line.empty()) take(line);
    }
}

LineDescription line_of_cfx(const std::string& text) {
    LineDescription line;
    line.id = LineId("imported");
    line.name = "Imported line";
    const auto add = [&](const Json& envelope) {
        if (!envelope.is_object()) return;
        const auto source = envelope.find("Source");
        if (source == envelope.end() || !source->is_string()) return;
        const auto handle = source->get<std::string>();
        if (handle.empty() || line.index_of(StationId(handle)) >= 0) return;
        StationDescription station;
        station.id = StationId(handle);
        station.name = handle;
        station.short_name = handle;
        station.cfx_handle = handle;
        line.stations.push_back(std::move(station));
    };
    each_line(text, [&](std::string_view bytes) {
        if (!json_fault(bytes).empty()) return;
        const auto value = Json::parse(bytes, nullptr, false);
        if (!value.is_array()) return add(value);
        for (const auto& envelope : value) add(envelope);
    });
    return line;
}

Instant begin_of_cfx(const std::string& text) {
    cfx::Decoder decoder;
    const LineDescription none;
    Instant begin = no_time;
    each_line(text, [&](std::string_view bytes) {
        if (begin != no_time) return;
        for (const auto& meaning : decoder.decode(bytes, "", {none, ""})) begin = std::max(begin, meaning.occurred_at);
    });
    return begin;
}

Status import_cfx(const std::string& text, const ImportContext& context, Recorder& recorder) {
    const auto& line = context.line;
    cfx::Decoder decoder;
    Status done = Done{};
    Instant newest = begin_of_cfx(text);
    each_line(text, [&](std::string_view bytes) {
        if (!done) return;
        for (auto& meaning : decoder.decode(bytes, "", {line, ""})) {
            newest = std::max(newest, meaning.occurred_at);
            Delivery delivery;
            delivery.source = SourceId(meaning.station.empty() ? "cfx" : "cfx/" + meaning.station.value);
            delivery.raw = {"cfx-json", std::string(meaning.json)};
            if (!meaning.unique_id.empty()) delivery.duplicate_key = "cfx:" + meaning.unique_id;
            for (auto& event : meaning.events) delivery.events.push_back({std::move(event), meaning.occurred_at});
            done = recorder.add(std::move(delivery), newest);
            if (!done) return;
        }
    });
    return done;
}

}  // namespace

ImportFormat cfx_jsonl_format() { return {"cfx-jsonl", line_of_cfx, begin_of_cfx, import_cfx}; }

}  // namespace glassline::app
