#include "connectors/runtime/replay_host.hpp"

#include <doctest/doctest.h>
#include <condition_variable>
#include <mutex>

#include "connectors/journal/recall.hpp"
#include "connectors/runtime/recorder.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/traffic.hpp"
#include "twin/fold.hpp"

using namespace glassline;

namespace {

void record(const std::string& path) {
    auto recorder = Recorder::open(path);
    REQUIRE(recorder.has_value());
    Delivery described;
    described.source = SourceId("glassline");
    described.events.push_back({LineDescribed{test::traffic_line()}, no_time});
    REQUIRE((*recorder)->add(std::move(described), test::traffic_start).has_value());
    for (std::uint64_t n = 0; n < 200; ++n) {
        const auto at = test::traffic_start + from_seconds(static_cast<double>(n) * 0.5);
        REQUIRE((*recorder)->add(test::traffic_message(5, n), at).has_value());
    }
    const auto counts = (*recorder)->finish();
    REQUIRE(counts.has_value());
    CHECK(counts->messages == 201);
}

}  // namespace

TEST_CASE("a recording is played to its end and every publication is what its records fold to") {
    const test::Scratch scratch;
    const auto path = scratch.file("journal");
    record(path);
    auto host = ReplayHost::open(path);
    REQUIRE(host.has_value());
    TwinState folded = (*host)->snapshot()->state;
    CHECK(folded.sequence >= 1);
    std::mutex mutex;
    std::condition_variable changed;
    const auto last = verify(**JournalReader::open(path))->last;
    (*host)->subscribe([&](const PublishedBatch& batch) {
        const std::lock_guard guard(mutex);
        for (const auto& r : *batch.records) {
            REQUIRE(r.sequence == folded.sequence + 1);
            fold(folded, r);
        }
        CHECK(digest(folded) == digest(batch.snapshot->state));
        changed.notify_all();
    });
    (*host)->set_speed(max_replay_speed);
    {
        std::unique_lock guard(mutex);
        changed.wait(guard, [&] { return folded.sequence == last; });
    }
    CHECK((*host)->at_end());
    CHECK(digest(folded) == verify(**JournalReader::open(path))->digest);
    CHECK((*host)->read(1, 100'000)->size() == last);
}

TEST_CASE("a paused recording shows the state as it was known at the time that was sought, and reads no further") {
    const test::Scratch scratch;
    const auto path = scratch.file("journal");
    record(path);
    auto host = ReplayHost::open(path);
    REQUIRE(host.has_value());
    auto journal = JournalReader::open(path);
    const auto entries = *(*journal)->read(1, 100'000);
    const auto first_epoch = (*host)->epoch();
    for (const double s : {60.0, 10.25, 99.0, 0.0}) {
        const auto t = test::traffic_start + from_seconds(s);
        REQUIRE((*host)->seek(t).has_value());
        TwinState expected;
        for (const auto& entry : entries) {
            if (entry.record.received_at <= t) fold(expected, entry.record);
        }
        CHECK((*host)->snapshot()->state == expected);
        CHECK((*host)->read(1, 100'000)->size() == expected.sequence);
        CHECK((*host)->now() == t);
        CHECK((*host)->epoch() != first_epoch);
    }
    bool told = false;
    auto message = test::traffic_message(5, 1);
    message.done = [&](const Status& status) { told = !status.has_value(); };
    CHECK((*host)->submit(std::move(message)));
    CHECK(told);
}
