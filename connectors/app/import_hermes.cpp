#include <algorithm>
#include <utility>
#include <vector>

#include "connectors/app/import.hpp"
#include "connectors/wire/hermes/to_events.hpp"
#include "connectors/wire/hermes/trace.hpp"

namespace glassline::app {
namespace {

Instant hermes_trace_begin(const std::string& text) {
    const auto lines = hermes::read_trace(text);
    return lines && !lines->empty() ? lines->front().at : no_time;
}

LineDescription line_of_hermes_trace(const std::string& text) {
    LineDescription line;
    line.id = LineId("imported");
    line.name = "Imported line";
    const auto lines = hermes::read_trace(text);
    if (!lines) return line;
    const auto add = [&](const std::string& machine) {
        if (line.index_of(StationId(machine)) >= 0) return;
        StationDescription station;
        station.id = StationId(machine);
        station.name = machine;
        station.short_name = machine;
        station.hermes_machine_id = machine;
        line.stations.push_back(std::move(station));
    };
    // By their first departures: a machine often reports an arrival before the one ahead of it reports the departure.
    for (const auto* word : {"<BoardDeparted", "<BoardArrived"}) {
        for (const auto& report : *lines) {
            if (report.xml.find(word) != std::string::npos) add(report.machine);
        }
    }
    for (const auto& report : *lines) add(report.machine);  // those that never had a board come last
    return line;
}

Status import_hermes_trace(const std::string& text, const ImportContext& context, Recorder& recorder) {
    const auto& line = context.line;
    const auto lines = hermes::read_trace(text);
    if (!lines) return lines.error();
    for (const auto& said : *lines) {
        Delivery delivery;
        delivery.source = SourceId("hermes:" + said.machine);
        delivery.raw = {"hermes-xml", said.xml};
        auto document = hermes::parse(said.xml);
        if (document) {
            StationId station;
            for (const auto& candidate : line.stations) {
                if (candidate.hermes_machine_id == said.machine) station = candidate.id;
            }
            auto meaning = hermes::to_events(std::move(*document), {line, station});
            delivery.duplicate_key = meaning.duplicate_key;
            for (auto& event : meaning.events) delivery.events.push_back({std::move(event), meaning.occurred_at});
        } else {
            delivery.events.push_back(
                {MessageRefused{document.error().what, said.xml.substr(0, max_example)}, said.at});
        }
        if (delivery.events.empty()) continue;  // pings: they keep a session alive and say nothing of the line
        if (auto done = recorder.add(std::move(delivery), said.at); !done) return done;
    }
    return Done{};
}

}  // namespace

ImportFormat hermes_trace_format() {
    return {"hermes-trace", line_of_hermes_trace, hermes_trace_begin, import_hermes_trace};
}

}  // namespace glassline::app
