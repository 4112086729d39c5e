#include "connectors/runtime/recorder.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "connectors/journal/recall.hpp"
#include "connectors/runtime/duplicate_window.hpp"
#include "connectors/runtime/writer.hpp"
#include "twin/fold.hpp"

namespace glassline {

namespace {
constexpr std::size_t records_a_batch = 1'000;
constexpr std::uint64_t records_a_checkpoint = 10'000;
constexpr Duration second = std::chrono::seconds(1);
constexpr Duration minute = std::chrono::minutes(1);
constexpr int max_steps_of_silence = 1'440;  // a message stamped 1970 must not cost millions of records
}  // namespace

struct Recorder::Impl {
    std::unique_ptr<JournalWriter> journal;
    TwinState state;
    Instant newest_occurred_at{};
    Instant newest_received_at{};
    std::uint64_t stored = 0;
    DuplicateWindow window{max_duplicate_keys};
    std::vector<JournalEntry> batch;
    RecorderCounts counts;

    void put(const SourceId& source, Instant received_at, TimedEvent event) {
        JournalEntry entry;
        entry.record.sequence = journal->last_sequence() + batch.size() + 1;
        entry.record.source = source;
        entry.record.received_at = received_at;
        entry.record.occurred_at = event.occurred_at == no_time ? received_at : event.occurred_at;
        entry.record.event = std::move(event.event);
        batch.push_back(std::move(entry));
        ++counts.records;
    }

    /// A second a record; in a silence of more than a minute, when nobody watched, a minute a record.
    void pass_time(Instant until) {
        if (newest_received_at == no_time) return;
        const auto gap = until - newest_received_at;
        const auto step = gap > minute ? std::max(minute, gap / max_steps_of_silence) : second;
        for (auto t = newest_received_at + step; t < until; t += step) {
            put(SourceId("glassline"), t, {TimePassed{t}, no_time});
        }
    }

    Status flush() {
        if (auto done = journal->append(batch); !done) return done;
        for (const auto& entry : batch) {
            newest_occurred_at = std::max(newest_occurred_at, entry.record.occurred_at);
            fold(state, entry.record);
        }
        batch.clear();
        if (state.sequence - stored < records_a_checkpoint) return Done{};
        stored = state.sequence;
        return journal->write_checkpoint(state, newest_occurred_at);
    }
};

Recorder::Recorder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Recorder::~Recorder() = default;

Result<std::unique_ptr<Recorder>> Recorder::open(const std::string& journal_path) {
    auto impl = std::make_unique<Impl>();
    auto journal = JournalWriter::open(journal_path);
    if (!journal) return journal.error();
    impl->journal = std::move(*journal);
    const auto reader = JournalReader::open(journal_path);
    if (!reader) return reader.error();
    auto newest = recall(**reader, std::numeric_limits<std::uint64_t>::max());
    if (!newest) return newest.error();
    impl->state = std::move(newest->state);
    impl->newest_occurred_at = newest->newest_occurred_at;
    impl->stored = impl->state.sequence;
    const auto info = (*reader)->info();
    if (!info) return info.error();
    impl->newest_received_at = info->last_received_at;
    const auto keys = (*reader)->tail_keys(max_duplicate_keys);
    if (!keys) return keys.error();
    for (const auto& key : *keys) impl->window.add(key);
    return std::unique_ptr<Recorder>(new Recorder(std::move(impl)));
}

const TwinState& Recorder::state() const { return impl_->state; }

Status Recorder::add(Delivery delivery, Instant received_at) {
    received_at = std::max(received_at, impl_->newest_received_at);
    impl_->pass_time(received_at);
    impl_->newest_received_at = received_at;
    ++impl_->counts.messages;
    if (!delivery.duplicate_key.empty() && impl_->window.contains(delivery.duplicate_key)) {
        ++impl_->counts.duplicates;
        impl_->put(delivery.source, received_at, {DuplicateReceived{delivery.duplicate_key}, no_time});
    } else if (!delivery.events.empty()) {
        const auto first = impl_->batch.size();
        for (auto& event : delivery.events) impl_->put(delivery.source, received_at, std::move(event));
        impl_->batch[first].raw = std::move(delivery.raw);
        impl_->batch[first].duplicate_key = delivery.duplicate_key;
        if (!delivery.duplicate_key.empty()) impl_->window.add(delivery.duplicate_key);
    }
    return impl_->batch.size() >= records_a_batch ? impl_->flush() : Status(Done{});
}

Result<RecorderCounts> Recorder::finish() {
    if (auto done = impl_->flush(); !done) return done.error();
    if (impl_->state.sequence > 0) {
        if (auto done = impl_->journal->write_checkpoint(impl_->state, impl_->newest_occurred_at); !done) {
            return done.error();
        }
    }
    return impl_->counts;
}

}  // namespace glassline
