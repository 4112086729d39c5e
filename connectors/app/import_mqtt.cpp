#include <algorithm>
#include <string_view>
#include <utility>

#include "connectors/app/import.hpp"
#include "connectors/app/make_source.hpp"
#include "connectors/sources/mapped_delivery.hpp"
#include "connectors/wire/mapping/mapper.hpp"
#include "connectors/wire/mqtt/recording.hpp"

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

// The machines of a plant are what its mapping makes of the topics; the recording alone names none.
LineDescription no_line(const std::string&) { return {}; }

Instant begin_of_mqtt(const std::string& text) {
    Instant begin = no_time;
    each_line(text, [&](std::string_view line) {
        if (begin != no_time) return;
        const auto read = read_recorded_mqtt(line);
        if (!read) return;
        if (const auto* recorded = std::get_if<RecordedMqtt>(&*read)) begin = recorded->received_at;
    });
    return begin;
}

Status import_mqtt(const std::string& text, const ImportContext& context, Recorder& recorder) {
    if (context.mapping_path.empty()) {
        return Error{"mqtt-jsonl", "no mapping says what the topics mean", "name one with --mapping"};
    }
    const auto mapping = mapping_of_file(context.mapping_path);
    if (!mapping) return mapping.error();
    Mapper mapper(*mapping, context.line);
    const SourceId source("mqtt");
    Delivery declared;
    declared.source = source;
    declared.events.push_back({SourceDeclared{"mqtt-json", "recording", {}, context.line.simulated}, no_time});
    Status done = recorder.add(std::move(declared), begin_of_mqtt(text));
    Instant newest = begin_of_mqtt(text);
    each_line(text, [&](std::string_view line) {
        if (!done) return;
        const auto read = read_recorded_mqtt(line);
        if (!read) {
            Delivery refused;
            refused.source = source;
            refused.events.push_back(
                {MessageRefused{read.error().text(), std::string(line.substr(0, max_example))}, no_time});
            done = recorder.add(std::move(refused), newest);
            return;
        }
        const auto* recorded = std::get_if<RecordedMqtt>(&*read);
        if (recorded == nullptr) return;
        newest = std::max(newest, recorded->received_at);
        for (auto& delivery :
             deliveries_of(source, recorded->message,
                           mapper.map(recorded->message.topic, recorded->message.payload, recorded->received_at))) {
            if (done) done = recorder.add(std::move(delivery), recorded->received_at);
        }
    });
    return done;
}

}  // namespace

ImportFormat mqtt_jsonl_format() { return {"mqtt-jsonl", no_line, begin_of_mqtt, import_mqtt}; }

}  // namespace glassline::app
