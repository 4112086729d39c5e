#include <algorithm>
#include <asio.hpp>
#include <proton/connection.hpp>
#include <proton/connection_options.hpp>
#include <proton/error_condition.hpp>
#include <proton/receiver_options.hpp>

#include "connectors/transport/amqp_receiving.hpp"
#include "connectors/transport/amqp_url.hpp"

namespace glassline {

struct AmqpConsumer::Impl : std::enable_shared_from_this<AmqpConsumer::Impl> {
    Impl(asio::io_context& io, AmqpConsumerOptions settings, AmqpReceiverCallbacks handlers)
        : context(io),
          options(std::move(settings)),
          callbacks(std::move(handlers)),
          resolver(io),
          timer(io),
          retry(options.retry_first) {}

    void connect();
    void broken(const std::string& reason);

    asio::io_context& context;
    AmqpConsumerOptions options;
    AmqpReceiverCallbacks callbacks;
    AmqpUrl url;
    asio::ip::tcp::resolver resolver;
    asio::steady_timer timer;
    std::chrono::milliseconds retry;
    std::shared_ptr<AmqpPump> link;
    bool running = false;
};

namespace {

class Subscription final : public AmqpReceiving {
public:
    Subscription(asio::io_context& io, std::shared_ptr<AmqpConsumer::Impl> owner)
        : AmqpReceiving(io, owner->options.container_id, owner->callbacks), owner_(std::move(owner)) {}

    void open() {
        const auto& url = owner_->url;
        proton::connection_options options(*this);
        options.container_id(owner_->options.container_id);
        options.max_frame_size(amqp_max_frame_bytes).idle_timeout(proton::duration(amqp_idle_timeout_ms));
        options.sasl_allow_insecure_mechs(true);
        options.sasl_allowed_mechs(url.user.empty() ? "ANONYMOUS" : "PLAIN");
        if (!url.user.empty()) options.user(url.user).password(url.password);
        driver_.connect(options);
        begin();
    }

protected:
    void on_connection_open(proton::connection& connection) override {
        auto receiver = connection.open_receiver(owner_->options.address,
                                                 proton::receiver_options().credit_window(0).auto_accept(false));
        receiver.add_credit(amqp_receiver_credit);
    }
    // Connected is only who may read: a broker opens the connection and refuses the address afterwards.
    void on_receiver_open(proton::receiver& receiver) override {
        auto connection = receiver.connection();
        AmqpReceiving::on_connection_open(connection);
        owner_->retry = owner_->options.retry_first;
    }
    void on_receiver_error(proton::receiver& receiver) override {
        error_ = receiver.error().what();
        receiver.connection().close();
    }
    void on_session_error(proton::session& session) override {
        error_ = session.error().what();
        session.connection().close();
    }
    void on_gone(const std::string& reason) override {
        const auto& why = error_.empty() ? reason : error_;
        const bool was_open = open_;
        AmqpReceiving::on_gone(why);
        if (!was_open && callbacks_.on_peer && owner_->running) callbacks_.on_peer(peer_, false, why);
        owner_->broken(why);
    }

private:
    std::shared_ptr<AmqpConsumer::Impl> owner_;
    std::string error_;
};

}  // namespace

void AmqpConsumer::Impl::connect() {
    if (!running) return;
    resolver.async_resolve(url.host, url.port, [self = shared_from_this()](const auto& error, const auto& endpoints) {
        if (!self->running) return;
        auto subscription = std::make_shared<Subscription>(self->context, self);
        self->link = subscription;
        if (error) return subscription->drop("cannot resolve " + self->url.host + ": " + error.message());
        asio::async_connect(
            subscription->socket(), endpoints, [self, subscription](const asio::error_code& failed, const auto&) {
                if (!self->running || subscription->gone()) return;
                if (failed) {
                    return subscription->drop("cannot connect to " + self->url.shown() + ": " + failed.message());
                }
                subscription->open();
            });
    });
}

void AmqpConsumer::Impl::broken(const std::string&) {
    link.reset();
    if (!running) return;
    timer.expires_after(retry);
    retry = std::min(retry * 2, options.retry_most);
    timer.async_wait([self = shared_from_this()](const asio::error_code& error) {
        if (!error) self->connect();
    });
}

AmqpConsumer::AmqpConsumer(asio::io_context& context, AmqpConsumerOptions options, AmqpReceiverCallbacks callbacks)
    : impl_(std::make_shared<Impl>(context, std::move(options), std::move(callbacks))) {}

AmqpConsumer::~AmqpConsumer() { stop(); }

Status AmqpConsumer::start() {
    auto url = parse_amqp_url(impl_->options.url);
    if (!url) return url.error();
    if (impl_->running) return Done{};
    impl_->url = *url;
    impl_->running = true;
    impl_->connect();
    return Done{};
}

void AmqpConsumer::stop() {
    if (!impl_->running) return;
    impl_->running = false;
    impl_->resolver.cancel();
    impl_->timer.cancel();
    if (impl_->link) impl_->link->close();
}

}  // namespace glassline
