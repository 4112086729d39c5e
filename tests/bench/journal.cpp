// Our journal's appends beside bare SQLite appends of the same raw messages in the same batches, and seeking by time.
// Wall time, as an append waits for the disk; the two take turns on the same file system.
#include <algorithm>

#include "connectors/journal/journal_reader.hpp"
#include "connectors/wire/files/line_file.hpp"
#include "tests/bench/journal_input.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/workload.hpp"
#include "tests/support/files.hpp"
#include "tests/support/scratch.hpp"
#include "twin/base/rng.hpp"

using namespace glassline;
using namespace glassline::bench;

namespace {

std::vector<JournalEntry> entries_of(const std::vector<EventRecord>& records) {
    std::vector<JournalEntry> entries;
    for (const auto& record : records) {
        const cfx::Head head{"Glassline.Machine.1", cfx::guid(record.sequence, 7), record.occurred_at, 60};
        auto message = cfx::encode(head, record.event);
        if (!message) continue;
        JournalEntry entry;
        entry.record = record;
        entry.record.sequence = entries.size() + 1;
        entry.duplicate_key = "cfx:" + message->message_id;
        entry.raw = {"cfx-json", std::move(message->body)};
        entries.push_back(std::move(entry));
    }
    return entries;
}

struct Rates {
    double ours = 0;
    double bare = 0;
};

/// Turns of a few batches each, so that what disturbs the disk disturbs both.
Rates append_rates(const std::vector<JournalEntry>& entries, std::size_t batch, std::size_t batches) {
    const test::Scratch scratch;
    const auto writer = JournalWriter::open(scratch.file("journal"));
    BareSqlite bare(scratch.file("bare"));
    double ours_s = 0;
    double bare_s = 0;
    std::uint64_t sequence = 0;
    for (std::size_t done = 0; done < batches;) {
        const auto turn = std::min<std::size_t>(batches - done, std::max<std::size_t>(1, 200 / batch));
        std::vector<std::vector<JournalEntry>> ready;
        std::vector<std::vector<std::string>> raw;
        for (std::size_t i = 0; i < turn; ++i) {
            auto& chunk = ready.emplace_back();
            auto& bytes = raw.emplace_back();
            for (std::size_t k = 0; k < batch; ++k) {
                chunk.push_back(entries[sequence % entries.size()]);
                chunk.back().record.sequence = ++sequence;
                bytes.push_back(chunk.back().raw.bytes);
            }
        }
        double began = wall_seconds();
        for (const auto& chunk : ready) {
            if (!(*writer)->append(chunk)) throw std::runtime_error("the journal took nothing");
        }
        ours_s += wall_seconds() - began;
        began = wall_seconds();
        for (const auto& bytes : raw) bare.append(bytes.data(), bytes.data() + bytes.size());
        bare_s += wall_seconds() - began;
        done += turn;
    }
    const auto rows = static_cast<double>(batch * batches);
    return {rows / ours_s, rows / bare_s};
}

}  // namespace

int main(int argc, char** argv) {
    Report report(argc, argv);
    const auto line = read_line_file(test::read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo.json"));
    const auto entries =
        entries_of(simulated_records(line.value, shift_orders(line.value), Duration(std::chrono::minutes(30))));
    for (const std::size_t batch : {1, 10, 100, 1'000}) {
        const auto batches = static_cast<std::size_t>(report.rounds(batch == 1 ? 4'000 : batch == 1'000 ? 60 : 400, 2));
        const auto rates = append_rates(entries, batch, batches);
        const auto name = "journal, appends by " + std::to_string(batch);
        report.add({name, rates.ours / 1e3, "k records/s"});
        report.add({name + ", to bare SQLite", rates.ours / rates.bare, "x its rate"});
    }
    const test::Scratch scratch;
    const auto writer = JournalWriter::open(scratch.file("journal"));
    const auto rows = static_cast<std::uint64_t>(report.rounds(200'000, 2'000));
    for (std::uint64_t sequence = 0; sequence < rows;) {
        std::vector<JournalEntry> chunk;
        for (int k = 0; k < 1'000; ++k) {
            chunk.push_back(entries[sequence % entries.size()]);
            chunk.back().record.sequence = ++sequence;
            chunk.back().record.received_at =
                from_micros(1'795'439'400'000'000 + static_cast<std::int64_t>(sequence) * 1'000);
        }
        if (!(*writer)->append(chunk)) return 1;
    }
    const auto reader = JournalReader::open(scratch.file("journal"));
    Rng rng(3);
    std::vector<double> samples;
    for (int i = 0; i < report.rounds(2'000, 10); ++i) {
        const auto t = from_micros(1'795'439'400'000'000 + static_cast<std::int64_t>(rng.below(rows)) * 1'000);
        const double began = thread_seconds();
        keep((*reader)->first_received_from(t));
        samples.push_back((thread_seconds() - began) * 1e6);
    }
    report.add(
        {"journal, a time found among " + std::to_string(rows) + " records, p99", percentile(samples, 0.99), "us"});
    return report.done();
}
