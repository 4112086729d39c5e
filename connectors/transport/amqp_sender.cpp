#include "connectors/transport/amqp_sender.hpp"

#include <algorithm>
#include <asio.hpp>
#include <deque>
#include <map>
#include <proton/connection.hpp>
#include <proton/connection_options.hpp>
#include <proton/sender.hpp>
#include <proton/sender_options.hpp>
#include <proton/target_options.hpp>
#include <proton/tracker.hpp>
#include <utility>

#include "connectors/transport/amqp_convert.hpp"
#include "connectors/transport/amqp_pump.hpp"
#include "connectors/transport/amqp_url.hpp"

namespace glassline {
namespace {
constexpr std::chrono::milliseconds pause_after_release{200};
class Link;
}  // namespace

struct AmqpSender::Impl : std::enable_shared_from_this<AmqpSender::Impl> {
    Impl(asio::io_context& io, AmqpSenderOptions settings)
        : context(io), options(std::move(settings)), resolver(io), timer(io), pause(io), retry(options.retry_first) {}

    void connect();
    void broken(const std::string& reason);
    void settled(std::uint64_t number, AmqpOutcome outcome);
    void wake();

    asio::io_context& context;
    AmqpSenderOptions options;
    AmqpUrl url;
    asio::ip::tcp::resolver resolver;
    asio::steady_timer timer;
    asio::steady_timer pause;
    std::chrono::milliseconds retry;
    std::map<std::uint64_t, AmqpMessage> waiting;    // by number: the order in which send() took them
    std::map<std::uint64_t, AmqpMessage> in_flight;  // sent, not settled
    std::uint64_t next_number = 1;
    std::shared_ptr<Link> link;
    bool paused = false;
    bool running = false;
};

namespace {

class Link final : public AmqpPump {
public:
    Link(asio::io_context& context, std::shared_ptr<AmqpSender::Impl> owner)
        : AmqpPump(context, owner->options.container_id), owner_(std::move(owner)) {}

    asio::ip::tcp::socket& socket() { return socket_; }

    void open() {
        const auto& url = owner_->url;
        proton::connection_options options(*this);
        options.max_frame_size(amqp_max_frame_bytes).idle_timeout(proton::duration(amqp_idle_timeout_ms));
        options.container_id(owner_->options.container_id);
        options.sasl_allow_insecure_mechs(true);
        options.sasl_allowed_mechs(url.user.empty() ? "ANONYMOUS" : "PLAIN");
        if (!url.user.empty()) options.user(url.user).password(url.password);
        driver_.connect(options);
        begin();
    }

protected:
    void on_connection_open(proton::connection& connection) override {
        const auto& address = owner_->options.address;
        connection.open_sender(address.empty() ? owner_->options.container_id : address, proton::sender_options());
    }
    void on_sender_open(proton::sender& sender) override {
        sender_ = sender;
        owner_->retry = owner_->options.retry_first;
        if (owner_->options.on_link) owner_->options.on_link(true, "");
    }
    void on_sender_error(proton::sender& sender) override {
        link_error_ = sender.error().what();
        sender.connection().close();
    }
    void on_sendable(proton::sender&) override { fill(); }
    void before_dispatch() override { fill(); }
    void on_tracker_accept(proton::tracker& tracker) override { settled(tracker, AmqpOutcome::accepted); }
    void on_tracker_reject(proton::tracker& tracker) override { settled(tracker, AmqpOutcome::rejected); }
    void on_tracker_release(proton::tracker& tracker) override { settled(tracker, AmqpOutcome::released); }

    void on_gone(const std::string& reason) override {
        sender_ = {};
        trackers_.clear();
        owner_->broken(link_error_.empty() ? reason : link_error_);
    }

private:
    void fill() {
        if (!sender_ || owner_->paused) return;
        while (sender_.credit() > 0 && !owner_->waiting.empty() && owner_->in_flight.size() < max_sender_in_flight) {
            auto node = owner_->waiting.extract(owner_->waiting.begin());
            trackers_.emplace_back(sender_.send(to_proton(node.mapped())), node.key());
            owner_->in_flight.insert(std::move(node));
        }
    }

    void settled(const proton::tracker& tracker, AmqpOutcome outcome) {
        const auto found =
            std::find_if(trackers_.begin(), trackers_.end(), [&](const auto& entry) { return entry.first == tracker; });
        if (found == trackers_.end()) return;
        const auto number = found->second;
        trackers_.erase(found);
        owner_->settled(number, outcome);
    }

    std::shared_ptr<AmqpSender::Impl> owner_;
    proton::sender sender_;
    std::deque<std::pair<proton::tracker, std::uint64_t>> trackers_;  // in the order of sending
    std::string link_error_;
};

}  // namespace

void AmqpSender::Impl::connect() {
    if (!running) return;
    resolver.async_resolve(url.host, url.port, [self = shared_from_this()](const auto& error, const auto& endpoints) {
        if (!self->running) return;
        if (error) return self->broken("cannot resolve " + self->url.host + ": " + error.message());
        auto fresh = std::make_shared<Link>(self->context, self);
        self->link = fresh;
        asio::async_connect(fresh->socket(), endpoints, [self, fresh](const asio::error_code& failed, const auto&) {
            if (!self->running || fresh->gone()) return;
            if (failed) return fresh->drop("cannot connect to " + self->url.shown() + ": " + failed.message());
            fresh->open();
        });
    });
}

void AmqpSender::Impl::broken(const std::string& reason) {
    link.reset();
    waiting.merge(in_flight);  // what was not settled goes out again, in its old place
    if (!running) return;
    if (options.on_link) options.on_link(false, reason);
    timer.expires_after(retry);
    retry = std::min(retry * 2, options.retry_most);
    timer.async_wait([self = shared_from_this()](const asio::error_code& error) {
        if (!error) self->connect();
    });
}

void AmqpSender::Impl::settled(std::uint64_t number, AmqpOutcome outcome) {
    auto node = in_flight.extract(number);
    if (node.empty()) return;
    if (outcome == AmqpOutcome::released || outcome == AmqpOutcome::modified) {
        waiting.insert(std::move(node));
        if (paused) return;
        paused = true;  // the receiver has no room: leave it a moment
        pause.expires_after(pause_after_release);
        pause.async_wait([self = shared_from_this()](const asio::error_code&) {
            self->paused = false;
            self->wake();
        });
        return;
    }
    if (options.on_settled) options.on_settled(node.mapped(), outcome);
}

void AmqpSender::Impl::wake() {
    if (link) link->schedule();
}

AmqpSender::AmqpSender(asio::io_context& context, AmqpSenderOptions options)
    : impl_(std::make_shared<Impl>(context, std::move(options))) {}

AmqpSender::~AmqpSender() { stop(); }

void AmqpSender::start() {
    if (impl_->running) return;
    impl_->running = true;
    auto url = parse_amqp_url(impl_->options.url);
    if (!url) {
        impl_->running = false;
        if (impl_->options.on_link) impl_->options.on_link(false, url.error().text());
        return;
    }
    impl_->url = *url;
    impl_->connect();
}

void AmqpSender::stop() {
    if (!impl_->running) return;
    impl_->running = false;
    impl_->resolver.cancel();
    impl_->timer.cancel();
    impl_->pause.cancel();
    if (impl_->link) impl_->link->close();
}

bool AmqpSender::send(AmqpMessage message) {
    if (queued() >= max_sender_queue) return false;
    impl_->waiting.emplace(impl_->next_number++, std::move(message));
    impl_->wake();
    return true;
}

std::size_t AmqpSender::queued() const { return impl_->waiting.size() + impl_->in_flight.size(); }

}  // namespace glassline
