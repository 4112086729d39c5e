// endurance_child JOURNAL SEED FROM: a writer with a sender in its own process. It sends the messages of the seed from
// number FROM on, at most 256 unanswered, and prints the number of each that was acknowledged. It never ends by itself.
// Its first line is "live SEQUENCE MILLISECONDS".
#include <unistd.h>

#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>

#include "connectors/runtime/writer.hpp"
#include "tests/support/traffic.hpp"

using namespace glassline;

namespace {

// One write() a line: what the parent reads was said before the kill, never half a number.
void say(const std::string& line) {
    if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::_Exit(3);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const auto seed = std::strtoull(argv[2], nullptr, 10);
    const auto from = std::strtoull(argv[3], nullptr, 10);
    const SystemClock clock;
    WriterOptions options;
    options.journal_path = argv[1];
    options.journal.ballast_bytes = 0;
    options.tick = std::chrono::milliseconds(20);
    options.checkpoint_interval = 200;
    const auto began = steady_now();
    const auto writer = Writer::open(options, clock);
    if (!writer) {
        std::fprintf(stderr, "%s\n", writer.error().text().c_str());
        return 1;
    }
    (*writer)->describe({test::traffic_line()});
    (*writer)->start();
    say("live " + std::to_string((*writer)->snapshot()->state.sequence) + " " +
        std::to_string((steady_now() - began).count() / 1'000) + "\n");
    constexpr std::size_t max_unanswered = 256;
    std::mutex mutex;
    std::condition_variable answered;
    std::size_t unanswered = 0;
    for (auto n = from;; ++n) {
        {
            std::unique_lock guard(mutex);
            answered.wait(guard, [&] { return unanswered < max_unanswered; });
            ++unanswered;
        }
        auto message = test::traffic_message(seed, n);
        message.done = [&, n](const Status& status) {
            if (status) say(std::to_string(n) + "\n");
            {
                const std::lock_guard guard(mutex);
                --unanswered;
            }
            answered.notify_one();
        };
        if (!(*writer)->submit(std::move(message))) return 4;
    }
}
