#include <asio.hpp>
#include <proton/connection_options.hpp>
#include <set>

#include "connectors/transport/amqp_receiving.hpp"

namespace glassline {

struct AmqpListener::Impl : std::enable_shared_from_this<AmqpListener::Impl> {
    Impl(asio::io_context& io, std::string where, std::string container, AmqpReceiverCallbacks handlers, AmqpLogin who)
        : context(io),
          acceptor(io),
          pause(io),
          listen(std::move(where)),
          container_id(std::move(container)),
          callbacks(std::move(handlers)),
          login(std::move(who)) {}

    void accept();

    asio::io_context& context;
    asio::ip::tcp::acceptor acceptor;
    asio::steady_timer pause;
    std::string listen;
    std::string container_id;
    AmqpReceiverCallbacks callbacks;
    AmqpLogin login;
    std::shared_ptr<std::size_t> bytes = std::make_shared<std::size_t>(0);
    std::set<std::shared_ptr<AmqpPump>> connections;
    bool running = false;
};

namespace {

class Incoming final : public AmqpReceiving {
public:
    Incoming(asio::io_context& io, std::shared_ptr<AmqpListener::Impl> owner)
        : AmqpReceiving(io, owner->container_id, owner->callbacks, owner->bytes), owner_(std::move(owner)) {}

    void take(asio::ip::tcp::socket socket) {
        socket_ = std::move(socket);
        proton::connection_options options(*this);
        options.container_id(owner_->container_id);
        options.max_frame_size(amqp_max_frame_bytes).idle_timeout(proton::duration(amqp_idle_timeout_ms));
        if (owner_->login.user.empty()) {
            options.sasl_allow_insecure_mechs(true).sasl_allowed_mechs("ANONYMOUS");
        } else {
            options.sasl_enabled(false);  // what the engine sees begins behind the login
            demand_login(owner_->login.user, owner_->login.password);
        }
        driver_.accept(options);
        begin();
    }

protected:
    void on_gone(const std::string& reason) override {
        AmqpReceiving::on_gone(reason);
        owner_->connections.erase(shared_from_this());
    }

private:
    std::shared_ptr<AmqpListener::Impl> owner_;
};

}  // namespace

void AmqpListener::Impl::accept() {
    acceptor.async_accept([self = shared_from_this()](const asio::error_code& error, asio::ip::tcp::socket socket) {
        if (!self->running) return;
        if (error) {  // out of file handles, for instance: wait and try again, never spin
            self->pause.expires_after(std::chrono::milliseconds(200));
            self->pause.async_wait([self](const asio::error_code& cancelled) {
                if (!cancelled && self->running) self->accept();
            });
            return;
        }
        if (self->connections.size() < max_amqp_connections) {
            auto connection = std::make_shared<Incoming>(self->context, self);
            self->connections.insert(connection);
            connection->take(std::move(socket));
        }
        self->accept();
    });
}

AmqpListener::AmqpListener(asio::io_context& context, std::string listen, std::string container_id,
                           AmqpReceiverCallbacks callbacks, AmqpLogin login)
    : impl_(std::make_shared<Impl>(context, std::move(listen), std::move(container_id), std::move(callbacks),
                                   std::move(login))) {}

AmqpListener::~AmqpListener() { stop(); }

Status AmqpListener::start() {
    const auto colon = impl_->listen.rfind(':');
    if (colon == std::string::npos)
        return Error{impl_->listen, "names no port", "write host:port, port 0 is a free one"};
    asio::error_code error;
    asio::ip::tcp::resolver resolver(impl_->context);
    const auto found = resolver.resolve(impl_->listen.substr(0, colon), impl_->listen.substr(colon + 1),
                                        asio::ip::resolver_base::passive, error);
    if (error || found.empty()) return Error{impl_->listen, "cannot resolve: " + error.message(), ""};
    const auto endpoint = found.begin()->endpoint();
    auto& acceptor = impl_->acceptor;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return Error{impl_->listen, "cannot listen: " + error.message(), "choose another port"};
    impl_->running = true;
    impl_->accept();
    return Done{};
}

void AmqpListener::stop() {
    if (!impl_->running) return;
    impl_->running = false;
    asio::error_code ignored;
    impl_->acceptor.close(ignored);
    impl_->pause.cancel();
    const auto connections = impl_->connections;
    for (const auto& connection : connections) connection->close();
}

std::string AmqpListener::address() const {
    asio::error_code error;
    const auto endpoint = impl_->acceptor.local_endpoint(error);
    if (error) return impl_->listen;
    const auto host = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(endpoint.port());
}

}  // namespace glassline
