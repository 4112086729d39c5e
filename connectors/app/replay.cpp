// glassline replay: a recording served as if live, on the API of a running server.
#include <CLI/CLI.hpp>
#include <asio.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include "connectors/app/commands.hpp"
#include "connectors/app/option_values.hpp"
#include "connectors/app/server.hpp"
#include "connectors/app/state_dir.hpp"
#include "connectors/gateway/gateway.hpp"
#include "connectors/runtime/replay_host.hpp"
#include "connectors/runtime/signals.hpp"

namespace glassline::app {
namespace {

struct Options {
    std::string journal;
    double speed = 1;
    std::string at;
    std::string state;
    std::string operator_listen = "127.0.0.1:8480";
    std::string customer_listen = "127.0.0.1:8481";
};

Status go_to(ReplayHost& host, const std::string& at) {
    if (at.empty()) return Done{};
    const auto time = time_option("--at", at);
    return time ? host.seek(*time) : Status(time.error());
}

/// What POST /api/v1/replay does. On the gateway's strand only.
class Control {
public:
    Control(ReplayHost& host, double speed) : host_(host), speed_(speed > 0 ? speed : 1), paused_(speed <= 0) {}

    Result<gateway::ReplayAnswer> operator()(const gateway::ReplayRequest& asked) {
        if (asked.speed && !(*asked.speed > 0 && *asked.speed <= max_replay_speed)) {
            return Error{"speed", "must be over 0 and at most 10000", "use `paused` to stand still"};
        }
        if (asked.at) {
            if (const auto sought = host_.seek(*asked.at); !sought) return sought.error();
        }
        speed_ = asked.speed.value_or(speed_);
        paused_ = asked.paused.value_or(paused_);
        if (asked.speed || asked.paused) host_.set_speed(paused_ ? 0 : speed_);
        const auto [first, last] = host_.span();
        return gateway::ReplayAnswer{speed_, paused_, host_.now(), first, last, host_.at_end()};
    }

private:
    ReplayHost& host_;
    double speed_;
    bool paused_;
};

int replay(const Options& options) {
    StopSignals signals;
    const auto host = ReplayHost::open(options.journal);
    if (!host) return fail(host.error());
    if (const auto sought = go_to(**host, options.at); !sought) return fail(sought.error());
    gateway::Options doors;
    doors.operator_listen = options.operator_listen;
    doors.customer_listen = options.customer_listen;
    doors.state_dir = options.state.empty() ? default_state_dir() : options.state;
    doors.replay = [control = std::make_shared<Control>(**host, options.speed)](const auto& asked) {
        return (*control)(asked);
    };
    asio::io_context io;
    gateway::Gateway gate(io, **host, doors);
    const auto bound = gate.start();
    if (!bound) return fail(bound.error());
    auto work = asio::make_work_guard(io);
    std::thread thread([&io] { io.run(); });
    (*host)->set_speed(options.speed);
    Ready ready;
    ready.operator_url = bound->operator_url;
    ready.customer_url = bound->public_url;
    ready.state = doors.state_dir;
    ready.sources.push_back({"recording", "journal", options.journal});
    std::printf("%s\n", ready_line(ready).c_str());
    std::fflush(stdout);
    signals.wait();
    gate.stop();
    io.stop();
    thread.join();
    return exit_done;
}

void add_replay(CLI::App& app, Chosen& chosen) {
    auto* command = app.add_subcommand("replay", "Serve a recording as if live");
    auto options = std::make_shared<Options>();
    command->add_option("journal", options->journal, "The journal's file")->required();
    command->add_option("--speed", options->speed, "How fast plant time runs; 1: as it was, 0: it stands still")
        ->check(CLI::Range(0.0, max_replay_speed));
    command->add_option("--at", options->at, "Where to begin, like 2026-11-23T14:03:07Z")->check(a_time());
    command->add_option("--state", options->state, "Folder of tokens and keys; default: $XDG_STATE_HOME/glassline");
    command->add_option("--operator-listen", options->operator_listen,
                        "host:port of the operator API, port 0: a free one");
    command->add_option("--customer-listen", options->customer_listen, "host:port of the customer side");
    command->callback([&chosen, options] { chosen.run = [options] { return replay(*options); }; });
}

const EnrolCommand enrolled{"replay", add_replay};

}  // namespace
}  // namespace glassline::app
