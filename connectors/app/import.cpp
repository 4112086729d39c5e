// glassline import: foreign recordings into a journal.
#include "connectors/app/import.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "connectors/app/commands.hpp"
#include "connectors/app/files.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::string format;
    std::vector<std::string> files;
    std::string journal;
    std::string line;
    std::string zone;
    std::string mapping;
};

ImportFormat format_of(const std::string& name) {
    if (name == "cfx-jsonl") return cfx_jsonl_format();
    if (name == "mqtt-jsonl") return mqtt_jsonl_format();
    return hermes_trace_format();
}

/// A recording tells no geometry: machines of one size, two metres apart.
void stand_in_a_row(LineDescription& line) {
    double x_mm = 1'000;
    for (auto& station : line.stations) {
        station.geometry = {x_mm, 0, 1'500, 1'200, 1'500};
        x_mm += 2'000;
    }
}

/// The line of the file named, else the journal's, else what the recording itself shows.
Result<LineDescription> line_for(const Options& options, const ImportFormat& format, const TwinState& known,
                                 const std::string& recording) {
    if (!options.line.empty()) return line_of_file(options.line);
    if (!known.lines.empty()) return known.lines.begin()->second.description;
    auto line = format.line_of(recording);
    if (line.stations.empty()) {
        return Error{options.files.front(), "names no machine", "describe the line with --line"};
    }
    stand_in_a_row(line);
    std::fprintf(stderr, "glassline: no --line: the line is made of the %zu machines the recording names\n",
                 line.stations.size());
    return line;
}

int import_files(const Options& options) {
    const auto format = format_of(options.format);
    auto recorder = Recorder::open(options.journal);
    if (!recorder) return fail(recorder.error());
    for (const auto& file : options.files) {
        const auto text = read_whole(file, max_recording_bytes);
        if (!text) return fail(text.error());
        auto line = line_for(options, format, (*recorder)->state(), *text);
        if (!line) return fail(line.error());
        if (!options.zone.empty()) line->zone = options.zone;
        const auto faults = check(*line);
        if (!faults.empty()) return fail({"the line", faults.front(), "correct the line file or --zone"});
        const auto begin = format.begin(*text);
        const auto known = (*recorder)->state().lines.find(line->id);
        if (known == (*recorder)->state().lines.end() || !(known->second.description == *line)) {
            Delivery described;
            described.source = SourceId("glassline");
            described.events.push_back({LineDescribed{*line}, no_time});
            if (auto done = (*recorder)->add(std::move(described), begin); !done) return fail(done.error());
        }
        if (auto done = format.import(*text, {*line, options.mapping}, **recorder); !done) {
            return fail({file, done.error().text(), ""});
        }
    }
    const auto counts = (*recorder)->finish();
    if (!counts) return fail(counts.error());
    std::printf("%llu messages became %llu records, %llu were duplicates\n",
                static_cast<unsigned long long>(counts->messages), static_cast<unsigned long long>(counts->records),
                static_cast<unsigned long long>(counts->duplicates));
    return exit_done;
}

void add_import(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("import", "Foreign recordings into a journal");
    auto options = std::make_shared<Options>();
    command->add_option("--format", options->format, "hermes-trace, cfx-jsonl or mqtt-jsonl")
        ->required()
        ->check(CLI::IsMember({"hermes-trace", "cfx-jsonl", "mqtt-jsonl"}));
    command->add_option("files", options->files, "The recordings, oldest first")->required();
    command->add_option("--journal", options->journal, "The journal; made if it is not there")->required();
    command->add_option("--line", options->line, "The line file that describes the machines");
    command->add_option("--mapping", options->mapping, "The mapping file that says what MQTT topics mean");
    command->add_option("--zone", options->zone, "Zone of time stamps that state none, like +01:00");
    command->callback([&chosen, options] { chosen.run = [options] { return import_files(*options); }; });
}

const EnrolCommand enrolled{"import", add_import};

}  // namespace
}  // namespace glassline::app
