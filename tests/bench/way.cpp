// The whole way of a message: CFX bytes, decoded, durable, folded on one core, beside bare SQLite appends of the same
// bytes in the same batches; and how long a sender waits for its acknowledgement at a steady rate.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "connectors/runtime/writer.hpp"
#include "connectors/wire/cfx/decode.hpp"
#include "connectors/wire/files/line_file.hpp"
#include "tests/bench/journal_input.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/workload.hpp"
#include "tests/support/files.hpp"
#include "tests/support/scratch.hpp"
#include "twin/fold.hpp"

using namespace glassline;
using namespace glassline::bench;

namespace {

double ratio_to_bare(const std::vector<std::string>& messages, const LineDescription& line, std::size_t batch,
                     std::size_t batches, double& rate) {
    const test::Scratch scratch;
    JournalOptions options;
    options.background_checkpoints = false;  // one core, both the same way
    const auto journal = JournalWriter::open(scratch.file("journal"), options);
    BareSqlite bare(scratch.file("bare"));
    cfx::Decoder decoder;
    TwinState state;
    std::uint64_t sequence = 0;
    const auto step = [&](Event event, Instant at, std::vector<JournalEntry>& entries) {
        JournalEntry entry;
        entry.record.sequence = ++sequence;
        entry.record.source = SourceId("cfx");
        entry.record.occurred_at = entry.record.received_at = at;
        entry.record.event = std::move(event);
        entries.push_back(std::move(entry));
    };
    std::vector<JournalEntry> entries;
    step(LineDescribed{line}, from_micros(1'795'439'400'000'000), entries);
    if (!(*journal)->append(entries)) throw std::runtime_error("the journal took nothing");
    fold(state, entries.front().record);
    double ours_s = 0;
    double bare_s = 0;
    for (std::size_t i = 0; i < batches; ++i) {
        std::vector<std::string> bytes;
        for (std::size_t k = 0; k < batch; ++k) bytes.push_back(messages[(i * batch + k) % messages.size()]);
        double began = wall_seconds();
        entries.clear();
        for (const auto& message : bytes) {
            const auto first = entries.size();
            for (auto& meaning : decoder.decode(message, "", {line, ""})) {
                for (auto& event : meaning.events) step(std::move(event), meaning.occurred_at, entries);
                entries[first].duplicate_key = "cfx:" + meaning.unique_id;
                entries[first].raw = {"cfx-json", std::string(meaning.json)};
            }
        }
        if (!(*journal)->append(entries)) throw std::runtime_error("the journal took nothing");
        for (const auto& entry : entries) fold(state, entry.record);
        ours_s += wall_seconds() - began;
        began = wall_seconds();
        bare.append(bytes.data(), bytes.data() + bytes.size());
        bare_s += wall_seconds() - began;
    }
    rate = static_cast<double>(batch * batches) / ours_s;
    return bare_s / ours_s;
}

/// One sender hands decoded frames to the real writer at `rate`; the answer's delay is taken from the moment at which
/// the frame was due, so that a late sender does not hide a late answer.
std::vector<double> acknowledgement_ms(const std::vector<EventRecord>& records, const std::vector<std::string>& raw,
                                       double rate, std::size_t count) {
    const test::Scratch scratch;
    const SystemClock clock;
    WriterOptions options;
    options.journal_path = scratch.file("journal");
    const auto writer = Writer::open(options, clock);
    (*writer)->start();
    std::vector<double> delays(count);
    std::atomic<std::size_t> answered{0};
    const double start = wall_seconds() + 0.05;
    for (std::size_t i = 0; i < count; ++i) {
        const double due = start + static_cast<double>(i) / rate;
        while (wall_seconds() < due) std::this_thread::sleep_for(std::chrono::microseconds(200));
        Delivery delivery;
        delivery.source = SourceId("cfx");
        delivery.duplicate_key = "m" + std::to_string(i);
        delivery.raw = {"cfx-json", raw[i % raw.size()]};
        delivery.events.push_back({records[i % records.size()].event, no_time});
        delivery.done = [&delays, &answered, i, due](const Status&) {
            delays[i] = (wall_seconds() - due) * 1e3;
            ++answered;
        };
        while (!(*writer)->submit(delivery)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    while (answered.load() < count) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    (*writer)->stop();
    return delays;
}

}  // namespace

int main(int argc, char** argv) {
    Report report(argc, argv);
    auto line = read_line_file(test::read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo.json")).value;
    const auto records = simulated_records(line, shift_orders(line), Duration(std::chrono::minutes(60)));
    std::vector<EventRecord> sent;
    for (const auto& record : records) {
        if (record.source == SourceId("cfx")) sent.push_back(record);
    }
    const auto messages = cfx_messages(sent);
    line.stations.front().cfx_handle = "Glassline.Machine.1";
    for (const std::size_t batch : {1, 10, 100, 1'000}) {
        double rate = 0;
        const auto batches = static_cast<std::size_t>(report.rounds(batch == 1 ? 4'000 : batch == 1'000 ? 60 : 400, 2));
        const double ratio = ratio_to_bare(messages, line, batch, batches, rate);
        const auto name = "the whole way, by " + std::to_string(batch);
        report.add({name, rate / 1e3, "k messages/s"});
        report.add({name + ", to bare SQLite", ratio, "x its rate", Limit::at_least, 0.5});
    }
    for (const double rate : {9'000.0, 36'000.0}) {
        auto delays = acknowledgement_ms(sent, messages, rate,
                                         static_cast<std::size_t>(report.rounds(static_cast<int>(rate) * 5, 500)));
        const auto name = "acknowledgement at " + std::to_string(static_cast<int>(rate / 1'000)) + " k messages/s";
        report.add({name + ", p50", percentile(delays, 0.5), "ms"});
        Figure p99{name + ", p99", percentile(delays, 0.99), "ms"};
        if (rate > 30'000) p99 = {p99.what, p99.value, p99.unit, Limit::at_most, 20};
        report.add(p99);
    }
    return report.done();
}
