#include "connectors/app/emulation.hpp"

#include <array>
#include <asio.hpp>
#include <deque>
#include <ostream>

#include "connectors/transport/amqp_sender.hpp"
#include "connectors/transport/mqtt_client.hpp"
#include "connectors/wire/cfx/encode.hpp"
#include "connectors/wire/hermes/from_events.hpp"
#include "connectors/wire/hermes/supervisory_server.hpp"
#include "connectors/wire/json/described_json.hpp"
#include "twin/simulation/line_simulation.hpp"

namespace glassline::app {
namespace {

using asio::ip::tcp;

inline constexpr std::size_t max_clients = 8;           // a machine serves so many supervisory systems
inline constexpr std::size_t max_remembered = 100'000;  // reports of the head start kept for the first client

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
    std::unique_ptr<MqttClient> cfx_mqtt;
};

// CFX over MQTT has the routing key of the AMQP way with slashes: Vendor/Model/Serial/CFX/Production/WorkStarted.
MqttMessage slashed(const AmqpMessage& message) {
    MqttMessage out;
    out.topic = message.subject;
    for (auto& c : out.topic) c = c == '.' ? '/' : c;
    out.payload = message.body;
    return out;
}

}  // namespace

struct Emulation::Impl : std::enable_shared_from_this<Emulation::Impl> {
    Impl(asio::io_context& loop, EmulationOptions chosen, std::function<Instant()> clock)
        : io(loop), options(std::move(chosen)), now(std::move(clock)), timer(loop) {}

    Status bind(std::size_t index, std::uint16_t port) {
        auto machine = std::make_unique<Machine>(io);
        asio::error_code error;
        const auto address = asio::ip::make_address(options.hermes_host, error);
        if (error) return Error{"--hermes", "'" + options.hermes_host + "' is not an address", "write 127.0.0.1:PORT"};
        const tcp::endpoint endpoint(address, port);
        machine->acceptor.open(endpoint.protocol(), error);
        if (!error) machine->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) machine->acceptor.bind(endpoint, error);
        if (!error) machine->acceptor.listen(16, error);
        if (error) {
            return Error{"--hermes",
                         "port " + std::to_string(port) + " can't be bound for " +
                             options.line.stations[index].id.value + ": " + error.message(),
                         "choose a free range of ports"};
        }
        machines.push_back(std::move(machine));
        return Done{};
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
        for (auto& simulated : simulation->advance_to(simulated_start + options.head_start + elapsed)) {
            const auto since = simulated.at - (simulated_start + options.head_start);
            const Instant at =
                started + Duration{static_cast<std::int64_t>(static_cast<double>(since.count()) / options.speed)};
            tell(simulated.event, at);
        }
    }

    void tell(const Event& event, Instant at) {
        const auto station_id = std::visit(
            []<class T>(const T& e) {
                if constexpr (requires { e.station; }) return e.station;
                return StationId();
            },
            event);
        const int index = options.line.index_of(station_id);
        if (index >= 0) {
            const auto i = static_cast<std::size_t>(index);
            tell_hermes(i, event, at);
            tell_cfx(i, event, at);
        }
        if (options.truth != nullptr) write_truth(event, at);
    }

    void tell_hermes(std::size_t index, const Event& event, Instant at) {
        const auto message = hermes::from_event(event, options.line.stations[index]);
        if (!message) return;
        auto& machine = *machines[index];
        bool told = false;
        for (auto& client : machine.clients) {
            if (!client->open() || !client->tracking()) continue;
            client->report({*message, at});
            told = true;
        }
        // A real machine forgets what nobody heard; the head start is kept, so that a demo begins with a full line.
        if (!told && machine.remembered.size() < max_remembered) machine.remembered.push_back({*message, at});
    }

    void tell_cfx(std::size_t index, const Event& event, Instant at) {
        auto& machine = *machines[index];
        if (!machine.cfx && !machine.cfx_mqtt) return;
        cfx::Head head;
        head.source = options.line.stations[index].cfx_handle;
        head.unique_id = cfx::guid(guids.next(), guids.next());
        head.at = at;
        if (auto message = cfx::encode(head, event)) {
            const bool kept =
                machine.cfx ? machine.cfx->send(std::move(*message)) : machine.cfx_mqtt->publish(slashed(*message));
            if (!kept) ++cfx_lost;  // its store is full: a real machine loses it, too
        }
    }

    void write_truth(const Event& event, Instant at) {
        Json json = to_json_value(event);
        Json line = Json::object();
        line["time"] = to_iso8601(at);
        line["kind"] = std::string(type_name(event));
        if (json.contains("station")) line["station"] = json["station"];
        if (json.contains("panel")) line["panel"] = json["panel"].value("top_barcode", "");
        line["event"] = std::move(json);
        *options.truth << line.dump() << '\n';
        options.truth->flush();
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
    std::uint64_t cfx_lost = 0;
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
        impl->simulation = std::make_unique<LineSimulation>(impl->options.line, impl->options.orders,
                                                            impl->options.seed, impl->simulated_start);
        for (std::size_t i = 0; i < impl->machines.size() && !cfx_url.empty(); ++i) {
            const auto& station = impl->options.line.stations[i];
            if (station.cfx_handle.empty()) continue;
            if (cfx_url.rfind("mqtt", 0) == 0) {
                MqttClientOptions publisher;
                publisher.url = cfx_url;
                publisher.client_id = station.cfx_handle;
                impl->machines[i]->cfx_mqtt =
                    std::make_unique<MqttClient>(impl->io, std::move(publisher),
                                                 MqttClientCallbacks{[](const MqttMessage&, const MqttSettle& settle) {
                                                                         settle(true);
                                                                         return true;
                                                                     },
                                                                     [](bool, const std::string&) {}});
                // The url was read before; nothing else can fail here without TLS files.
                static_cast<void>(impl->machines[i]->cfx_mqtt->start().has_value());
                continue;
            }
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

void Emulation::stop() {
    asio::post(impl_->io, [impl = impl_] {
        impl->timer.cancel();
        for (auto& machine : impl->machines) {
            asio::error_code ignored;
            machine->acceptor.close(ignored);
            if (machine->cfx) machine->cfx->stop();
            if (machine->cfx_mqtt) machine->cfx_mqtt->stop();
            for (auto& client : machine->clients) client->close();
        }
    });
}

}  // namespace glassline::app
