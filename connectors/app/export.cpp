// glassline export: a journal, or a clip of it, for others.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>

#include "connectors/app/commands.hpp"
#include "connectors/app/option_values.hpp"
#include "connectors/journal/copy.hpp"
#include "connectors/journal/journal_reader.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::string journal;
    std::string format;
    std::string from;
    std::string to;
    std::string out;
};

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

std::string jsonl_of(const JournalEntry& entry) {
    Json out = to_json_value(entry.record);
    if (!entry.raw.format.empty()) {
        out["raw"] = Json{{"format", entry.raw.format}, {"bytes", entry.raw.bytes}};
    }
    return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string csv_of(const JournalEntry& entry) {
    const auto event = to_json_value(entry.record.event);
    const auto station = event.contains("station") ? event["station"].get<std::string>() : std::string{};
    return std::to_string(entry.record.sequence) + "," + to_iso8601(entry.record.received_at) + "," +
           to_iso8601(entry.record.occurred_at) + "," + quoted(entry.record.source.value) + "," +
           std::string(type_name(entry.record.event)) + "," + quoted(station) + "," +
           quoted(event.dump(-1, ' ', false, Json::error_handler_t::replace)) + "\r\n";
}

/// A file that holds half of what was asked is worse than none; a device or pipe stays.
void take_back(const std::string& path) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) std::filesystem::remove(path, ignored);
}

int export_text(const JournalReader& journal, const Options& options, std::uint64_t first, std::uint64_t last) {
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(options.out.c_str(), "wb"));
    if (!file) return fail({options.out, "cannot be written", "check the folder and the right to write it"});
    const bool csv = options.format == "csv";
    bool written =
        !csv || std::fputs("sequence,received_at,occurred_at,source,event,station,members\r\n", file.get()) >= 0;
    const auto done = journal.each(first, last, !csv, [&](JournalEntry&& entry) {
        const auto line = csv ? csv_of(entry) : jsonl_of(entry);
        written = written && std::fwrite(line.data(), 1, line.size(), file.get()) == line.size();
        return written;
    });
    if (!done) {
        take_back(options.out);
        return fail(done.error());
    }
    if (!written || std::fflush(file.get()) != 0) {
        take_back(options.out);
        return fail({options.out, "cannot be written whole", "free some space"});
    }
    return exit_done;
}

int export_journal(const Options& options) {
    const auto journal = JournalReader::open(options.journal);
    if (!journal) return fail(journal.error());
    if (options.format == "journal") {
        if (!options.from.empty() || !options.to.empty()) {
            return fail_usage("a copy of format journal is whole; leave --from and --to out, or use jsonl or csv");
        }
        if (std::filesystem::exists(options.out)) {
            return fail({options.out, "is there already", "name another file, a backup overwrites nothing"});
        }
        const auto copied = copy_journal(options.journal, options.out);
        return copied ? exit_done : fail(copied.error());
    }
    std::error_code ignored;
    if (std::filesystem::equivalent(options.journal, options.out, ignored)) {
        return fail({options.out, "is the journal itself", "name another file"});
    }
    std::uint64_t first = 1;
    std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
    if (!options.from.empty()) {
        const auto from = time_option("--from", options.from);
        if (!from) return fail(from.error());
        const auto sequence = (*journal)->first_received_from(*from);
        if (!sequence) return fail(sequence.error());
        first = *sequence;
    }
    if (!options.to.empty()) {
        const auto to = time_option("--to", options.to);
        if (!to) return fail(to.error());
        const auto sequence = (*journal)->first_received_from(*to);
        if (!sequence) return fail(sequence.error());
        last = *sequence - 1;
    }
    return export_text(**journal, options, first, last);
}

void add_export(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("export", "A journal, or a clip of it, for others");
    auto options = std::make_shared<Options>();
    command->add_option("journal", options->journal, "The journal's file")->required();
    command
        ->add_option("--format", options->format,
                     "journal (a backup, also while it runs), jsonl or csv; mcap is not built")
        ->required()
        ->check(CLI::IsMember({"journal", "jsonl", "csv"}));
    command->add_option("--from", options->from, "What was received from this time on")->check(a_time());
    command->add_option("--to", options->to, "What was received before this time")->check(a_time());
    command->add_option("-o,--output", options->out, "The file to write")->required();
    command->callback([&chosen, options] { chosen.run = [options] { return export_journal(*options); }; });
}

const EnrolCommand enrolled{"export", add_export};

}  // namespace
}  // namespace glassline::app
