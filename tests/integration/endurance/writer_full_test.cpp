// The writer on a disk that is full for a while: senders are told to keep what they have and nothing is lost.
#include <doctest/doctest.h>

#include <condition_variable>
#include <limits>
#include <map>
#include <mutex>
#include <set>

#include "connectors/journal/recall.hpp"
#include "connectors/runtime/writer.hpp"
#include "tests/support/faulty_disk.hpp"
#include "tests/support/traffic.hpp"

using namespace glassline;

namespace {

struct Answers {
    std::mutex mutex;
    std::condition_variable changed;
    std::set<std::uint64_t> done;
    std::set<std::uint64_t> refused;

    void send(Writer& writer, std::uint64_t n) {
        auto message = test::traffic_message(31, n);
        message.done = [this, n](const Status& status) {
            const std::lock_guard guard(mutex);
            if (status) {
                refused.erase(n);
                done.insert(n);
            } else {
                refused.insert(n);
            }
            changed.notify_all();
        };
        REQUIRE(writer.submit(std::move(message)));
    }
    void wait_until_answered(std::size_t count) {
        std::unique_lock guard(mutex);
        changed.wait(guard, [&] { return done.size() + refused.size() >= count; });
    }
};

}  // namespace

TEST_CASE("a full disk under the writer: each sender is told, sends again, and each message is folded once") {
    test::FaultyDisk disk(77);
    ManualClock clock(test::traffic_start);
    WriterOptions options;
    options.journal_path = "journal";
    options.journal.vfs = disk.vfs();
    options.journal.lock = false;
    options.journal.ballast_bytes = 0;
    options.tick = Duration{0};
    auto opened = Writer::open(options, clock);
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().text()));
    auto& writer = **opened;
    writer.start();
    Answers answers;
    std::uint64_t sent = 0;
    disk.set_capacity(200'000);
    for (bool full = false; !full;) {
        for (int i = 0; i < 50; ++i) answers.send(writer, sent++);
        answers.wait_until_answered(sent);
        const std::lock_guard guard(answers.mutex);
        full = !answers.refused.empty();
    }
    REQUIRE(answers.done.size() > 50);
    // What is shown is what is durable, not what was refused.
    const auto shown = writer.snapshot()->state.sequence;
    CHECK(shown <= (*JournalReader::open("journal", disk.vfs()))->info()->last);

    // Messages without a sender to keep them are kept by the writer.
    for (int i = 0; i < 20; ++i) REQUIRE(writer.submit(test::traffic_message(32, static_cast<std::uint64_t>(i))));
    answers.send(writer, sent++);
    answers.wait_until_answered(sent);

    disk.set_capacity(std::numeric_limits<std::size_t>::max());
    const auto again = answers.refused;
    {
        const std::lock_guard guard(answers.mutex);
        answers.refused.clear();
    }
    for (const auto n : again) answers.send(writer, n);
    answers.wait_until_answered(sent);
    writer.stop();
    CHECK(answers.refused.empty());
    CHECK(answers.done.size() == sent);

    const auto reader = JournalReader::open("journal", disk.vfs());
    REQUIRE(reader.has_value());
    std::map<std::string, int> times;
    const auto read = (*reader)->each(1, std::numeric_limits<std::uint64_t>::max(), false, [&](JournalEntry&& entry) {
        if (!entry.duplicate_key.empty()) ++times[entry.duplicate_key];
        return true;
    });
    REQUIRE(read.has_value());
    CHECK(times.size() == sent + 20);
    for (const auto& [key, count] : times) CHECK_MESSAGE(count == 1, key);
    const auto whole = verify(**reader);
    REQUIRE(whole.has_value());
    CHECK(whole->digest == digest(writer.snapshot()->state));
}
