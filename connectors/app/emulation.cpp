#include "connectors/app/emulation.hpp"

#include <algorithm>
#include <asio.hpp>
#include <map>

#include "connectors/app/cfx_voice.hpp"
#include "connectors/app/hermes_machine.hpp"
#include "connectors/app/link_chaos.hpp"
#include "connectors/app/lone_machine.hpp"
#include "connectors/runtime/log.hpp"
#include "connectors/wire/hermes/from_events.hpp"
#include "connectors/wire/hermes/to_events.hpp"
#include "twin/simulation/line_simulation.hpp"

namespace glassline::app {
namespace {

// One scan of a machine's control: how often simulated time goes on, and the pace of a machine that runs alone.
inline constexpr auto scan = std::chrono::milliseconds(50);
inline constexpr auto heartbeat_period = std::chrono::seconds(30);
inline constexpr std::size_t max_late = 100'000;  // messages that chaos holds back

// A station with what the simulation's events tell of it.
struct Machine {
    std::size_t index = 0;  // in the line
    std::shared_ptr<HermesMachine> hermes;
    std::unique_ptr<CfxVoice> cfx;
    std::size_t inside = 0;
    std::size_t faults = 0;
};

template <class M>
std::string address(const std::string& host, M port) {
    return host + ":" + std::to_string(port);
}

}  // namespace

std::uint32_t last_hermes_port(const EmulationOptions& options) {
    const auto stations = options.only.empty() ? static_cast<std::uint32_t>(options.line.stations.size()) : 1U;
    const std::uint32_t gaps = options.only.empty() ? stations - 1 : 1;
    const std::uint32_t last = options.hermes_port == 0 ? 0U : options.hermes_port + stations + gaps - 1U;
    return std::max(last, options.configuration_port == 0 ? 0U : options.configuration_port + stations - 1U);
}

struct Emulation::Impl : std::enable_shared_from_this<Emulation::Impl> {
    Impl(asio::io_context& loop, EmulationOptions chosen, std::function<Instant()> clock)
        : io(loop),
          options(std::move(chosen)),
          now(std::move(clock)),
          timer(loop),
          trace(options.hermes_trace),
          truth(options.truth) {}

    [[nodiscard]] bool alone() const { return !options.only.empty(); }
    [[nodiscard]] bool emulated(std::size_t index) const {
        return !alone() || options.line.stations[index].id.value == options.only;
    }

    Machine make_machine(std::size_t index) {
        HermesMachineOptions made;
        made.station = options.line.stations[index];
        if (made.station.hermes_machine_id.empty()) made.station.hermes_machine_id = made.station.id.value;
        made.host = options.hermes_host;
        made.zone = options.line.zone;
        made.now = now;
        made.trace = &trace;
        for (const auto& order : options.orders) made.orders.insert(order.id.value);
        made.wire_leads = alone();
        made.transport = from_seconds(options.tuning.transfer_s / options.speed);
        Machine machine;
        machine.index = index;
        HermesMachine::Listener listener;
        listener.given = [this](const std::string& board) {
            if (lone) lone->given(board);
        };
        listener.taken = [this, index](const hermes::Board& board) {
            if (lone) lone->taken(board, now());
            tell_handover(index, board.board_id, board.top_barcode, true);
        };
        listener.unconfirmed = [this, index](const std::string& board) { tell_handover(index, board, "", false); };
        listener.work_order = [this](const hermes::SendWorkOrderInfo& order) {
            if (lone) lone->work_order(order);
        };
        machine.hermes = std::make_shared<HermesMachine>(io, std::move(made), std::move(listener));
        return machine;
    }

    Result<std::vector<MachineAddresses>> bind() {
        const auto count = options.line.stations.size();
        for (std::size_t i = 0; i < count; ++i) {
            if (emulated(i)) machines.push_back(make_machine(i));
        }
        std::vector<MachineAddresses> bound;
        const auto port = [](std::uint16_t first, std::size_t n) {
            return static_cast<std::uint16_t>(first == 0 ? 0 : first + n);
        };
        for (std::size_t i = 0; i < machines.size(); ++i) {
            auto& hermes = *machines[i].hermes;
            const auto& station = options.line.stations[machines[i].index];
            auto done = hermes.serve_supervisory(port(options.hermes_port, i));
            if (done) done = hermes.serve_configuration(port(options.configuration_port, i));
            const bool last = machines[i].index + 1 == count;
            if (done && !last) done = hermes.give_boards(port(options.hermes_port, machines.size() + i));
            if (!done) return Error{"station " + station.id.value, done.error().what, "choose a free range of ports"};
            bound.push_back({station.id, address(options.hermes_host, hermes.supervisory_port()),
                             address(options.hermes_host, hermes.configuration_port()),
                             last ? "" : address(options.hermes_host, hermes.outlet()->port())});
        }
        for (std::size_t i = 1; i < machines.size(); ++i)
            machines[i].hermes->take_boards(options.hermes_host, machines[i - 1].hermes->outlet()->port());
        if (alone() && (machines[0].index > 0 || !options.upstream_host.empty()))
            machines[0].hermes->take_boards(options.upstream_host, options.upstream_port);
        return bound;
    }

    void begin(const std::string& cfx_url) {
        started = now();
        simulated_start = started;
        // Each run has message ids of its own: a receiver drops a UniqueID that it knows.
        guids = Rng(options.seed ^ static_cast<std::uint64_t>(micros(started)));
        for (auto& machine : machines) {
            const auto& station = options.line.stations[machine.index];
            if (cfx_url.empty() || station.cfx_handle.empty()) continue;
            machine.cfx = std::make_unique<CfxVoice>(io, cfx_url, station, [this] { return next_id(); });
            machine.cfx->connect();
        }
        if (alone()) {
            begin_alone();
        } else {
            links = LinkChaos(options.chaos, options.line, options.seed);
            Chaos chaos = options.chaos;
            for (auto& entry : chaos) entry.at_s += seconds(options.head_start);
            simulation = std::make_unique<LineSimulation>(options.line, options.orders, options.seed, simulated_start,
                                                          options.tuning, chaos);
        }
        advance();
        tick();
    }

    void begin_alone() {
        auto& machine = machines[0];
        LoneMachine::Setting setting;
        setting.line = options.line;
        setting.station = machine.index;
        setting.orders = options.orders;
        setting.seed = static_cast<std::uint64_t>(guids.next());
        setting.speed = options.speed;
        setting.makes_boards = machine.hermes->inlet() == nullptr;
        setting.keeps_boards = machine.hermes->outlet() == nullptr;
        lone = std::make_unique<LoneMachine>(
            std::move(setting), [this](const hermes::Message& message) { report_alone(message); },
            [this](const hermes::Board& board) { machines[0].hermes->outlet()->offer(board, now()); });
    }

    // The wire leads: what came over it is reported, over CFX and in the truth as the events that it means.
    void report_alone(hermes::Message message) {
        auto& machine = machines[0];
        const auto& id = machine.hermes->station().hermes_machine_id;
        if (auto* arrived = std::get_if<hermes::BoardArrived>(&message)) arrived->machine_id = id;
        if (auto* departed = std::get_if<hermes::BoardDeparted>(&message)) departed->machine_id = id;
        count(machine.hermes->report(message, now()));
        const auto& station = options.line.stations[machine.index].id;
        for (const auto& event : hermes::to_events({"", message}, {options.line, station}).events) {
            send_cfx(machine, event, now(), {});
            truth.event(event, now());
        }
    }

    void advance_alone() {
        auto& hermes = *machines[0].hermes;
        if (const auto barcode = lone->take_question()) {
            if (hermes.ask_work_order(*barcode, now())) lone->asked(now());
        }
        lone->tick(now());
        hermes.set_current_order(lone->current_order());
        if (hermes.inlet() != nullptr) hermes.inlet()->set_ready(lone->has_room());
    }

    // Simulated time runs `speed` times as fast as the plant's, from the start on; reports carry the plant's time.
    void advance() {
        const Instant real = now();
        alone() ? advance_alone() : advance_line(real);
        if (real >= next_heartbeat) {
            next_heartbeat = real + heartbeat_period;
            for (auto& machine : machines) {
                HeartbeatReceived beat{options.line.stations[machine.index].id, seconds(Duration(heartbeat_period))};
                send_cfx(machine, beat, real, {});
            }
        }
        for (auto& machine : machines) machine.hermes->tick();
        truth.flush();
    }

    void advance_line(Instant real) {
        const auto elapsed =
            Duration{static_cast<std::int64_t>(static_cast<double>((real - started).count()) * options.speed)};
        const Instant simulated_now = simulated_start + options.head_start + elapsed;
        for (const auto& turn : links.turns(seconds(elapsed))) turn_link(turn, real);
        for (auto& simulated : simulation->advance_to(simulated_now)) {
            to_plant_time(simulated.event);
            tell(simulated, plant_time(simulated.at));
        }
        for (const auto& note : simulation->take_truths()) truth.note(note, plant_time(note.at));
        while (!late.empty() && late.begin()->first <= simulated_now) {
            const auto send = std::move(late.begin()->second);
            late.erase(late.begin());
            send();
        }
        for (auto& machine : machines) {
            if (machine.hermes->inlet() == nullptr) continue;
            machine.hermes->inlet()->set_ready(machine.inside < options.line.stations[machine.index].capacity &&
                                               machine.faults == 0);
        }
    }

    [[nodiscard]] Instant plant_time(Instant simulated) const {
        const auto since = simulated - (simulated_start + options.head_start);
        return started + Duration{static_cast<std::int64_t>(static_cast<double>(since.count()) / options.speed)};
    }

    // The times and durations inside an event.
    void to_plant_time(Event& event) const {
        if (auto* fault = std::get_if<FaultOccurred>(&event)) {
            fault->fault.occurred_at = plant_time(fault->fault.occurred_at);
        }
        if (auto* inspected = std::get_if<UnitsInspected>(&event)) {
            for (auto& unit : inspected->units) {
                for (auto& defect : unit.defects) defect.found_at = plant_time(defect.found_at);
            }
        }
        auto* changed = std::get_if<StationStateChanged>(&event);
        if (changed != nullptr && changed->old_duration.count() > 0) {
            const double lasted = static_cast<double>(changed->old_duration.count()) / options.speed;
            changed->old_duration = Duration{static_cast<std::int64_t>(lasted)};
        }
    }

    void tell(const SimulatedEvent& simulated, Instant at) {
        const auto station_id = std::visit(
            []<class T>(const T& e) {
                if constexpr (requires { e.station; }) return e.station;
                return StationId();
            },
            simulated.event);
        const int index = options.line.index_of(station_id);
        truth.event(simulated.event, at);
        if (index < 0) return;
        const auto i = static_cast<std::size_t>(index);
        tell_neighbours(machines[i], simulated.event, at);
        for (const auto channel : {Channel::cfx, Channel::hermes}) {
            const double at_s = seconds(simulated.at - (simulated_start + options.head_start));
            const auto fate = links.fate(i, channel, at_s);
            auto send = [this, channel, i, simulated, at] {
                channel == Channel::cfx ? send_cfx(machines[i], simulated.event, at, simulated.place)
                                        : tell_hermes(machines[i], simulated.event, at);
            };
            if (fate.lost) {
                ++losses.by_chaos;
                truth.lost(simulated.event, station_id, name_of(channel), at);
            } else if (fate.delay_s <= 0) {
                send();
            } else if (late.size() >= max_late) {
                ++losses.late_dropped;
            } else {
                late.emplace(simulated.at + from_seconds(fate.delay_s), std::move(send));
            }
        }
    }

    // An outage that begins or ends. CFX stores and forwards; over Hermes nobody hears what is said meanwhile. The
    // links to the neighbours are other cables.
    void turn_link(const LinkTurn& turn, Instant at) {
        auto& machine = machines[turn.station];
        const auto& station = options.line.stations[turn.station].id;
        truth.link(turn.down ? "link_down" : "link_up", station, name_of(turn.channel), at);
        if (turn.channel == Channel::cfx) {
            if (machine.cfx) turn.down ? machine.cfx->disconnect() : machine.cfx->connect();
        } else if (turn.down) {
            machine.hermes->unplug_supervisory();
        } else if (const auto back = machine.hermes->plug_supervisory(); !back) {
            log_warning("simulated line: " + station.value + " stays unplugged: " + back.error().text());
        }
    }

    void tell_hermes(Machine& machine, const Event& event, Instant at) {
        const auto message = hermes::from_event(event, machine.hermes->station());
        if (!message) return;
        const auto heard = machine.hermes->report(*message, at);
        count(heard);
        if (heard == HermesMachine::Heard::unplugged)
            truth.lost(event, options.line.stations[machine.index].id, name_of(Channel::hermes), at);
    }

    void count(HermesMachine::Heard heard) {
        if (heard == HermesMachine::Heard::forgotten) ++losses.hermes_forgotten;
        if (heard == HermesMachine::Heard::unplugged) ++losses.by_chaos;
    }

    // The simulation leads: it says which board stands at an outlet, which one moved and who has room. The links say it
    // after. What happened before the start (the head start) had no link.
    void tell_neighbours(Machine& machine, const Event& event, Instant at) {
        if (const auto* departed = std::get_if<UnitsDeparted>(&event)) {
            if (machine.inside > 0) --machine.inside;
            if (departed->transfer == Transfer::by_conveyor && machine.hermes->outlet() != nullptr) {
                machine.hermes->outlet()->offer(hermes::board_of(departed->panel, departed->facts),
                                                at + from_seconds(options.tuning.transfer_s / options.speed));
            }
        } else if (const auto* arrived = std::get_if<UnitsArrived>(&event)) {
            ++machine.inside;
            machine.hermes->set_current_order(arrived->facts.order.value);
            if (machine.index == 0 && at >= started)
                static_cast<void>(machine.hermes->ask_work_order(arrived->panel.top_barcode, at));
            if (arrived->transfer != Transfer::by_conveyor || machine.index == 0) return;
            auto* outlet = machines[machine.index - 1].hermes->outlet();
            if (at < started) return outlet->drop(arrived->panel.hermes_board_id);
            outlet->moved(arrived->panel.hermes_board_id);
            machine.hermes->inlet()->take(arrived->panel.hermes_board_id);
        } else if (std::holds_alternative<FaultOccurred>(event)) {
            ++machine.faults;
        } else if (std::holds_alternative<FaultCleared>(event) && machine.faults > 0) {
            --machine.faults;
        }
    }

    void tell_handover(std::size_t index, const std::string& board, const std::string& barcode, bool confirmed) {
        ++(confirmed ? handovers.confirmed : handovers.unconfirmed);
        const auto& station = options.line.stations[index].id.value;
        if (!confirmed) {
            log_warning("simulated line: the Hermes link to " + station + " did not confirm the handover of board " +
                        board + " (" + std::to_string(handovers.unconfirmed) + " so far)");
        }
        truth.handover(options.line.stations[index].id, board, barcode, confirmed, now());
    }

    void send_cfx(Machine& machine, const Event& event, Instant at, const FaultPlace& place) {
        if (machine.cfx) losses.cfx_store_full += machine.cfx->say(event, at, place);
    }

    std::string next_id() {
        const auto high = guids.next();
        return cfx::guid(high, guids.next());
    }

    void tick() {
        timer.expires_after(scan);
        timer.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (error) return;
            self->advance();
            self->tick();
        });
    }

    asio::io_context& io;
    EmulationOptions options;
    std::function<Instant()> now;
    asio::steady_timer timer;
    HermesTrace trace;
    std::vector<Machine> machines;
    std::unique_ptr<LineSimulation> simulation;
    std::unique_ptr<LoneMachine> lone;
    Handovers handovers;
    Instant started{};
    Instant simulated_start{};
    Rng guids{1};
    TruthFile truth;
    LinkChaos links;
    EmulationLosses losses;
    Instant next_heartbeat{};
    std::multimap<Instant, std::function<void()>> late;  // by simulated time
};

Emulation::Emulation(asio::io_context& io, EmulationOptions options, std::function<Instant()> now)
    : impl_(std::make_shared<Impl>(io, std::move(options), std::move(now))) {}

Emulation::~Emulation() { stop(); }

Result<std::vector<MachineAddresses>> Emulation::start() { return impl_->bind(); }

void Emulation::run(const std::string& cfx_url) {
    asio::post(impl_->io, [impl = impl_, cfx_url] { impl->begin(cfx_url); });
}

void Emulation::stop() {
    asio::post(impl_->io, [impl = impl_] {
        impl->timer.cancel();
        for (auto& machine : impl->machines) {
            machine.hermes->stop();
            if (machine.cfx) machine.cfx->disconnect();
        }
    });
}

Handovers Emulation::handovers() const { return impl_->handovers; }

EmulationLosses Emulation::finish() {
    auto& losses = impl_->losses;
    if (impl_->simulation) losses.truths_dropped = impl_->simulation->truths_dropped();
    impl_->truth.losses(losses, impl_->now());
    return losses;
}

}  // namespace glassline::app
