// `glassline emulate`: a whole line of machines as separate protocol peers on loopback, moved by the simulation.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <asio.hpp>
#include <charconv>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>

#include "connectors/app/commands.hpp"
#include "connectors/app/emulation.hpp"
#include "connectors/runtime/clock.hpp"
#include "connectors/transport/mqtt_url.hpp"
#include "connectors/wire/files/chaos_file.hpp"
#include "connectors/wire/files/line_file.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::string line;
    std::string orders;
    std::uint64_t seed = 1;
    double speed = 1;
    double duration_s = 0;
    double head_start_s = 0;
    std::string hermes = "127.0.0.1:0";
    std::uint16_t hermes_configuration = 0;
    std::string hermes_trace;
    std::string only;
    std::string upstream;
    std::string cfx;
    std::string chaos;
    std::string truth;
};

constexpr auto time_to_say_goodbye = std::chrono::milliseconds(700);

Result<std::string> text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{path, "cannot be read", "check the path"};
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

struct HostPort {
    std::string host;
    std::uint16_t port = 0;
};

std::optional<HostPort> host_port(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return std::nullopt;
    std::uint16_t port = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + colon + 1, end, port);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return HostPort{text.substr(0, colon), port};
}

int emulate(const Options& options) {
    const bool mqtt = options.cfx.rfind("mqtt", 0) == 0;
    if (!options.cfx.empty() &&
        !(mqtt ? parse_mqtt_url(options.cfx).has_value() : options.cfx.rfind("amqp://", 0) == 0)) {
        return fail_usage("--cfx wants amqp://HOST:PORT or mqtt://HOST:PORT");
    }
    if (options.speed <= 0) return fail_usage("--speed must be over 0");
    const auto text = text_of(options.line);
    if (!text) return fail(text.error());
    auto line = read_line_file(*text);
    if (!line.ok()) return fail(Error{options.line, line.faults.front(), "see all with `glassline check`"});
    EmulationOptions emulation;
    emulation.line = line.value;
    if (!options.orders.empty()) {
        const auto orders_text = text_of(options.orders);
        if (!orders_text) return fail(orders_text.error());
        auto orders = read_orders_file(*orders_text);
        if (!orders.ok()) return fail(Error{options.orders, orders.faults.front(), ""});
        emulation.orders = std::move(orders.value);
    } else {
        // Without an orders file the line makes its own products, three orders of them.
        for (const auto& product : line.value.products) {
            WorkOrder order;
            order.id = WorkOrderId("SIM-" + product.id);
            order.product = product.id;
            order.quantity = 100 * product.units_per_panel;
            emulation.orders.push_back(std::move(order));
        }
    }
    const auto hermes = host_port(options.hermes);
    if (!hermes) return fail_usage("--hermes wants HOST:PORT, the port a number from 0 to 65535");
    emulation.hermes_host = hermes->host;
    emulation.hermes_port = hermes->port;
    emulation.configuration_port = options.hermes_configuration;
    emulation.only = options.only;
    if (!options.only.empty() && line.value.find(StationId(options.only)) == nullptr)
        return fail_usage("--only names '" + options.only + "', and the line has no such station");
    if (!options.upstream.empty()) {
        const auto upstream = host_port(options.upstream);
        if (!upstream || upstream->port == 0) return fail_usage("--upstream wants HOST:PORT");
        if (options.only.empty()) return fail_usage("--upstream is for one machine alone: add --only STATION");
        emulation.upstream_host = upstream->host;
        emulation.upstream_port = upstream->port;
    }
    if (last_hermes_port(emulation) > 65'535) {
        return fail_usage("the Hermes ports of this line would end at " + std::to_string(last_hermes_port(emulation)) +
                          ": choose a lower PORT");
    }
    emulation.seed = options.seed;
    emulation.speed = options.speed;
    emulation.head_start = from_seconds(options.head_start_s);
    if (!options.chaos.empty() && !options.only.empty())
        return fail_usage("--chaos is for a whole line, not for --only");
    if (!options.chaos.empty()) {
        const auto chaos_text = text_of(options.chaos);
        if (!chaos_text) return fail(chaos_text.error());
        auto chaos = read_chaos_file(*chaos_text);
        if (chaos.ok()) chaos.faults = check(chaos.value, line.value);
        if (!chaos.ok()) {
            return fail(Error{options.chaos, chaos.faults.front(), "see all with `glassline check`"});
        }
        emulation.chaos = std::move(chaos.value);
        const bool outage = std::any_of(emulation.chaos.begin(), emulation.chaos.end(),
                                        [](const auto& entry) { return entry.kind == ChaosKind::cfx_outage; });
        if (mqtt && outage) return fail_usage("cfx_outage in a chaos file is for --cfx amqp://");
    }
    std::ofstream truth;
    if (!options.truth.empty()) {
        truth.open(options.truth);
        if (!truth) return fail(Error{options.truth, "cannot be written", "check the path"});
        emulation.truth = &truth;
    }
    std::ofstream trace;
    if (!options.hermes_trace.empty()) {
        trace.open(options.hermes_trace);
        if (!trace) return fail(Error{options.hermes_trace, "cannot be written", "check the path"});
        emulation.hermes_trace = &trace;
    }
    asio::io_context io;
    SystemClock clock;
    Emulation running(io, emulation, [&clock] { return clock.now(); });
    const auto addresses = running.start();
    if (!addresses) return fail(addresses.error());
    Json ready = Json::object();
    ready["simulated"] = true;
    ready["seed"] = options.seed;
    ready["stations"] = Json::array();
    for (const auto& machine : *addresses) {
        Json station = {
            {"id", machine.station.value}, {"hermes", machine.supervisory}, {"configuration", machine.configuration}};
        if (!machine.downstream.empty()) station["downstream"] = machine.downstream;
        ready["stations"].push_back(std::move(station));
    }
    running.run(options.cfx);
    std::cout << "ready " << ready.dump() << std::endl;
    asio::signal_set signals(io, SIGINT, SIGTERM);
    asio::steady_timer end(io);
    const auto finish = [&] {
        running.stop();
        end.expires_after(time_to_say_goodbye);
        end.async_wait([&](const asio::error_code&) { io.stop(); });
    };
    signals.async_wait([&](const asio::error_code& error, int) {
        if (!error) finish();
    });
    if (options.duration_s > 0) {
        end.expires_after(std::chrono::milliseconds(static_cast<std::int64_t>(options.duration_s * 1000)));
        end.async_wait([&](const asio::error_code& error) {
            if (!error) finish();
        });
    }
    io.run();
    const auto handovers = running.handovers();
    std::cerr << "Simulated line: " << handovers.confirmed << " handovers confirmed over Hermes links, "
              << handovers.unconfirmed << " not.\n"
              << sentence(running.finish()) << '\n';
    return exit_done;
}

void add_emulate(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("emulate", "A simulated line of machines as real protocol peers on loopback");
    auto options = std::make_shared<Options>();
    command->add_option("--line", options->line, "Line file")->required();
    command->add_option("--orders", options->orders, "Orders file: what the line makes");
    command->add_option("--seed", options->seed, "Seed of the simulation");
    command->add_option("--speed", options->speed, "Simulated seconds a second");
    command->add_option("--duration", options->duration_s, "End after so many seconds");
    command->add_option("--head-start", options->head_start_s, "Simulated seconds before the start: a filled line");
    command->add_option(
        "--hermes", options->hermes,
        "HOST:PORT of the first station's supervisory service, station n has PORT+n-1, the gaps follow");
    command->add_option("--hermes-configuration", options->hermes_configuration,
                        "Port of the first station's configuration service, station n has PORT+n-1; 0: free ones");
    command->add_option("--hermes-trace", options->hermes_trace,
                        "Write every Hermes document, in the format that `glassline import` calls hermes-trace");
    command->add_option("--only", options->only, "Run this station alone: its neighbours are other programs");
    command->add_option("--upstream", options->upstream,
                        "HOST:PORT where the neighbour waits that gives boards to the station of --only");
    command->add_option("--cfx", options->cfx, "URL to send CFX to");
    command->add_option("--chaos", options->chaos, "File that schedules stops and outages");
    command->add_option("--truth", options->truth, "Write what really happened, a JSON value a line");
    command->callback([&chosen, options] { chosen.run = [options] { return emulate(*options); }; });
}

const EnrolCommand enrolled{"emulate", add_emulate};

}  // namespace
}  // namespace glassline::app
