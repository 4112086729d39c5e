// kill -9 in mid-stream: every message that was acknowledged is in the journal exactly once, and each restart is whole.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "connectors/journal/recall.hpp"
#include "tests/support/asked.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/traffic.hpp"

using namespace glassline;

namespace {

struct Child {
    pid_t pid = -1;
    int output = -1;
};

Child start_child(const std::string& journal, std::uint64_t seed, std::uint64_t from) {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    Child child;
    child.output = ends[0];
    const auto seed_text = std::to_string(seed);
    const auto from_text = std::to_string(from);
    child.pid = ::fork();
    REQUIRE(child.pid >= 0);
    if (child.pid == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::execl(ENDURANCE_CHILD, ENDURANCE_CHILD, journal.c_str(), seed_text.c_str(), from_text.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(ends[1]);
    return child;
}

/// Reads acknowledgements until there are `enough`, kills the child, reads what it still said before it died.
std::vector<std::uint64_t> kill_after(Child child, std::size_t enough, std::uint64_t& live_ms) {
    std::string text;
    std::size_t lines = 0;
    bool killed = false;
    char block[4'096];
    while (true) {
        const auto got = ::read(child.output, block, sizeof block);
        if (got <= 0) break;
        text.append(block, static_cast<std::size_t>(got));
        lines += static_cast<std::size_t>(std::count(block, block + got, '\n'));
        if (!killed && lines > enough) {
            ::kill(child.pid, SIGKILL);
            killed = true;
        }
    }
    ::close(child.output);
    int status = 0;
    ::waitpid(child.pid, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    std::vector<std::uint64_t> acknowledged;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        if (end == std::string::npos) break;
        const auto line = text.substr(at, end - at);
        at = end + 1;
        if (line.rfind("live ", 0) == 0) {
            live_ms = std::strtoull(line.substr(line.rfind(' ') + 1).c_str(), nullptr, 10);
        } else {
            acknowledged.push_back(std::strtoull(line.c_str(), nullptr, 10));
        }
    }
    return acknowledged;
}

int kills() { return test::asked("GLASSLINE_KILLS", 100); }

}  // namespace

TEST_CASE("a hundred kill -9 in mid-stream: what was acknowledged is in the journal exactly once") {
    const test::Scratch scratch;
    const auto journal = scratch.file("journal");
    const auto seed = test::seed_or(11);
    CAPTURE(seed);
    Rng rng(seed);
    std::map<std::uint64_t, bool> acknowledged;
    std::uint64_t next = 0;
    std::uint64_t slowest_ms = 0;
    for (int round = 0; round < kills(); ++round) {
        // The sender begins again where it has not been answered without a gap, so that it sends much a second time.
        while (acknowledged.count(next) != 0) ++next;
        std::uint64_t live_ms = 0;
        const auto more = kill_after(start_child(journal, seed, next), rng.below(600), live_ms);
        for (const auto n : more) acknowledged[n] = true;
        slowest_ms = std::max(slowest_ms, live_ms);
    }
    MESSAGE(kills() << " kills, " << acknowledged.size() << " acknowledged, slowest restart to live " << slowest_ms
                    << " ms");
    REQUIRE(acknowledged.size() > static_cast<std::size_t>(kills()));

    const auto reader = JournalReader::open(journal);
    REQUIRE(reader.has_value());
    const auto whole = verify(**reader);
    REQUIRE_MESSAGE(whole.has_value(), (whole ? "" : whole.error().text()));
    CHECK(whole->digest == digest(recall(**reader, whole->last)->state));
    std::map<std::string, int> times;
    const auto done = (*reader)->each(1, std::numeric_limits<std::uint64_t>::max(), false, [&](JournalEntry&& entry) {
        if (!entry.duplicate_key.empty()) ++times[entry.duplicate_key];
        return true;
    });
    REQUIRE(done.has_value());
    for (const auto& [n, yes] : acknowledged) {
        const auto key = test::traffic_message(seed, n).duplicate_key;
        REQUIRE_MESSAGE(times.count(key) == 1, key);
    }
    for (const auto& [key, count] : times) REQUIRE_MESSAGE(count == 1, key);
}
