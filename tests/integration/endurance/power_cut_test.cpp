// Power cuts, failing syncs and full disks under the journal, on a disk in memory that forgets what was not synced.
// What append() said is durable is there afterwards, in whole batches, in order, once.
#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "connectors/journal/journal_writer.hpp"
#include "connectors/journal/recall.hpp"
#include "tests/support/asked.hpp"
#include "tests/support/faulty_disk.hpp"
#include "tests/support/traffic.hpp"
#include "twin/fold.hpp"

using namespace glassline;

namespace {

JournalOptions on(const test::FaultyDisk& disk) {
    JournalOptions options;
    options.vfs = disk.vfs();
    options.ballast_bytes = 0;
    options.lock = false;
    options.background_checkpoints = false;  // one thread, so that a seed tells the whole story
    return options;
}

/// A batch of 1 to 40 records; what record n holds depends on n alone.
std::vector<JournalEntry> batch_from(std::uint64_t first, Rng& rng) {
    std::vector<JournalEntry> out;
    const auto count = 1 + rng.below(40);
    for (std::uint64_t i = 0; i < count; ++i) {
        auto message = test::traffic_message(21, first + i);
        JournalEntry entry;
        entry.record.sequence = first + i;
        entry.record.source = message.source;
        entry.record.occurred_at = message.events.front().occurred_at;
        entry.record.received_at = test::traffic_start + from_seconds(static_cast<double>(first + i));
        entry.record.event = message.events.front().event;
        entry.raw = message.raw;
        entry.duplicate_key = message.duplicate_key;
        out.push_back(std::move(entry));
    }
    return out;
}

struct Run {
    explicit Run(std::uint64_t seed) : disk(seed), rng(seed + 1) {}
    test::FaultyDisk disk;
    Rng rng;
    TwinState state;                   // of the acknowledged records
    std::vector<JournalEntry> flying;  // the batch that was not answered, or answered with an error

    /// Appends until the disk is off or `batches` were written.
    void write(int batches) {
        const auto writer = JournalWriter::open("journal", on(disk));
        if (!writer) return;  // the power went while it opened
        for (int i = 0; i < batches && !disk.is_off(); ++i) {
            flying = batch_from((*writer)->last_sequence() + 1, rng);
            if (!(*writer)->append(flying)) continue;
            for (const auto& entry : flying) fold(state, entry.record);
            flying.clear();
            if (rng.chance(0.03)) static_cast<void>((*writer)->write_checkpoint(state, no_time));
        }
    }

    /// Opens what is left. The batch in flight may have come through as a whole, or not at all.
    void check_whole() {
        const auto writer = JournalWriter::open("journal", on(disk));
        REQUIRE_MESSAGE(writer.has_value(), (writer ? "" : writer.error().text()));
        const auto reader = JournalReader::open("journal", disk.vfs());
        REQUIRE(reader.has_value());
        const auto whole = verify(**reader);
        REQUIRE_MESSAGE(whole.has_value(), (whole ? "" : whole.error().text()));
        if (whole->last != state.sequence) {
            REQUIRE(whole->last == state.sequence + flying.size());
            for (const auto& entry : flying) fold(state, entry.record);
        }
        flying.clear();
        REQUIRE(whole->digest == digest(state));
    }
};

}  // namespace

TEST_CASE("a hundred power cuts: what was durable is there, whole batches only, in order, once") {
    const auto cuts = test::asked("GLASSLINE_POWER_CUTS", 100);
    constexpr int cuts_a_disk = 10;
    std::uint64_t records = 0;
    test::FaultyDisk::Counts sum;
    for (int first = 0; first < cuts; first += cuts_a_disk) {
        const auto seed = test::seed_or(4'711) + static_cast<std::uint64_t>(first);
        CAPTURE(seed);
        Run run(seed);
        for (int cut = 0; cut < cuts_a_disk; ++cut) {
            CAPTURE(cut);
            run.disk.cut_after(run.rng.below(run.rng.chance(0.2) ? 30 : 800));
            run.write(60);
            if (!run.disk.is_off()) run.disk.cut();  // in a quiet moment, with the file closed
            run.disk.power_on();
            if (run.rng.chance(0.5)) {  // often enough the power goes again while the journal recovers
                run.disk.cut_after(run.rng.below(20));
                { static_cast<void>(JournalWriter::open("journal", on(run.disk))); }
                run.disk.power_on();
            }
            run.check_whole();
        }
        const auto counts = run.disk.counts();
        records += run.state.sequence;
        sum.dropped += counts.dropped;
        sum.torn += counts.torn;
        sum.kept += counts.kept;
        sum.vanished += counts.vanished;
        sum.resurrected += counts.resurrected;
    }
    MESSAGE(cuts << " power cuts, " << records << " records; unsynced writes: " << sum.dropped << " dropped, "
                 << sum.torn << " torn, " << sum.kept << " kept; " << sum.vanished << " files vanished, "
                 << sum.resurrected << " came back");
    CHECK(records > static_cast<std::uint64_t>(cuts) * 20);
    CHECK(sum.dropped > 0);
    CHECK(sum.torn > 0);
}

TEST_CASE("failing writes and syncs: an error leaves nothing behind, the same batch may be written again") {
    const auto faults = test::asked("GLASSLINE_DISK_FAULTS", 50);
    Run run(test::seed_or(815));
    int failures = 0;
    for (int round = 0; failures < faults && round < faults * 20; ++round) {
        CAPTURE(round);
        run.disk.set_failures(0, 0);
        {
            const auto writer = JournalWriter::open("journal", on(run.disk));
            REQUIRE(writer.has_value());
            run.disk.set_failures(0.002, 0.02);
            for (int i = 0; i < 60; ++i) {
                const auto batch = batch_from((*writer)->last_sequence() + 1, run.rng);
                // The writer's way: the sender is told to wait and offers the same again.
                int tries = 0;
                while (!(*writer)->append(batch)) {
                    ++failures;
                    REQUIRE(++tries < 100);
                }
                for (const auto& entry : batch) fold(run.state, entry.record);
            }
            run.disk.set_failures(0, 0);
        }
        if (run.rng.chance(0.5)) run.disk.power_on();  // and the power goes, too
        run.check_whole();
    }
    const auto counts = run.disk.counts();
    MESSAGE(failures << " appends failed (" << counts.failed_writes << " writes, " << counts.failed_syncs << " syncs), "
                     << run.state.sequence << " records");
    CHECK(failures >= faults);
    CHECK(counts.failed_syncs > 0);
}

TEST_CASE("a full disk: refused batches leave nothing behind, and it goes on when there is room") {
    const auto disks = test::asked("GLASSLINE_FULL_DISKS", 10);
    Run run(test::seed_or(99));
    int refused = 0;
    std::size_t capacity = 100'000;
    for (int round = 0; round < disks; ++round) {
        CAPTURE(round);
        run.disk.set_capacity(capacity);
        {
            const auto writer = JournalWriter::open("journal", on(run.disk));
            REQUIRE_MESSAGE(writer.has_value(), (writer ? "" : writer.error().text()));
            while (true) {
                const auto batch = batch_from((*writer)->last_sequence() + 1, run.rng);
                const auto done = (*writer)->append(batch);
                if (!done) {
                    CHECK(done.error().text().find("space") != std::string::npos);
                    ++refused;
                    break;
                }
                for (const auto& entry : batch) fold(run.state, entry.record);
            }
            capacity += 60'000;
            run.disk.set_capacity(capacity);
        }
        run.check_whole();
    }
    MESSAGE(refused << " refused by a full disk, " << run.state.sequence << " records");
    CHECK(refused == disks);
    CHECK(run.disk.counts().full >= static_cast<std::uint64_t>(disks));
}
