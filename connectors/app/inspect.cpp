// glassline inspect: what a journal says of the line at a moment, and whether the file is whole.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "connectors/app/commands.hpp"
#include "connectors/app/option_values.hpp"
#include "connectors/journal/recall.hpp"
#include "connectors/wire/json/line_json.hpp"
#include "twin/equipment/equipment.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::string journal;
    std::string at;
    std::string line;
    std::optional<std::uint64_t> sequence;
    bool json = false;
    bool verify = false;
};

int inspect_verify(const JournalReader& journal, bool json) {
    const auto found = glassline::verify(journal);
    if (!found) return fail(found.error());
    std::printf(json ? "{\"count\":%llu,\"first\":%llu,\"last\":%llu,\"digest\":\"%s\"}\n"
                     : "whole: %llu records, %llu to %llu, digest %s\n",
                static_cast<unsigned long long>(found->count), static_cast<unsigned long long>(found->first),
                static_cast<unsigned long long>(found->last), found->digest.c_str());
    return exit_done;
}

Result<TwinState> state_asked(const JournalReader& journal, const Options& options) {
    if (options.at.empty()) {
        auto recalled = recall(journal, options.sequence.value_or(std::numeric_limits<std::uint64_t>::max()));
        if (!recalled) return recalled.error();
        return std::move(recalled->state);
    }
    const auto time = time_option("--at", options.at);
    if (!time) return time.error();
    return recall_at(journal, *time);
}

std::string shown(Instant t) { return t == no_time ? "-" : to_iso8601(t); }

void print_text(const TwinState& state) {
    std::printf("sequence %llu, as of %s\n", static_cast<unsigned long long>(state.sequence),
                shown(state.as_of).c_str());
    for (const auto& [id, line] : state.lines) {
        std::printf("line %s%s: %zu panels remembered\n", id.value.c_str(),
                    line.description.simulated ? " (simulated)" : "", line.panels.size());
        for (const auto& station : line.description.stations) {
            const auto at = line.stations.find(station.id);
            if (at == line.stations.end()) continue;
            std::printf("  %-16s %-24s since %s  in %llu  out %llu\n", station.id.value.c_str(),
                        describe(at->second.state).c_str(), shown(at->second.since).c_str(),
                        static_cast<unsigned long long>(at->second.panels_in),
                        static_cast<unsigned long long>(at->second.panels_out));
        }
    }
    for (const auto& [id, source] : state.sources) {
        std::printf("source %s: %llu events, %zu reasons to refuse\n", id.value.c_str(),
                    static_cast<unsigned long long>(source.events), source.refused.size());
    }
}

int inspect(const Options& options) {
    if (!options.at.empty() && options.sequence) return fail_usage("name --at or --sequence, not both");
    const auto journal = JournalReader::open(options.journal);
    if (!journal) return fail(journal.error());
    if (options.verify) return inspect_verify(**journal, options.json);
    const auto state = state_asked(**journal, options);
    if (!state) return fail(state.error());
    if (!options.json) {
        print_text(*state);
        return exit_done;
    }
    LineId line{options.line};
    if (line.empty() && !state->lines.empty()) line = state->lines.begin()->first;
    if (state->lines.count(line) == 0) {
        std::string known;
        for (const auto& [id, unused] : state->lines) known += (known.empty() ? "name one of: " : ", ") + id.value;
        return fail({options.journal,
                     line.empty() ? "knows no line at that moment" : "has no line '" + line.value + "' at that moment",
                     known.empty() ? "ask for a later moment" : known});
    }
    std::printf("%s\n", line_json(*state, line).c_str());
    return exit_done;
}

void add_inspect(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("inspect", "The twin's state in a journal, at any moment");
    auto options = std::make_shared<Options>();
    command->add_option("journal", options->journal, "The journal's file")->required();
    command->add_option("--at", options->at, "A moment of plant time, like 2026-11-23T14:03:07Z")->check(a_time());
    command->add_option("--sequence", options->sequence, "After this record")->check(a_sequence());
    command->add_option("--line", options->line, "Which line, when the journal has several");
    command->add_flag("--json", options->json, "One JSON value, as GET /api/v1/lines/{line} answers");
    command->add_flag("--verify", options->verify, "Check the whole file instead");
    command->callback([&chosen, options] { chosen.run = [options] { return inspect(*options); }; });
}

const EnrolCommand enrolled{"inspect", add_inspect};

}  // namespace
}  // namespace glassline::app
