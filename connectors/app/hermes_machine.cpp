#include "connectors/app/hermes_machine.hpp"

#include <asio.hpp>
#include <utility>

#include "connectors/app/hermes_listen.hpp"

namespace glassline::app {
namespace {

using asio::ip::tcp;

constexpr std::size_t max_open_queries = 64;

}  // namespace

HermesMachine::HermesMachine(asio::io_context& io, HermesMachineOptions options, Listener listener)
    : io_(io),
      options_(std::move(options)),
      listener_(std::move(listener)),
      supervisory_(io),
      configuration_service_(io) {}

hermes::ServiceDescription HermesMachine::description() const {
    hermes::ServiceDescription own;
    own.machine_id = options_.station.hermes_machine_id;
    own.features = {"FeatureBoardForecast", "FeatureCheckAliveResponse", "FeatureSendBoardInfo"};
    return own;
}

InterfaceOptions HermesMachine::interface_options() const {
    return {description(), options_.zone, options_.now, options_.trace, options_.wire_leads, options_.transport};
}

Status HermesMachine::serve_supervisory(std::uint16_t port) { return serve(supervisory_, port); }
Status HermesMachine::serve_configuration(std::uint16_t port) { return serve(configuration_service_, port); }

Status HermesMachine::give_boards(std::uint16_t port) {
    if (!outlet_) outlet_ = std::make_shared<HermesOutlet>(io_, interface_options(), listener_.given);
    return outlet_->listen(options_.host, port);
}

void HermesMachine::take_boards(const std::string& host, std::uint16_t port) {
    if (!inlet_) {
        inlet_ = std::make_shared<HermesInlet>(io_, interface_options(),
                                               HermesInlet::Listener{listener_.taken, listener_.unconfirmed});
    }
    inlet_->connect_to(host, port);
}

template <class Session>
Status HermesMachine::serve(Service<Session>& service, std::uint16_t port) {
    auto bound = bind_listener(io_, options_.host, port);
    if (!bound) return bound.error();
    asio::error_code ignored;
    service.acceptor.close(ignored);
    service.acceptor = std::move(*bound);
    service.port = service.acceptor.local_endpoint().port();
    asio::post(io_, [self = shared_from_this(), &service] { self->accept(service); });
    return Done{};
}

template <class Session>
void HermesMachine::accept(Service<Session>& service) {
    if (stopped_ || !service.acceptor.is_open()) return;
    service.acceptor.async_accept(
        [self = shared_from_this(), &service](const asio::error_code& error, tcp::socket socket) {
            if (error || self->stopped_) return;  // closed, or listening elsewhere by now
            std::erase_if(service.clients, [](const auto& client) { return !client->stream->open(); });
            if (service.clients.size() < max_clients) {
                auto client = std::make_shared<Client<Session>>(Client<Session>{
                    std::make_shared<TcpStream>(std::move(socket)), Session(*self, self->options_.zone)});
                service.clients.push_back(client);
                client->stream->start(
                    [self, weak = std::weak_ptr(client)](std::string_view bytes) {
                        const auto heard_by = weak.lock();
                        if (!heard_by) return;
                        auto& session = heard_by->session;
                        bool newly_tracking = false;
                        if constexpr (requires { session.tracking(); }) {
                            const auto channel = self->options_.station.hermes_machine_id + ".super";
                            if (self->options_.trace != nullptr)
                                self->options_.trace->heard(channel, bytes, self->options_.now());
                            const bool before = session.tracking();
                            session.feed(bytes, self->options_.now());
                            newly_tracking = !before && session.tracking();
                        } else {
                            session.feed(bytes, self->options_.now());
                        }
                        self->flush(*heard_by);
                        if (newly_tracking) asio::post(self->io_, [self] { self->tell_remembered(); });
                    },
                    [](const std::string&) {});
            }
            self->accept(service);
        });
}

template <class Session>
void HermesMachine::flush(Client<Session>& client) {
    auto bytes = client.session.take_output();
    if constexpr (requires { client.session.tracking(); }) {
        const auto channel = options_.station.hermes_machine_id + ".super";
        if (options_.trace != nullptr) options_.trace->sent(channel, bytes, options_.now());
    }
    client.stream->send(std::move(bytes));
    if (!client.session.close_reason().empty()) client.stream->close_after_sending();
}

HermesMachine::Heard HermesMachine::report(const hermes::Message& message, Instant at) {
    if (unplugged_) return Heard::unplugged;
    bool told = false;
    for (auto& client : supervisory_.clients) {
        if (!client->stream->open() || !client->session.tracking()) continue;
        client->session.report(message, at);
        flush(*client);
        told = true;
    }
    // A real machine forgets what nobody heard; the head start is kept, so that a demo begins with a full line.
    if (told) return Heard::told;
    if (remembered_.size() >= max_remembered) return Heard::forgotten;
    remembered_.push_back({message, at});
    return Heard::kept;
}

void HermesMachine::unplug_supervisory() {
    unplugged_ = true;
    asio::error_code ignored;
    supervisory_.acceptor.close(ignored);
    for (auto& client : supervisory_.clients) client->stream->close();
    supervisory_.clients.clear();
}

Status HermesMachine::plug_supervisory() {
    if (!unplugged_) return Done{};
    auto bound = serve(supervisory_, supervisory_.port);
    if (bound) unplugged_ = false;
    return bound;
}

void HermesMachine::tell_remembered() {
    for (const auto& report : remembered_) {
        for (auto& client : supervisory_.clients) {
            client->session.report(report.message, report.at);
            flush(*client);
        }
    }
    remembered_.clear();
}

bool HermesMachine::ask_work_order(const std::string& barcode, Instant at) {
    hermes::QueryWorkOrderInfo query;
    query.query_id = "Q-" + std::to_string(queries_ + 1);
    query.machine_id = options_.station.hermes_machine_id;
    query.barcode = barcode;
    bool asked = false;
    for (auto& client : supervisory_.clients) {
        if (!client->stream->open() || !client->session.ask(query, at)) continue;
        flush(*client);
        asked = true;
    }
    if (!asked) return false;
    ++queries_;
    if (open_queries_.size() >= max_open_queries) open_queries_.erase(open_queries_.begin());
    open_queries_.insert(query.query_id);
    return true;
}

void HermesMachine::tick() {
    if (outlet_) outlet_->tick();
    if (inlet_) inlet_->tick();
}

void HermesMachine::stop() {
    if (stopped_) return;
    stopped_ = true;
    if (outlet_) outlet_->stop();
    if (inlet_) inlet_->stop();
    asio::error_code ignored;
    supervisory_.acceptor.close(ignored);
    configuration_service_.acceptor.close(ignored);
    for (auto& client : supervisory_.clients) {
        flush(*client);
        client->stream->close_after_sending();
    }
    for (auto& client : configuration_service_.clients) client->stream->close_after_sending();
    // A stream's handler holds the machine; without this neither would end.
    supervisory_.clients.clear();
    configuration_service_.clients.clear();
}

hermes::Configuration HermesMachine::configuration() const {
    hermes::Configuration now;
    now.machine_id = options_.station.hermes_machine_id;
    now.supervisory_port = supervisory_.port;
    if (inlet_ && !inlet_->host().empty()) now.upstream.push_back({1, "", inlet_->host(), inlet_->port()});
    if (outlet_) now.downstream.push_back({1, "", only_client_, outlet_->port()});
    return now;
}

std::string HermesMachine::configure(const hermes::Configuration& wanted) {
    // All that can fail first: a refused configuration changes nothing.
    if (wanted.upstream.size() > 1 || wanted.downstream.size() > 1) return "this machine has one lane";
    if (!wanted.upstream.empty() && wanted.upstream[0].lane != 1) return "this machine has one lane, number 1";
    if (!wanted.downstream.empty() && wanted.downstream[0].lane != 1) return "this machine has one lane, number 1";
    if (!wanted.upstream.empty() && !inlet_) return "this machine has no upstream interface";
    if (!wanted.downstream.empty() && !outlet_) return "this machine has no downstream interface";
    if (wanted.downstream.empty() && outlet_) return "the downstream interface of this machine can't be left out";
    const auto before = configuration();
    const bool new_outlet_port = outlet_ && wanted.downstream[0].port != outlet_->port();
    if (new_outlet_port) {
        const auto bound = outlet_->listen(options_.host, static_cast<std::uint16_t>(wanted.downstream[0].port));
        if (!bound) return bound.error().what;
    }
    if (wanted.supervisory_port && *wanted.supervisory_port != supervisory_.port) {
        const auto bound = serve(supervisory_, static_cast<std::uint16_t>(*wanted.supervisory_port));
        if (!bound) {
            if (new_outlet_port)
                static_cast<void>(
                    outlet_->listen(options_.host, static_cast<std::uint16_t>(before.downstream[0].port)));
            return bound.error().what;
        }
    }
    options_.station.hermes_machine_id = wanted.machine_id;
    const bool renamed = wanted.machine_id != before.machine_id;
    const std::string why = "The configuration changed";
    if (outlet_ && (renamed || wanted.downstream != before.downstream)) {
        only_client_ = wanted.downstream[0].client;
        outlet_->restrict_to(only_client_);
        outlet_->reset(description(), hermes::connection_reset, why);
    }
    if (inlet_ && (renamed || wanted.upstream != before.upstream)) {
        inlet_->reset(description(), hermes::connection_reset, why);
        const auto target = wanted.upstream.empty() ? hermes::UpstreamConfiguration{} : wanted.upstream[0];
        inlet_->connect_to(target.host, static_cast<std::uint16_t>(target.port));
    }
    return {};
}

hermes::SendHermesCapabilities HermesMachine::capabilities() const {
    hermes::SendHermesCapabilities can;
    can.messages = {"MessageCheckAliveResponse", "MessageBoardForecast", "MessageSendBoardInfo",
                    "MessageBoardArrived",       "MessageBoardDeparted", "MessageQueryWorkOrderInfo",
                    "MessageReplyWorkOrderInfo"};
    // The recording of the reference library has 2 for what a machine passes on and 0 for what it does not know.
    for (const auto* known :
         {"ProductTypeId", "TopBarcode", "BottomBarcode", "Length", "Width", "WorkOrderId", "BatchId", "SubBoards"}) {
        can.attributes[known] = 2;
    }
    for (const auto* passed_on :
         {"Thickness", "ConveyorSpeed", "TopClearanceHeight", "BottomClearanceHeight", "Weight", "Route", "Action"}) {
        can.attributes[passed_on] = options_.wire_leads ? 2 : 0;
    }
    return can;
}

hermes::ReplyWorkOrderInfo HermesMachine::take_work_order(const hermes::SendWorkOrderInfo& order) {
    hermes::ReplyWorkOrderInfo reply{order.work_order, order.batch, 0};
    const bool asked_for = open_queries_.erase(order.query_id) > 0;
    if (asked_for) listener_.work_order(order);
    if (order.work_order == current_order_ && !current_order_.empty()) {
        reply.status = 1;
    } else if (options_.orders.count(order.work_order) != 0) {
        reply.status = asked_for ? 1 : 2;
    } else if (asked_for && options_.wire_leads && !order.work_order.empty()) {
        reply.status = 1;  // whose board it is changes nothing of how this machine works on it
    }
    return reply;
}

}  // namespace glassline::app
