// A recorded shift opened and sought in: every state that a seek gives is held against the digest of the whole fold.
#include <sys/resource.h>

#include <cstdio>
#include <limits>
#include <map>

#include "connectors/journal/journal_writer.hpp"
#include "connectors/journal/recall.hpp"
#include "connectors/wire/files/line_file.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/workload.hpp"
#include "tests/support/files.hpp"
#include "tests/support/scratch.hpp"
#include "twin/base/rng.hpp"
#include "twin/fold.hpp"

using namespace glassline;
using namespace glassline::bench;

namespace {

constexpr std::uint64_t records_a_checkpoint = 10'000;  // as the server's writer keeps them

/// Writes the recording `copies` times, one shift after the other.
std::uint64_t record(const std::string& path, const std::vector<EventRecord>& shift, int copies) {
    const auto writer = JournalWriter::open(path);
    TwinState state;
    std::vector<JournalEntry> chunk;
    std::uint64_t sequence = 0;
    Instant newest{};
    for (int copy = 0; copy < copies; ++copy) {
        const auto later = std::chrono::hours(9) * copy;
        for (const auto& one : shift) {
            JournalEntry entry;
            entry.record = one;
            entry.record.sequence = ++sequence;
            entry.record.received_at += later;
            entry.record.occurred_at += later;
            if (auto* passed = std::get_if<TimePassed>(&entry.record.event)) passed->now += later;
            fold(state, entry.record);
            newest = std::max(newest, entry.record.occurred_at);
            chunk.push_back(std::move(entry));
            if (chunk.size() < 1'000) continue;
            if (!(*writer)->append(chunk)) return 0;
            chunk.clear();
            if (sequence % records_a_checkpoint == 0 && !(*writer)->write_checkpoint(state, newest)) return 0;
        }
    }
    return (*writer)->append(chunk) ? sequence : 0;
}

}  // namespace

int main(int argc, char** argv) {
    Report report(argc, argv);
    const test::Scratch scratch;
    const auto path = scratch.file("journal");
    const auto line = read_line_file(test::read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo.json"));
    const auto shift = simulated_records(line.value, shift_orders(line.value), shift_length(report));
    const auto last = record(path, shift, report.rounds(4, 1));
    if (last == 0) return 1;

    double began = wall_seconds();
    const auto reader = JournalReader::open(path);
    const auto newest = recall(**reader, std::numeric_limits<std::uint64_t>::max());
    report.add({"replay, open to the first state", (wall_seconds() - began) * 1e3, "ms", Limit::at_most, 1'000});

    Rng rng(11);
    std::map<std::uint64_t, std::string> sought;
    std::vector<double> samples;
    for (int i = 0; i < report.rounds(300, 5); ++i) {
        const auto target = 1 + rng.below(last);
        began = thread_seconds();
        const auto state = recall(**reader, target);
        samples.push_back((thread_seconds() - began) * 1e3);
        sought[target] = digest(state->state);
    }
    report.add({"replay, seek p50 in " + std::to_string(last) + " records", percentile(samples, 0.5), "ms"});
    report.add({"replay, seek p99, warm", percentile(samples, 0.99), "ms", Limit::at_most, 16});

    TwinState state;
    int different = 0;
    began = thread_seconds();
    double digests_s = 0;
    const auto done = (*reader)->each(1, last, false, [&](JournalEntry&& entry) {
        fold(state, entry.record);
        if (const auto at = sought.find(state.sequence); at != sought.end()) {
            const double digest_began = thread_seconds();
            different += digest(state) == at->second ? 0 : 1;
            digests_s += thread_seconds() - digest_began;
        }
        return true;
    });
    const double read_and_fold_s = thread_seconds() - began - digests_s;
    if (!done) return 1;
    report.add({"replay, sought states that differ from the whole fold", static_cast<double>(different),
                "of " + std::to_string(sought.size()), Limit::at_most, 0});
    report.add({"replay, re-fold from the file (read, decoded, folded)",
                static_cast<double>(last) / read_and_fold_s / 1e6, "M events/s", Limit::at_least, 3});
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    report.add({"replay, most memory of this program", static_cast<double>(usage.ru_maxrss) / 1024, "MiB",
                Limit::at_most, 512});
    if (different != 0) std::fprintf(stderr, "a sought state differs from the fold\n");
    return different != 0 ? 1 : report.done();
}
