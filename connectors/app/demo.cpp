// `glassline demo`: a server and an emulated line in one process, talking over real loopback sockets, a share link for
// a sample order and, with a display, the viewer. All of it is simulated and says so.
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <CLI/CLI.hpp>
#include <asio.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <memory>
#include <thread>

#include "connectors/app/commands.hpp"
#include "connectors/app/emulation.hpp"
#include "connectors/app/server.hpp"
#include "connectors/app/state_dir.hpp"
#include "connectors/runtime/log.hpp"
#include "connectors/runtime/signals.hpp"
#include "connectors/wire/files/line_file.hpp"
#include "demo_files.hpp"
#include "twin/simulation/first_stop.hpp"

extern char** environ;

namespace glassline::app {
namespace {

struct Options {
    bool headless = false;
    std::uint64_t seed = 1;
    double speed = 1;
    std::string state;
    std::string operator_listen = "127.0.0.1:8480";
    std::string customer_listen = "127.0.0.1:8481";
};

// The line's day starts before the demo does, so that it is full at once and has a trend; and so long before that the
// first stop behind that time comes within the first minute.
constexpr Duration least_head_start = std::chrono::minutes(25);
constexpr Duration most_head_start = std::chrono::minutes(90);
constexpr double stop_comes_after_s = 25;  // real seconds behind the start

Duration head_start_of(const EmulationOptions& emulation) {
    const auto ahead = from_seconds(stop_comes_after_s * emulation.speed);
    const auto stop = first_stop(emulation.line, emulation.orders, emulation.seed, emulation.tuning,
                                 least_head_start + ahead, most_head_start + ahead);
    return stop ? *stop - ahead : least_head_start;
}

// The emulated line's own loop and thread, apart from the server's: its machines are peers like any other.
class LineThread {
public:
    explicit LineThread(EmulationOptions options)
        : emulation_(io_, std::move(options), [this] { return clock_.now(); }) {}
    ~LineThread() { stop(); }
    EmulationLosses stop() {
        emulation_.stop();
        work_.reset();
        if (thread_.joinable()) {
            asio::steady_timer grace(io_, std::chrono::milliseconds(700));  // the machines say goodbye
            grace.async_wait([this](const asio::error_code&) { io_.stop(); });
            thread_.join();
        }
        return emulation_.finish();
    }
    void run(const std::string& cfx_url) { emulation_.run(cfx_url); }
    Result<std::vector<MachineAddresses>> start() {
        auto addresses = emulation_.start();
        if (addresses) thread_ = std::thread([this] { io_.run(); });
        return addresses;
    }

private:
    SystemClock clock_;
    asio::io_context io_;
    asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io_);
    Emulation emulation_;
    std::thread thread_;
};

// The viewer beside this program, as a process of its own; 0 when it can't be started.
pid_t start_viewer(const std::string& url, const std::string& token_file) {
    std::error_code ignored;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
    const auto viewer = (self.parent_path() / "glassline-viewer").string();
    std::string arguments[] = {viewer, url, "--token-file", token_file};
    char* argv[] = {arguments[0].data(), arguments[1].data(), arguments[2].data(), arguments[3].data(), nullptr};
    pid_t pid = 0;
    return posix_spawn(&pid, viewer.c_str(), nullptr, nullptr, argv, environ) == 0 ? pid : 0;
}

Result<std::string> share_sample(Server& server, const WorkOrderId& order) {
    auto answer = std::make_shared<std::promise<Result<std::string>>>();
    auto future = answer->get_future();
    server.gateway().share(order, "sample customer",
                           [answer](Result<std::string> url) { answer->set_value(std::move(url)); });
    if (future.wait_for(std::chrono::seconds(10)) != std::future_status::ready) {
        return Error{"share", "the link was not made within 10 s", "look at the log above"};
    }
    return future.get();
}

int demo(const Options& options) {
    if (options.speed <= 0 || options.speed > 100) return fail_usage("--speed must be over 0 and at most 100");
    auto line = read_line_file(demo_line_text);
    auto orders = read_orders_file(demo_orders_text);
    if (!line.ok()) return fail(Error{"demo line", line.faults.front(), "this build is broken"});
    if (!orders.ok()) return fail(Error{"demo orders", orders.faults.front(), "this build is broken"});

    StopSignals signals;  // before any thread is started
    EmulationOptions emulation;
    emulation.line = line.value;
    emulation.orders = orders.value;
    emulation.seed = options.seed;
    emulation.speed = options.speed;
    emulation.head_start = head_start_of(emulation);
    LineThread machines(emulation);
    const auto addresses = machines.start();
    if (!addresses) return fail(addresses.error());
    for (std::size_t i = 0; i < addresses->size(); ++i)
        line.value.stations[i].hermes_address = (*addresses)[i].supervisory;

    ServerOptions server_options;
    server_options.lines = {line.value};
    server_options.orders = orders.value;
    auto& settings = server_options.settings;
    settings.operator_side.listen = options.operator_listen;
    settings.customer.listen = options.customer_listen;
    // Each demo begins a new day of its own: simulated events never mix with a real journal.
    settings.state = options.state.empty() ? default_state_dir() + "/demo" : options.state;
    std::error_code ignored;
    std::filesystem::create_directories(settings.state, ignored);
    settings.journal = settings.state + "/demo.journal";
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(settings.journal + ending, ignored);
    SourceSettings hermes;
    hermes.kind = "hermes-supervisory";
    hermes.name = "simulated-line";
    hermes.simulated = true;
    SourceSettings cfx;
    cfx.kind = "cfx-listen";
    cfx.name = "simulated-cfx";
    cfx.simulated = true;
    settings.sources = {hermes, cfx};

    const auto server = Server::start(std::move(server_options));
    if (!server) return fail(server.error());
    std::string cfx_url;
    for (const auto& source : (*server)->ready().sources) {
        if (source.kind != "cfx-listen") continue;
        cfx_url = source.address.rfind("amqp://", 0) == 0 ? source.address : "amqp://" + source.address;
    }
    machines.run(cfx_url);
    const auto share = share_sample(**server, orders.value.front().id);
    if (!share) return fail(share.error());
    std::printf("%s\n", ready_line((*server)->ready(), *share).c_str());
    std::fflush(stdout);
    std::fprintf(stderr,
                 "Simulated line, seed %llu, speed %g.\n  operator API   %s  (token in %s/operator.token)\n  customer "
                 "page  %s\n",
                 static_cast<unsigned long long>(options.seed), options.speed, (*server)->ready().operator_url.c_str(),
                 (*server)->ready().state.c_str(), share->c_str());
    pid_t viewer = 0;
    if (!options.headless) {
        viewer = start_viewer((*server)->ready().operator_url, (*server)->ready().state + "/operator.token");
        if (viewer == 0) log_info("the viewer could not be started; the server runs on");
    }
    signals.wait();
    const auto losses = machines.stop();
    if (!(losses == EmulationLosses{})) std::fprintf(stderr, "%s\n", sentence(losses).c_str());
    if (viewer != 0) {
        kill(viewer, SIGTERM);
        waitpid(viewer, nullptr, 0);
    }
    (*server)->stop();
    return exit_done;
}

void add_demo(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("demo", "Server, simulated line and a share link, in one process");
    auto options = std::make_shared<Options>();
    command->add_flag("--headless", options->headless, "No viewer window");
    command->add_option("--seed", options->seed, "Seed of the simulation");
    command->add_option("--speed", options->speed, "Simulated seconds a second");
    command->add_option("--state", options->state, "Folder of journal, tokens and keys");
    command->add_option("--operator-listen", options->operator_listen,
                        "host:port of the operator API, port 0: a free one");
    command->add_option("--customer-listen", options->customer_listen, "host:port of the customer side");
    command->callback([&chosen, options] { chosen.run = [options] { return demo(*options); }; });
}

const EnrolCommand enrolled{"demo", add_demo};

}  // namespace
}  // namespace glassline::app
