// glassline serve: the server in the foreground.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "connectors/app/commands.hpp"
#include "connectors/app/gather.hpp"
#include "connectors/app/server.hpp"
#include "connectors/runtime/log.hpp"
#include "connectors/runtime/signals.hpp"

namespace glassline::app {
namespace {

int serve(const ServeOptions& options) {
    auto gathered = gather(options);
    if (!gathered) return fail(gathered.error());
    StopSignals signals;
    const auto server = Server::start(std::move(*gathered));
    if (!server) return fail(server.error());
    std::printf("%s\n", ready_line((*server)->ready()).c_str());
    std::fflush(stdout);
    signals.wait();
    log_info("asked to end");
    (*server)->stop();
    log_info("ended");
    return exit_done;
}

void add_serve(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("serve", "The server: sources, twin, operator API and customer page");
    auto options = std::make_shared<ServeOptions>();
    command->add_option("--settings", options->settings, "The settings file");
    command->add_option("--line", options->lines, "A line file; may be given several times");
    command->add_option("--orders", options->orders, "A file of work orders, read at the start");
    command->add_option("--journal", options->journal, "The journal's file; default: in the state folder");
    command->add_option("--state", options->state, "Folder of tokens and keys; default: $XDG_STATE_HOME/glassline");
    command->add_option("--operator-listen", options->operator_listen,
                        "host:port of the operator API, port 0: a free one");
    command->add_option("--customer-listen", options->customer_listen, "host:port of the customer side");
    command->callback([&chosen, options] { chosen.run = [options] { return serve(*options); }; });
}

const EnrolCommand enrolled{"serve", add_serve};

}  // namespace
}  // namespace glassline::app
