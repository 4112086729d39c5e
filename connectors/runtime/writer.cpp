#include "connectors/runtime/writer.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>
#include <utility>

#include "connectors/journal/recall.hpp"
#include "connectors/runtime/duplicate_window.hpp"
#include "connectors/runtime/publication.hpp"
#include "twin/fold.hpp"

namespace glassline {

namespace {

const SourceId own_source{"glassline"};
constexpr auto wait_after_failure = std::chrono::milliseconds(200);
constexpr Duration publish_period{1'000'000 / max_publications_per_s};
// A copy of a very full state costs milliseconds: publishing may take at most a tenth of the writer's time.
constexpr int publish_share = 10;
constexpr auto duplicate = std::numeric_limits<std::size_t>::max();  // a delivery without entries of its own

struct Counters {
    std::atomic<std::uint64_t> records{0};
    std::atomic<std::uint64_t> batches{0};
    std::atomic<std::uint64_t> duplicates{0};
    std::atomic<std::uint64_t> journal_failures{0};
    std::atomic<std::uint64_t> refused_full{0};
    std::atomic<std::uint64_t> publications{0};
    std::atomic<std::uint64_t> checkpoints{0};
};

}  // namespace

struct Writer::Impl {
    Impl(WriterOptions given, const Clock& with) : options(std::move(given)), clock(with) {}

    WriterOptions options;
    const Clock& clock;
    std::unique_ptr<JournalWriter> journal;

    // The writer's thread alone (and open/describe before it runs).
    TwinState state;
    Instant newest_occurred_at{};
    Instant last_received_at{};
    std::uint64_t stored_sequence = 0;
    DuplicateWindow window{max_duplicate_keys};
    std::vector<EventRecord> unpublished;
    Duration last_publication{};
    Duration publication_cost{};
    Duration last_tick{};
    std::atomic<bool> failing{false};

    // Between threads.
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Delivery> queue;
    bool running = false;
    bool ending = false;
    std::thread thread;
    Publication publication;
    mutable std::mutex reader_mutex;
    std::unique_ptr<JournalReader> reader;
    mutable Counters counters;

    void log(const std::string& line) const {
        if (options.log) options.log(line);
    }

    void run() {
        last_tick = steady_now();
        while (true) {
            auto batch = next_batch();
            if (!batch) break;
            if (!batch->empty()) write(std::move(*batch));
            publish_if_due(false);
        }
        publish_if_due(true);
        store_state();
    }

    /// Waits for work. None: it is time to end.
    std::optional<std::vector<Delivery>> next_batch() {
        std::unique_lock guard(mutex);
        auto due = std::numeric_limits<Duration::rep>::max();
        if (options.tick.count() > 0) due = (last_tick + options.tick).count();
        if (!unpublished.empty()) due = std::min(due, next_publication().count());
        const auto ready = [this] { return !queue.empty() || ending; };
        if (due == std::numeric_limits<Duration::rep>::max()) {
            wake.wait(guard, ready);
        } else {
            const auto wait = Duration{std::max<Duration::rep>(0, due - steady_now().count())};
            wake.wait_for(guard, wait, ready);
        }
        if (ending && queue.empty()) return std::nullopt;
        std::vector<Delivery> batch;
        const auto count = std::min(queue.size(), max_batch_deliveries);
        batch.reserve(count + 1);
        for (std::size_t i = 0; i < count; ++i) {
            batch.push_back(std::move(queue.front()));
            queue.pop_front();
        }
        guard.unlock();
        if (options.tick.count() > 0 && steady_now() >= last_tick + options.tick) {
            // A late tick is not made up for: the event says itself how far time went on.
            last_tick = steady_now();
            batch.push_back({own_source, {}, "", {{TimePassed{clock.now()}, no_time}}, {}});
        }
        return batch;
    }

    void write(std::vector<Delivery> batch) {
        last_received_at = std::max(last_received_at, clock.now());  // a clock that was set back must not reorder
        std::vector<JournalEntry> entries;
        std::unordered_set<std::string> fresh;
        std::vector<std::size_t> firsts;  // of each delivery its first entry
        std::uint64_t duplicates = 0;
        for (auto& delivery : batch) {
            const auto& key = delivery.duplicate_key;
            if (!key.empty() && (window.contains(key) || !fresh.insert(key).second)) {
                ++duplicates;
                add(entries, delivery.source, {DuplicateReceived{key}, no_time});
                firsts.push_back(duplicate);
                continue;
            }
            assert(!delivery.events.empty());
            if (delivery.events.empty())
                delivery.events.push_back({MessageUnmapped{"without events", false, {}}, no_time});
            const auto first = entries.size();
            firsts.push_back(first);
            for (auto& event : delivery.events) add(entries, delivery.source, std::move(event));
            entries[first].raw = std::move(delivery.raw);
            entries[first].duplicate_key = key;
        }
        const auto done = journal->append(entries);
        if (!done) {
            give_back(batch, firsts, entries);
            failed(std::move(batch), done.error());
            return;
        }
        if (failing) log("the journal takes records again");
        failing = false;
        for (const auto& key : fresh) window.add(key);
        counters.duplicates += duplicates;
        counters.records += entries.size();
        ++counters.batches;
        for (const auto& delivery : batch) {
            if (delivery.done) delivery.done(Done{});
        }
        for (auto& entry : entries) {
            newest_occurred_at = std::max(newest_occurred_at, entry.record.occurred_at);
            fold(state, entry.record);
            unpublished.push_back(std::move(entry.record));
        }
        if (state.sequence - stored_sequence >= options.checkpoint_interval) store_state();
    }

    /// Moves what the entries took out of the deliveries back into them.
    static void give_back(std::vector<Delivery>& batch, const std::vector<std::size_t>& firsts,
                          std::vector<JournalEntry>& entries) {
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (firsts[i] == duplicate) continue;
            batch[i].raw = std::move(entries[firsts[i]].raw);
            for (std::size_t k = 0; k < batch[i].events.size(); ++k) {
                batch[i].events[k].event = std::move(entries[firsts[i] + k].record.event);
            }
        }
    }

    void add(std::vector<JournalEntry>& entries, const SourceId& source, TimedEvent event) const {
        JournalEntry entry;
        entry.record.sequence = journal->last_sequence() + entries.size() + 1;
        entry.record.source = source;
        entry.record.received_at = last_received_at;
        entry.record.occurred_at = event.occurred_at == no_time ? last_received_at : event.occurred_at;
        entry.record.event = std::move(event.event);
        entries.push_back(std::move(entry));
    }

    /// Nothing of the batch is in the journal: every sender is told and keeps what it sent. What has no sender to keep
    /// it goes back to the head of the queue.
    void failed(std::vector<Delivery> batch, const Error& error) {
        ++counters.journal_failures;
        if (!failing) log("the journal takes nothing, senders are told to wait: " + error.text());
        failing = true;
        std::vector<Delivery> kept;
        for (auto& delivery : batch) {
            if (delivery.done) {
                delivery.done(error);
            } else if (!is_tick(delivery)) {
                kept.push_back(std::move(delivery));
            }
        }
        std::unique_lock guard(mutex);
        if (ending) {
            if (!kept.empty())
                log(std::to_string(kept.size()) + " messages are lost: the journal took nothing to the end");
            return;
        }
        queue.insert(queue.begin(), std::make_move_iterator(kept.begin()), std::make_move_iterator(kept.end()));
        wake.wait_for(guard, wait_after_failure, [this] { return ending; });
    }

    /// The next tick says more than one that was not written.
    static bool is_tick(const Delivery& delivery) {
        return delivery.events.size() == 1 && std::holds_alternative<TimePassed>(delivery.events.front().event);
    }

    void store_state() {
        if (state.sequence == stored_sequence) return;
        const auto done = journal->write_checkpoint(state, newest_occurred_at);
        if (done) {
            ++counters.checkpoints;
        } else {
            log("a state was not stored, the next start takes longer: " + done.error().text());
        }
        stored_sequence = state.sequence;  // also after a failure: the next try comes an interval later
    }

    [[nodiscard]] Duration next_publication() const {
        return last_publication + std::max(publish_period, publication_cost * publish_share);
    }

    void publish_if_due(bool now) {
        if (unpublished.empty()) return;
        const auto start = steady_now();
        if (!now && unpublished.size() < max_unpublished_records && start < next_publication()) return;
        PublishedBatch batch;
        batch.snapshot = std::make_shared<const TwinSnapshot>(TwinSnapshot{state});
        batch.records = std::make_shared<const std::vector<EventRecord>>(std::move(unpublished));
        unpublished.clear();
        publication.publish(batch);
        ++counters.publications;
        last_publication = start;
        publication_cost = steady_now() - start;
    }
};

Writer::Writer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Writer::~Writer() { stop(); }

Result<std::unique_ptr<Writer>> Writer::open(WriterOptions options, const Clock& clock) {
    auto impl = std::make_unique<Impl>(std::move(options), clock);
    auto journal = JournalWriter::open(impl->options.journal_path, impl->options.journal);
    if (!journal) return journal.error();
    impl->journal = std::move(*journal);
    auto reader = JournalReader::open(impl->options.journal_path, impl->options.journal.vfs);
    if (!reader) return reader.error();
    impl->reader = std::move(*reader);
    auto newest = recall(*impl->reader, std::numeric_limits<std::uint64_t>::max());
    if (!newest) return newest.error();
    impl->state = std::move(newest->state);
    impl->newest_occurred_at = newest->newest_occurred_at;
    assert(impl->state.sequence == impl->journal->last_sequence());
    const auto stored = impl->reader->stored_sequences();
    if (!stored) return stored.error();
    impl->stored_sequence = stored->empty() ? 0 : stored->back();
    const auto info = impl->reader->info();
    if (!info) return info.error();
    impl->last_received_at = info->last_received_at;
    const auto keys = impl->reader->tail_keys(max_duplicate_keys);
    if (!keys) return keys.error();
    for (const auto& key : *keys) impl->window.add(key);
    impl->publication.publish({std::make_shared<const TwinSnapshot>(TwinSnapshot{impl->state}),
                               std::make_shared<const std::vector<EventRecord>>()});
    return std::unique_ptr<Writer>(new Writer(std::move(impl)));
}

void Writer::start() {
    {
        const std::lock_guard guard(impl_->mutex);
        assert(!impl_->running && !impl_->ending);
        impl_->running = true;
    }
    impl_->thread = std::thread([this] { impl_->run(); });
}

void Writer::stop() {
    {
        const std::lock_guard guard(impl_->mutex);
        impl_->ending = true;
    }
    impl_->wake.notify_one();
    if (impl_->thread.joinable()) impl_->thread.join();
}

void Writer::describe(const std::vector<LineDescription>& lines) {
    for (const auto& line : lines) {
        const auto known = impl_->state.lines.find(line.id);
        if (known != impl_->state.lines.end() && known->second.description == line) continue;
        submit({own_source, {}, "", {{LineDescribed{line}, no_time}}, {}});
    }
}

bool Writer::submit(Delivery delivery) {
    {
        const std::lock_guard guard(impl_->mutex);
        if (impl_->ending) return false;
        if (impl_->queue.size() >= max_queued_deliveries) {
            ++impl_->counters.refused_full;
            return false;
        }
        impl_->queue.push_back(std::move(delivery));
    }
    impl_->wake.notify_one();
    return true;
}

SnapshotPtr Writer::snapshot() const { return impl_->publication.newest(); }
Instant Writer::now() const { return impl_->clock.now(); }
std::string Writer::epoch() const { return impl_->journal->epoch(); }

Result<std::vector<JournalEntry>> Writer::read(std::uint64_t from, std::size_t limit) const {
    const std::lock_guard guard(impl_->reader_mutex);
    return impl_->reader->read(from, limit);
}

std::uint64_t Writer::subscribe(std::function<void(const PublishedBatch&)> listener) {
    return impl_->publication.subscribe(std::move(listener));
}
void Writer::unsubscribe(std::uint64_t key) { impl_->publication.unsubscribe(key); }

std::vector<std::string> Writer::troubles() const {
    std::vector<std::string> out;
    if (impl_->failing) out.emplace_back("the journal takes nothing");
    const std::lock_guard guard(impl_->mutex);
    if (impl_->queue.size() > max_queued_deliveries / 2) {
        out.push_back(std::to_string(impl_->queue.size()) + " deliveries wait for the journal");
    }
    return out;
}

std::vector<Metric> Writer::metrics() const {
    const auto& c = impl_->counters;
    std::size_t queued = 0;
    {
        const std::lock_guard guard(impl_->mutex);
        queued = impl_->queue.size();
    }
    const auto number = [](const std::atomic<std::uint64_t>& n) { return static_cast<double>(n.load()); };
    return {
        {"records_total", "Event records made durable", true, number(c.records)},
        {"batches_total", "Transactions of the journal", true, number(c.batches)},
        {"duplicates_total", "Messages that came again and were folded once", true, number(c.duplicates)},
        {"journal_failures_total", "Transactions the journal could not take", true, number(c.journal_failures)},
        {"deliveries_refused_total", "Deliveries a full queue sent back to their source", true, number(c.refused_full)},
        {"publications_total", "Snapshots handed to readers", true, number(c.publications)},
        {"checkpoints_total", "States stored in the journal", true, number(c.checkpoints)},
        {"queued_deliveries", "Deliveries waiting for the writer", false, static_cast<double>(queued)},
    };
}

}  // namespace glassline
