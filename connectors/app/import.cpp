// glassline import: foreign recordings into a journal.
#include "connectors/app/import.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "connectors/app/commands.hpp"
#include "connectors/app/files.hpp"
#include "connectors/app/option_values.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::string format;
    std::vector<std::string> files;
    std::string journal;
    std::string line;
    std::string zone;
    std::string mapping;
    std::string devices;
    std::string device;
    bool json = false;
};

const std::set<std::string>& format_names() {
    static const std::set<std::string> all{"cfx-jsonl", "hermes-trace", "mqtt-jsonl", "shdr", "work-order-csv"};
    return all;
}

/// How `file` is read. It may hang on the file's name: whose words an adapter's recording holds.
Result<ImportFormat> format_of(const Options& options, const std::string& file) {
    if (options.format == "cfx-jsonl") return cfx_jsonl_format();
    if (options.format == "hermes-trace") return hermes_trace_format();
    if (options.format == "work-order-csv") return work_order_csv_format();
    if (options.format == "mqtt-jsonl") return mqtt_jsonl_format();
    if (options.devices.empty()) return Error{file, "needs the Devices.xml that explains its keys", "give --devices"};
    const auto xml = read_whole(options.devices, max_recording_bytes);
    if (!xml) return xml.error();
    return shdr_format({file, *xml, options.device, options.zone});
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

/// All files into the journal, each line described before what its machines said.
Result<RecorderCounts> record(const Options& options, Recorder& recorder) {
    for (const auto& file : options.files) {
        if (::isatty(STDERR_FILENO) != 0) std::fprintf(stderr, "reading %s ...\n", file.c_str());
        const auto text = read_whole(file, max_recording_bytes);
        if (!text) return text.error();
        const auto format = format_of(options, file);
        if (!format) return format.error();
        auto line = line_for(options, *format, recorder.state(), *text);
        if (!line) return line.error();
        if (!options.zone.empty()) line->zone = options.zone;
        const auto faults = check(*line);
        if (!faults.empty()) return Error{"the line", faults.front(), "correct the line file or --zone"};
        const auto begin = format->begin_in ? format->begin_in(*text, *line) : format->begin(*text);
        const auto known = recorder.state().lines.find(line->id);
        if (known == recorder.state().lines.end() || !(known->second.description == *line)) {
            Delivery described;
            described.source = SourceId("glassline");
            described.events.push_back({LineDescribed{*line}, no_time});
            if (auto done = recorder.add(std::move(described), begin); !done) return done.error();
        }
        if (auto done = format->import(*text, {*line, options.mapping}, recorder); !done)
            return Error{file, done.error().text(), ""};
    }
    return recorder.finish();
}

/// Messages that could not be read, of all sources, and the first reason.
std::pair<std::uint64_t, std::string> refused_in(const TwinState& state) {
    std::pair<std::uint64_t, std::string> out{0, ""};
    for (const auto& [id, source] : state.sources) {
        for (const auto& [reason, tally] : source.refused) {
            out.first += tally.count;
            if (out.second.empty()) out.second = reason;
        }
    }
    return out;
}

int import_files(const Options& options) {
    // Everything is read before the journal is made: a wrong name leaves nothing behind.
    for (const auto& file : options.files) {
        const auto text = read_whole(file, max_recording_bytes);
        if (!text) return fail(text.error());
        const auto format = format_of(options, file);
        if (!format) return fail(format.error());
        if (!format->readable) continue;
        if (const auto readable = format->readable(*text); !readable) return fail({file, readable.error().text(), ""});
    }
    std::error_code ignored;
    const bool was_there = std::filesystem::exists(options.journal, ignored);
    auto recorder = Recorder::open(options.journal);
    if (!recorder) return fail(recorder.error());
    const auto refused_before = refused_in((*recorder)->state()).first;
    const auto counts = record(options, **recorder);
    if (!counts) {
        const bool empty = (*recorder)->state().sequence == 0;
        recorder->reset();
        if (!was_there && empty) {  // a journal without a record is of no use to anybody
            for (const char* ending : {"", "-wal", "-shm", "-lock", "-ballast"}) {
                std::filesystem::remove(options.journal + ending, ignored);
            }
        }
        return fail(counts.error());
    }
    const auto [refused_now, reason] = refused_in((*recorder)->state());
    const auto refused = refused_now - refused_before;
    if (refused > 0 && refused + 1 >= counts->messages) {  // one more describes the line
        return fail({options.files.front(), "holds nothing that can be read as " + options.format + ": " + reason,
                     "choose the --format that fits; what was refused is in the journal"});
    }
    if (refused > 0) {
        std::fprintf(stderr, "glassline: %llu messages were refused, the first: %s; they are in the journal\n",
                     static_cast<unsigned long long>(refused), reason.c_str());
    }
    if (options.json) {
        std::printf("{\"messages\":%llu,\"records\":%llu,\"duplicates\":%llu,\"refused\":%llu}\n",
                    static_cast<unsigned long long>(counts->messages), static_cast<unsigned long long>(counts->records),
                    static_cast<unsigned long long>(counts->duplicates), static_cast<unsigned long long>(refused));
        return exit_done;
    }
    std::printf("%llu messages became %llu records, %llu were duplicates\n",
                static_cast<unsigned long long>(counts->messages), static_cast<unsigned long long>(counts->records),
                static_cast<unsigned long long>(counts->duplicates));
    return exit_done;
}

void add_import(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("import", "Foreign recordings into a journal");
    auto options = std::make_shared<Options>();
    command->add_option("--format", options->format, "cfx-jsonl, hermes-trace, mqtt-jsonl, shdr or work-order-csv")
        ->required()
        ->check(CLI::IsMember(format_names()));
    command->add_option("files", options->files, "The recordings, oldest first")->required();
    command->add_option("--journal", options->journal, "The journal; made if it is not there")->required();
    command->add_option("--line", options->line, "The line file that describes the machines");
    command->add_option("--zone", options->zone, "Zone of time stamps that state none, like +01:00")->check(a_zone());
    command->add_option("--mapping", options->mapping, "mqtt-jsonl: the mapping file that says what topics mean");
    command->add_option("--devices", options->devices, "shdr: the MTConnect Devices.xml of the machines");
    command->add_option("--device", options->device,
                        "shdr: whose words they are (name, uuid or id); default: the file's name or the best fit says");
    command->add_flag("--json", options->json, "One JSON value on stdout");
    command->callback([&chosen, options] { chosen.run = [options] { return import_files(*options); }; });
}

const EnrolCommand enrolled{"import", add_import};

}  // namespace
}  // namespace glassline::app
