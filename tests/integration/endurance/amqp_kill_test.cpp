// kill -9 of the real server while a machine sends CFX over AMQP 1.0 (our sender, Proton, a loopback socket): whatever
// was accepted on the link is in the journal exactly once, whatever was not is sent again.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <asio.hpp>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <string>

#include "connectors/journal/recall.hpp"
#include "connectors/runtime/clock.hpp"
#include "connectors/transport/amqp_sender.hpp"
#include "connectors/wire/cfx/encode.hpp"
#include "tests/support/asked.hpp"
#include "tests/support/scratch.hpp"
#include "twin/base/rng.hpp"

using namespace glassline;

namespace {

constexpr auto handle = "Test.Machine.1";

std::uint16_t free_port() {
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    ::close(probe);
    return ntohs(address.sin_port);
}

pid_t start_server(const std::string& settings) {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    const pid_t pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        const int nowhere = ::open("/dev/null", O_WRONLY);
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(nowhere, STDERR_FILENO);
        ::execl(GLASSLINE_PROGRAM, GLASSLINE_PROGRAM, "serve", "--settings", settings.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(ends[1]);
    std::string line;
    char c = 0;
    while (::read(ends[0], &c, 1) == 1 && c != '\n') line += c;
    ::close(ends[0]);
    REQUIRE_MESSAGE(line.rfind("ready ", 0) == 0, line);
    return pid;
}

void kill_server(pid_t pid) {
    ::kill(pid, SIGKILL);
    int status = 0;
    ::waitpid(pid, &status, 0);
    REQUIRE(WIFSIGNALED(status));
}

void write_files(const test::Scratch& scratch, std::uint16_t port) {
    std::ofstream(scratch.file("line.json")) << R"({"id": "line", "name": "Line", "site": "Test", "stations": [
        {"id": "M1", "name": "Machine", "short_name": "M", "kind": "placer", "cfx_handle": ")"
                                             << handle << R"(",
         "geometry": {"x_mm": 0, "y_mm": 0, "length_mm": 1000, "depth_mm": 1000, "height_mm": 1000}}]})";
    std::ofstream(scratch.file("settings.json"))
        << R"({"operator": {"listen": "127.0.0.1:0"}, "customer": {"listen": "127.0.0.1:0"}, "state": "state",
        "journal": "journal", "lines": ["line.json"],
        "sources": [{"kind": "cfx-listen", "name": "cfx", "listen": "127.0.0.1:)"
        << port << "\"}]}";
}

int kills() { return test::asked("GLASSLINE_AMQP_KILLS", 20); }

}  // namespace

TEST_CASE("kill -9 of the server under CFX over AMQP: what was accepted is in the journal exactly once") {
    const test::Scratch scratch;
    const auto port = free_port();
    write_files(scratch, port);
    asio::io_context io;
    std::set<std::string> accepted;
    std::size_t rejected = 0;
    std::uint64_t sent = 0;
    AmqpSenderOptions options;
    options.url = "amqp://127.0.0.1:" + std::to_string(port);
    options.container_id = handle;
    options.retry_first = std::chrono::milliseconds(20);
    options.retry_most = std::chrono::milliseconds(100);
    options.on_settled = [&](const AmqpMessage& message, AmqpOutcome outcome) {
        if (outcome == AmqpOutcome::accepted) {
            accepted.insert(message.message_id);
        } else {
            ++rejected;
        }
    };
    AmqpSender sender(io, options);
    sender.start();
    const auto feed = [&] {
        while (sender.queued() < 500) {
            UnitsArrived event;
            event.panel.primary_identifier = "P" + std::to_string(sent / 3);
            cfx::Head head{handle, cfx::guid(7, ++sent), from_micros(1'795'000'000'000'000), 0};
            auto message = cfx::encode(head, event);
            REQUIRE(message.has_value());
            REQUIRE(sender.send(std::move(*message)));
        }
    };
    const auto seed = test::seed_or(5);
    CAPTURE(seed);
    Rng rng(seed);
    Duration slowest{};
    for (int round = 0; round < kills(); ++round) {
        const auto began = steady_now();
        const auto server = start_server(scratch.file("settings.json"));
        slowest = std::max(slowest, steady_now() - began);
        const auto wanted = accepted.size() + 50 + rng.below(1'500);
        while (accepted.size() < wanted) {
            feed();
            io.run_for(std::chrono::milliseconds(5));
        }
        kill_server(server);
    }
    // The last server takes what is still on its way, and ends as asked.
    const auto server = start_server(scratch.file("settings.json"));
    while (sender.queued() > 0) io.run_for(std::chrono::milliseconds(5));
    ::kill(server, SIGTERM);
    int status = 0;
    ::waitpid(server, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    sender.stop();
    io.run_for(std::chrono::milliseconds(50));

    CHECK(rejected == 0);
    CHECK(accepted.size() == sent);
    const auto reader = JournalReader::open(scratch.file("journal"));
    REQUIRE(reader.has_value());
    std::map<std::string, int> times;
    std::uint64_t duplicates = 0;
    const auto read = (*reader)->each(1, std::numeric_limits<std::uint64_t>::max(), false, [&](JournalEntry&& entry) {
        if (!entry.duplicate_key.empty()) ++times[entry.duplicate_key];
        if (std::holds_alternative<DuplicateReceived>(entry.record.event)) ++duplicates;
        return true;
    });
    REQUIRE(read.has_value());
    CHECK(times.size() == sent);
    for (const auto& id : accepted) REQUIRE_MESSAGE(times["cfx:" + id] == 1, id);
    const auto whole = verify(**reader);
    REQUIRE_MESSAGE(whole.has_value(), (whole ? "" : whole.error().text()));
    MESSAGE(kills() << " kills, " << sent << " messages accepted, " << duplicates
                    << " came again and were folded once, slowest restart to live " << slowest.count() / 1'000
                    << " ms");
}
