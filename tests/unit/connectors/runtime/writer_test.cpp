#include "connectors/runtime/writer.hpp"

#include <doctest/doctest.h>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>

#include "connectors/journal/recall.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/traffic.hpp"
#include "twin/fold.hpp"
#include "twin/timeline.hpp"

using namespace glassline;

namespace {

// Counts what the writer said of deliveries, and lets the test wait for it.
class Answers {
public:
    void count(const Status& status) {
        const std::lock_guard guard(mutex_);
        (status ? done_ : failed_) += 1;
        changed_.notify_all();
    }
    void wait_for(std::size_t answers) {
        std::unique_lock guard(mutex_);
        changed_.wait(guard, [&] { return done_ + failed_ >= answers; });
    }
    [[nodiscard]] std::size_t done() const {
        const std::lock_guard guard(mutex_);
        return done_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t done_ = 0;
    std::size_t failed_ = 0;
};

WriterOptions options_for(const std::string& path) {
    WriterOptions options;
    options.journal_path = path;
    options.journal.ballast_bytes = 0;
    options.tick = Duration{0};
    options.checkpoint_interval = 100;
    return options;
}

std::unique_ptr<Writer> opened(const WriterOptions& options, const Clock& clock) {
    auto writer = Writer::open(options, clock);
    REQUIRE_MESSAGE(writer.has_value(), (writer ? "" : writer.error().text()));
    return std::move(*writer);
}

void send(Writer& writer, Answers& answers, std::uint64_t seed, std::uint64_t from, std::uint64_t to) {
    for (auto n = from; n < to; ++n) {
        auto message = test::traffic_message(seed, n);
        message.done = [&](const Status& status) { answers.count(status); };
        REQUIRE(writer.submit(std::move(message)));
    }
    answers.wait_for(static_cast<std::size_t>(to));
}

}  // namespace

TEST_CASE("replay is live: every state that was published is what its journal folds to, at any sequence") {
    const test::Scratch scratch;
    const auto path = scratch.file("journal");
    ManualClock clock(test::traffic_start);
    std::map<std::uint64_t, std::string> live;
    {
        auto writer = opened(options_for(path), clock);
        writer->subscribe([&](const PublishedBatch& batch) {
            live[batch.snapshot->state.sequence] = digest(batch.snapshot->state);
            REQUIRE(batch.records->back().sequence == batch.snapshot->state.sequence);
        });
        writer->describe({test::traffic_line()});
        writer->start();
        Answers answers;
        for (std::uint64_t part = 0; part < 20; ++part) {
            send(*writer, answers, 1, part * 40, part * 40 + 40);
            clock.advance(from_seconds(20));
        }
        writer->stop();
        CHECK(answers.done() == 800);
        CHECK(writer->snapshot()->state.lines.size() == 1);
    }
    auto journal = JournalReader::open(path);
    REQUIRE(journal.has_value());
    const auto entries = (*journal)->read(1, 100'000);
    REQUIRE(entries.has_value());
    REQUIRE(entries->size() > 800);
    REQUIRE(live.count(entries->back().record.sequence) == 1);
    CHECK((*journal)->stored_sequences()->size() > 5);

    TwinState folded;
    std::vector<EventRecord> records;
    for (const auto& entry : *entries) {
        fold(folded, entry.record);
        records.push_back(entry.record);
        const auto recalled = recall(**journal, entry.record.sequence);
        REQUIRE(recalled.has_value());
        REQUIRE(recalled->state == folded);
        const auto published = live.find(entry.record.sequence);
        if (published != live.end()) CHECK(published->second == digest(folded));
    }
    CHECK(recall(**journal, 0)->state == TwinState{});

    for (int step = -1; step < 50; ++step) {
        const auto t = test::traffic_start + from_seconds(step * 9.3);
        const auto at = recall_at(**journal, t);
        REQUIRE(at.has_value());
        CHECK(*at == state_at_time(records, t));
    }
    const auto whole = verify(**journal);
    REQUIRE(whole.has_value());
    CHECK(whole->count == entries->size());
    CHECK(whole->digest == digest(folded));
}

TEST_CASE("a message that comes again is folded once, also after a restart, and its sender is told it is done") {
    const test::Scratch scratch;
    ManualClock clock(test::traffic_start);
    TwinState before;
    {
        auto writer = opened(options_for(scratch.file("journal")), clock);
        writer->describe({test::traffic_line()});
        writer->start();
        Answers answers;
        send(*writer, answers, 2, 0, 50);
        writer->stop();
        before = writer->snapshot()->state;
    }
    auto writer = opened(options_for(scratch.file("journal")), clock);
    CHECK(writer->snapshot()->state == before);
    writer->describe({test::traffic_line()});  // unchanged: not journalled a second time
    writer->start();
    Answers answers;
    send(*writer, answers, 2, 0, 50);
    writer->stop();
    CHECK(answers.done() == 50);
    const auto& after = writer->snapshot()->state;
    CHECK(after.sequence == before.sequence + 50);
    CHECK(after.sources.at(SourceId("cfx")).duplicates == 50);
    CHECK(after.lines.begin()->second.panels == before.lines.begin()->second.panels);
    const auto entries = writer->read(before.sequence + 1, 10);
    REQUIRE(entries.has_value());
    CHECK(std::holds_alternative<DuplicateReceived>(entries->front().record.event));
}

TEST_CASE("the journal keeps what the machine said beside the first event of its message") {
    const test::Scratch scratch;
    ManualClock clock(test::traffic_start);
    auto writer = opened(options_for(scratch.file("journal")), clock);
    writer->start();
    Answers answers;
    send(*writer, answers, 3, 0, 30);
    std::uint64_t n = 0;
    const auto entries = writer->read(1, 1'000);
    REQUIRE(entries.has_value());
    for (const auto& entry : *entries) {
        if (entry.duplicate_key.empty()) continue;
        const auto sent = test::traffic_message(3, n++);
        CHECK(entry.raw == sent.raw);
        CHECK(entry.duplicate_key == sent.duplicate_key);
        CHECK(entry.record.event == sent.events.front().event);
    }
    CHECK(n == 30);
    writer->stop();
    CHECK_FALSE(writer->submit(test::traffic_message(3, 31)));
}

TEST_CASE("a clock that is set back does not turn the order of receipt") {
    const test::Scratch scratch;
    ManualClock clock(test::traffic_start);
    auto writer = opened(options_for(scratch.file("journal")), clock);
    writer->start();
    Answers answers;
    send(*writer, answers, 4, 0, 10);
    clock.advance(from_seconds(-3'600));
    send(*writer, answers, 4, 10, 20);
    writer->stop();
    Instant newest{};
    const auto entries = writer->read(1, 100);
    REQUIRE(entries->size() >= 20);
    for (const auto& entry : *entries) {
        CHECK(entry.record.received_at >= newest);
        newest = entry.record.received_at;
    }
}
