// glassline serve: the server in the foreground.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "connectors/app/commands.hpp"
#include "connectors/app/files.hpp"
#include "connectors/app/server.hpp"
#include "connectors/runtime/log.hpp"
#include "connectors/runtime/signals.hpp"
#include "connectors/wire/files/line_file.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::string settings;
    std::vector<std::string> lines;
    std::vector<std::string> orders;
    std::string journal;
    std::string state;
    std::string operator_listen;
    std::string customer_listen;
};

std::string joined(const std::vector<std::string>& faults) {
    std::string all;
    for (const auto& fault : faults) all += (all.empty() ? "" : "; ") + fault;
    return all;
}

Result<std::vector<WorkOrder>> orders_of_file(const std::string& path) {
    const auto text = read_whole(path, max_file_bytes);
    if (!text) return text.error();
    auto orders = read_orders_file(*text);
    if (!orders.ok()) return Error{path, joined(orders.faults), "correct the orders file"};
    return std::move(orders.value);
}

/// Paths in a settings file are relative to its folder.
void resolve_paths(Settings& settings, const std::string& settings_path) {
    const auto folder = std::filesystem::path(settings_path).parent_path();
    const auto resolve = [&](std::string& path) {
        if (!path.empty()) path = (folder / path).string();
    };
    for (auto& line : settings.lines) resolve(line);
    for (auto& orders : settings.orders) resolve(orders);
    for (auto& source : settings.sources) {
        for (auto* path : {&source.mapping, &source.ca, &source.certificate, &source.key}) resolve(*path);
    }
    for (auto* path :
         {&settings.state, &settings.journal, &settings.operator_side.tls.certificate, &settings.operator_side.tls.key,
          &settings.customer.tls.certificate, &settings.customer.tls.key}) {
        resolve(*path);
    }
}

Result<ServerOptions> gather(const Options& options) {
    ServerOptions out;
    if (!options.settings.empty()) {
        const auto text = read_whole(options.settings, max_file_bytes);
        if (!text) return text.error();
        auto settings = read_settings(*text);
        if (!settings.ok()) {
            return Error{options.settings, joined(settings.faults), "correct it; `glassline check` shows the same"};
        }
        out.settings = std::move(settings.value);
        resolve_paths(out.settings, options.settings);
    }
    auto& settings = out.settings;
    if (!options.journal.empty()) settings.journal = options.journal;
    if (!options.state.empty()) settings.state = options.state;
    if (!options.operator_listen.empty()) settings.operator_side.listen = options.operator_listen;
    if (!options.customer_listen.empty()) settings.customer.listen = options.customer_listen;
    settings.lines.insert(settings.lines.end(), options.lines.begin(), options.lines.end());
    settings.orders.insert(settings.orders.end(), options.orders.begin(), options.orders.end());
    for (const auto& path : settings.lines) {
        auto line = line_of_file(path);
        if (!line) return line.error();
        out.lines.push_back(std::move(*line));
    }
    for (const auto& path : settings.orders) {
        auto orders = orders_of_file(path);
        if (!orders) return orders.error();
        out.orders.insert(out.orders.end(), orders->begin(), orders->end());
    }
    if (out.lines.empty()) return Error{"", "no line is described", "name a line file with --line or in the settings"};
    return out;
}

int serve(const Options& options) {
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
    auto options = std::make_shared<Options>();
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
