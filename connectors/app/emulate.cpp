// `glassline emulate`: a whole line of machines as separate protocol peers on loopback, moved by the simulation.
#include <CLI/CLI.hpp>
#include <asio.hpp>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include "connectors/app/commands.hpp"
#include "connectors/app/emulation.hpp"
#include "connectors/runtime/clock.hpp"
#include "connectors/transport/mqtt_url.hpp"
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
    std::string cfx;
    std::string chaos;
    std::string truth;
};

Result<std::string> text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{path, "cannot be read", "check the path"};
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

int emulate(const Options& options) {
    const bool mqtt = options.cfx.rfind("mqtt", 0) == 0;
    if (!options.cfx.empty() &&
        !(mqtt ? parse_mqtt_url(options.cfx).has_value() : options.cfx.rfind("amqp://", 0) == 0)) {
        return fail_usage("--cfx wants amqp://HOST:PORT or mqtt://HOST:PORT");
    }
    if (!options.chaos.empty()) return fail_usage("--chaos is not built yet");
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
    const auto colon = options.hermes.rfind(':');
    if (colon == std::string::npos) return fail_usage("--hermes wants HOST:PORT");
    emulation.hermes_host = options.hermes.substr(0, colon);
    emulation.hermes_port =
        static_cast<std::uint16_t>(std::strtoul(options.hermes.substr(colon + 1).c_str(), nullptr, 10));
    emulation.seed = options.seed;
    emulation.speed = options.speed;
    emulation.head_start = from_seconds(options.head_start_s);
    std::ofstream truth;
    if (!options.truth.empty()) {
        truth.open(options.truth);
        if (!truth) return fail(Error{options.truth, "cannot be written", "check the path"});
        emulation.truth = &truth;
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
    for (std::size_t i = 0; i < addresses->size(); ++i) {
        ready["stations"].push_back({{"id", line.value.stations[i].id.value}, {"hermes", (*addresses)[i]}});
    }
    running.run(options.cfx);
    std::cout << "ready " << ready.dump() << std::endl;
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](const asio::error_code&, int) { io.stop(); });
    asio::steady_timer end(io);
    if (options.duration_s > 0) {
        end.expires_after(std::chrono::milliseconds(static_cast<std::int64_t>(options.duration_s * 1000)));
        end.async_wait([&](const asio::error_code& error) {
            if (!error) io.stop();
        });
    }
    io.run();
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
    command->add_option("--hermes", options->hermes,
                        "HOST:PORT of the first station's supervisory service, station n has PORT+n-1");
    command->add_option("--cfx", options->cfx, "URL to send CFX to");
    command->add_option("--chaos", options->chaos, "File that schedules stops and outages");
    command->add_option("--truth", options->truth, "Write what really happened, a JSON value a line");
    command->callback([&chosen, options] { chosen.run = [options] { return emulate(*options); }; });
}

const EnrolCommand enrolled{"emulate", add_emulate};

}  // namespace
}  // namespace glassline::app
