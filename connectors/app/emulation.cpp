#include "connectors/app/emulation.hpp"

#include <array>
#include <asio.hpp>
#include <deque>
#include <map>

#include "connectors/app/link_chaos.hpp"
#include "connectors/transport/amqp_sender.hpp"
#include "connectors/wire/cfx/encode.hpp"
#include "connectors/wire/hermes/from_events.hpp"
#include "connectors/wire/hermes/supervisory_server.hpp"
#include "twin/simulation/line_simulation.hpp"

namespace glassline::app {
namespace {

using asio::ip::tcp;

inline constexpr std::size_t max_clients = 8;           // a machine serves so many supervisory systems
inline constexpr std::size_t max_remembered = 100'000;  // reports of the head start kept for the first client
inline constexpr std::size_t max_late = 100'000;        // messages that chaos holds back
inline constexpr auto heartbeat_period = std::chrono::seconds(30);

// Stations that read the codes of what arrives.
bool has_scanner(StationKind kind) {
    return kind == StationKind::printer || kind == StationKind::paste_inspection ||
           kind == StationKind::optical_inspection;
}

struct Report {
    hermes::Message message;
    Instant at{};
};

// One supervisory client of one machine.
class Client : public std::enable_shared_from_this<Client> {
public:
    Client(tcp::socket socket, const std::string& machine, const std::string& zone, const std::function<Instant()>& now,
           std::function<void()> on_tracking)
        : socket_(std::move(socket)), session_(machine, zone), now_(now), on_tracking_(std::move(on_tracking)) {}

    void start() { read(); }
    void close() {
        asio::error_code ignored;
        socket_.close(ignored);
    }
    [[nodiscard]] bool open() const { return socket_.is_open(); }
    [[nodiscard]] bool tracking() const { return session_.tracking(); }
    void report(const Report& report) {
        session_.report(report.message, report.at);
        flush();
    }

private:
    void read() {
        socket_.async_read_some(asio::buffer(in_),
                                [self = shared_from_this()](const asio::error_code& error, std::size_t n) {
                                    if (error) return self->close();
                                    const bool before = self->session_.tracking();
                                    self->session_.feed(std::string_view(self->in_.data(), n), self->now_());
                                    if (!before && self->session_.tracking()) self->on_tracking_();
                                    self->flush();
                                    if (self->open()) self->read();
                                });
    }
    void flush() {
        out_ += session_.take_output();
        if (writing_ || out_.empty()) {
            if (!writing_ && !session_.close_reason().empty()) close();
            return;
        }
        writing_ = true;
        sending_ = std::exchange(out_, {});
        asio::async_write(socket_, asio::buffer(sending_),
                          [self = shared_from_this()](const asio::error_code& error, std::size_t) {
                              self->writing_ = false;
                              if (error) return self->close();
                              self->flush();
                          });
    }

    tcp::socket socket_;
    hermes::SupervisoryServer session_;
    std::function<Instant()> now_;
    std::function<void()> on_tracking_;
    std::array<char, 4096> in_{};
    std::string out_;
    std::string sending_;
    bool writing_ = false;
};

struct Machine {
    explicit Machine(asio::io_context& io) : acceptor(io) {}
    tcp::acceptor acceptor;
    std::vector<std::shared_ptr<Client>> clients;
    std::deque<Report> remembered;  // told to the first client that tracks boards
    std::unique_ptr<AmqpSender> cfx;
    tcp::endpoint endpoint;
    bool silenced = false;  // by an outage
};

}  // namespace

struct Emulation::Impl : std::enable_shared_from_this<Emulation::Impl> {
    Impl(asio::io_context& loop, EmulationOptions chosen, std::function<Instant()> clock)
        : io(loop), options(std::move(chosen)), now(std::move(clock)), timer(loop), truth(options.truth) {}

    Status bind(std::size_t index, std::uint16_t port) {
        auto machine = std::make_unique<Machine>(io);
        asio::error_code error;
        const auto address = asio::ip::make_address(options.hermes_host, error);
        if (error) return Error{"--hermes", "'" + options.hermes_host + "' is not an address", "write 127.0.0.1:PORT"};
        machine->endpoint = tcp::endpoint(address, port);
        if (!listen(*machine, &error)) {
            return Error{"--hermes",
                         "port " + std::to_string(port) + " can't be bound for " +
                             options.line.stations[index].id.value + ": " + error.message(),
                         "choose a free range of ports"};
        }
        machine->endpoint = machine->acceptor.local_endpoint();
        machines.push_back(std::move(machine));
        return Done{};
    }

    static bool listen(Machine& machine, asio::error_code* said = nullptr) {
        asio::error_code error;
        machine.acceptor.open(machine.endpoint.protocol(), error);
        if (!error) machine.acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) machine.acceptor.bind(machine.endpoint, error);
        if (!error) machine.acceptor.listen(16, error);
        if (said != nullptr) *said = error;
        return !error;
    }

    void accept(std::size_t index) {
        machines[index]->acceptor.async_accept(
            [self = shared_from_this(), index](const asio::error_code& error, tcp::socket socket) {
                if (error) return;
                auto& machine = *self->machines[index];
                std::erase_if(machine.clients, [](const auto& client) { return !client->open(); });
                if (machine.clients.size() < max_clients) {
                    const auto& station = self->options.line.stations[index];
                    auto client =
                        std::make_shared<Client>(std::move(socket), station.hermes_machine_id, self->options.line.zone,
                                                 self->now, [self, index] { self->tell_remembered(index); });
                    machine.clients.push_back(client);
                    client->start();
                }
                self->accept(index);
            });
    }

    void tell_remembered(std::size_t index) {
        asio::post(io, [self = shared_from_this(), index] {
            auto& machine = *self->machines[index];
            for (const auto& report : machine.remembered) {
                for (auto& client : machine.clients) client->report(report);
            }
            machine.remembered.clear();
        });
    }

    // Simulated time runs `speed` times as fast as the plant's, from the start on; reports carry the plant's time.
    void advance() {
        const Instant real = now();
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
        if (real >= next_heartbeat) {
            next_heartbeat = real + heartbeat_period;
            for (std::size_t i = 0; i < machines.size(); ++i) {
                HeartbeatReceived beat{options.line.stations[i].id, seconds(Duration(heartbeat_period))};
                send_cfx(i, beat, real, {});
            }
        }
        truth.flush();
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
        for (const auto channel : {Channel::cfx, Channel::hermes}) {
            const double at_s = seconds(simulated.at - (simulated_start + options.head_start));
            const auto fate = links.fate(i, channel, at_s);
            auto send = [this, channel, i, simulated, at] {
                channel == Channel::cfx ? send_cfx(i, simulated.event, at, simulated.place)
                                        : tell_hermes(i, simulated.event, at);
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

    // An outage that begins or ends. CFX stores and forwards; over Hermes nobody hears what is said meanwhile.
    void turn_link(const LinkTurn& turn, Instant at) {
        auto& machine = *machines[turn.station];
        truth.link(turn.down ? "link_down" : "link_up", options.line.stations[turn.station].id, name_of(turn.channel),
                   at);
        if (turn.channel == Channel::cfx) {
            if (machine.cfx) turn.down ? machine.cfx->stop() : machine.cfx->start();
            return;
        }
        machine.silenced = turn.down;
        if (turn.down) {
            asio::error_code ignored;
            machine.acceptor.close(ignored);
            for (auto& client : machine.clients) client->close();
        } else if (listen(machine)) {
            accept(turn.station);
        }
    }

    void tell_hermes(std::size_t index, const Event& event, Instant at) {
        const auto message = hermes::from_event(event, options.line.stations[index]);
        if (!message) return;
        auto& machine = *machines[index];
        if (machine.silenced) {
            ++losses.by_chaos;
            truth.lost(event, options.line.stations[index].id, name_of(Channel::hermes), at);
            return;
        }
        bool told = false;
        for (auto& client : machine.clients) {
            if (!client->open() || !client->tracking()) continue;
            client->report({*message, at});
            told = true;
        }
        // A real machine forgets what nobody heard; the head start is kept, so that a demo begins with a full line.
        if (told) return;
        if (machine.remembered.size() < max_remembered) {
            machine.remembered.push_back({*message, at});
        } else {
            ++losses.hermes_forgotten;
        }
    }

    void send_cfx(std::size_t index, const Event& event, Instant at, const FaultPlace& place) {
        auto& machine = *machines[index];
        if (!machine.cfx) return;
        const auto& station = options.line.stations[index];
        cfx::Head head{station.cfx_handle, next_id(), at, 0, place};
        // A full store: a real machine loses it, too.
        if (auto message = cfx::encode(head, event); message && !machine.cfx->send(std::move(*message))) {
            ++losses.cfx_store_full;
        }
        const auto* arrived = std::get_if<UnitsArrived>(&event);
        if (arrived == nullptr || !has_scanner(station.kind)) return;
        head.unique_id = next_id();
        if (!machine.cfx->send(cfx::encode_identifiers_read(head, arrived->panel, arrived->facts))) {
            ++losses.cfx_store_full;
        }
    }

    std::string next_id() {
        const auto high = guids.next();
        return cfx::guid(high, guids.next());
    }

    void tick() {
        timer.expires_after(std::chrono::milliseconds(50));
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
    std::vector<std::unique_ptr<Machine>> machines;
    std::unique_ptr<LineSimulation> simulation;
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

Result<std::vector<std::string>> Emulation::start() {
    std::vector<std::string> addresses;
    for (std::size_t i = 0; i < impl_->options.line.stations.size(); ++i) {
        const auto port = impl_->options.hermes_port == 0 ? 0 : impl_->options.hermes_port + i;
        if (auto bound = impl_->bind(i, static_cast<std::uint16_t>(port)); !bound) return bound.error();
        addresses.push_back(impl_->options.hermes_host + ":" +
                            std::to_string(impl_->machines.back()->acceptor.local_endpoint().port()));
    }
    asio::post(impl_->io, [impl = impl_] {
        for (std::size_t i = 0; i < impl->machines.size(); ++i) impl->accept(i);
    });
    return addresses;
}

void Emulation::run(const std::string& cfx_url) {
    asio::post(impl_->io, [impl = impl_, cfx_url] {
        impl->started = impl->now();
        impl->simulated_start = impl->started;
        // Each run has message ids of its own: a receiver drops a UniqueID that it knows.
        impl->guids = Rng(impl->options.seed ^ static_cast<std::uint64_t>(micros(impl->started)));
        auto& options = impl->options;
        impl->links = LinkChaos(options.chaos, options.line, options.seed);
        Chaos chaos = options.chaos;
        for (auto& entry : chaos) entry.at_s += seconds(options.head_start);
        impl->simulation = std::make_unique<LineSimulation>(options.line, options.orders, options.seed,
                                                            impl->simulated_start, options.tuning, chaos);
        for (std::size_t i = 0; i < impl->machines.size() && !cfx_url.empty(); ++i) {
            const auto& station = impl->options.line.stations[i];
            if (station.cfx_handle.empty()) continue;
            AmqpSenderOptions sender;
            sender.url = cfx_url;
            sender.container_id = station.cfx_handle;
            impl->machines[i]->cfx = std::make_unique<AmqpSender>(impl->io, std::move(sender));
            impl->machines[i]->cfx->start();
        }
        impl->advance();
        impl->tick();
    });
}

EmulationLosses Emulation::finish() {
    auto& losses = impl_->losses;
    if (impl_->simulation) losses.truths_dropped = impl_->simulation->truths_dropped();
    impl_->truth.losses(losses, impl_->now());
    return losses;
}

void Emulation::stop() {
    asio::post(impl_->io, [impl = impl_] {
        impl->timer.cancel();
        for (auto& machine : impl->machines) {
            asio::error_code ignored;
            machine->acceptor.close(ignored);
            if (machine->cfx) machine->cfx->stop();
            for (auto& client : machine->clients) client->close();
        }
    });
}

}  // namespace glassline::app
