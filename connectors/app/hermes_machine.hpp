// One emulated machine as Hermes peers see it: supervisory service, configuration service, and the interfaces to its
// neighbours. What it makes is told to it. It includes Asio. Include it in .cpp files only.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "connectors/app/hermes_inlet.hpp"
#include "connectors/app/hermes_outlet.hpp"
#include "connectors/wire/hermes/supervisory_server.hpp"
#include "twin/line/line_description.hpp"

namespace glassline::app {

inline constexpr std::size_t max_clients = 8;           // a machine serves so many supervisory systems
inline constexpr std::size_t max_remembered = 100'000;  // reports kept for the first client that tracks boards

struct HermesMachineOptions {
    StationDescription station;
    std::string host;
    std::string zone;
    std::function<Instant()> now;
    HermesTrace* trace = nullptr;  // outlives the machine
    std::set<std::string> orders;  // work orders it can make
    bool wire_leads = false;       // see InterfaceOptions
    Duration transport{0};
};

class HermesMachine final : public hermes::MachineDesk, public std::enable_shared_from_this<HermesMachine> {
public:
    struct Listener {
        std::function<void(const std::string& board_id)> given;
        std::function<void(const hermes::Board&)> taken;
        std::function<void(const std::string& board_id)> unconfirmed;
        std::function<void(const hermes::SendWorkOrderInfo&)> work_order;  // the answer to a question of ours
    };
    HermesMachine(asio::io_context& io, HermesMachineOptions options, Listener listener);

    // Each binds; port 0 takes a free one.
    [[nodiscard]] Status serve_supervisory(std::uint16_t port);
    [[nodiscard]] Status serve_configuration(std::uint16_t port);
    [[nodiscard]] Status give_boards(std::uint16_t port);
    /// An empty host: it waits for a SetConfiguration that names one.
    void take_boards(const std::string& host, std::uint16_t port);

    [[nodiscard]] HermesOutlet* outlet() { return outlet_.get(); }
    [[nodiscard]] HermesInlet* inlet() { return inlet_.get(); }
    [[nodiscard]] std::uint16_t supervisory_port() const { return supervisory_.port; }
    [[nodiscard]] std::uint16_t configuration_port() const { return configuration_service_.port; }
    /// As configured now: MachineId can be set.
    [[nodiscard]] const StationDescription& station() const { return options_.station; }

    /// What became of a report: told; kept for the first client that tracks boards; one too many to be kept; said while
    /// the supervisory service was unplugged.
    enum class Heard { told, kept, forgotten, unplugged };
    /// BoardArrived or BoardDeparted to every client that tracks boards.
    Heard report(const hermes::Message& message, Instant at);
    /// Pulls the supervisory service's cable: it closes and what is said meanwhile is lost.
    void unplug_supervisory();
    /// Opens it again on the same port. Fails when somebody else took that port.
    [[nodiscard]] Status plug_supervisory();
    /// Asks the clients that can answer for a board's work order. Says whether anybody was asked.
    bool ask_work_order(const std::string& barcode, Instant at);
    void set_current_order(std::string order) { current_order_ = std::move(order); }
    void tick();
    void stop();

    // MachineDesk
    [[nodiscard]] hermes::Configuration configuration() const override;
    [[nodiscard]] std::string configure(const hermes::Configuration& wanted) override;
    [[nodiscard]] hermes::SendHermesCapabilities capabilities() const override;
    [[nodiscard]] hermes::ReplyWorkOrderInfo take_work_order(const hermes::SendWorkOrderInfo& order) override;

private:
    template <class Session>
    struct Client {
        std::shared_ptr<TcpStream> stream;
        Session session;
    };
    template <class Session>
    struct Service {
        explicit Service(asio::io_context& io) : acceptor(io) {}
        asio::ip::tcp::acceptor acceptor;
        std::uint16_t port = 0;
        std::vector<std::shared_ptr<Client<Session>>> clients;
    };
    struct Report {
        hermes::Message message;
        Instant at{};
    };
    template <class Session>
    [[nodiscard]] Status serve(Service<Session>& service, std::uint16_t port);
    template <class Session>
    void accept(Service<Session>& service);
    template <class Session>
    void flush(Client<Session>& client);
    void tell_remembered();
    [[nodiscard]] InterfaceOptions interface_options() const;
    [[nodiscard]] hermes::ServiceDescription description() const;

    asio::io_context& io_;
    HermesMachineOptions options_;
    Listener listener_;
    Service<hermes::SupervisoryServer> supervisory_;
    Service<hermes::ConfigurationServer> configuration_service_;
    std::shared_ptr<HermesOutlet> outlet_;
    std::shared_ptr<HermesInlet> inlet_;
    std::string only_client_;
    std::deque<Report> remembered_;
    std::string current_order_;
    std::uint64_t queries_ = 0;
    std::set<std::string> open_queries_;  // bounded by max_open_queries: the oldest is forgotten
    bool unplugged_ = false;
    bool stopped_ = false;
};

}  // namespace glassline::app
