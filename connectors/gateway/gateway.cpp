// Where the pure handlers meet the sockets: start, stop and the second's clock.
#include "connectors/gateway/gateway.hpp"

#include <algorithm>

#include "connectors/gateway/gateway_impl.hpp"
#include "connectors/gateway/listen_address.hpp"
#include "connectors/gateway/state_files.hpp"
#include "connectors/wire/json/described_json.hpp"
#include "twin/projection/customer_view.hpp"

namespace glassline::gateway {
namespace {

constexpr std::size_t max_operator_connections = 256;
constexpr std::size_t max_customer_connections = 10'000;
constexpr int customer_send_buffer = 32 * 1'024;  // bytes in the kernel for a customer that doesn't read

std::optional<std::string> projected(const TwinState& state, const LinkGrant& grant) {
    const auto view = project(state, CustomerScope{grant.order, grant.scopes, grant.expires_at});
    if (view.order.id.empty()) return std::nullopt;
    return to_json_value(view).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Status Gateway::Impl::read_state() {
    if (const auto folder = ensure_folder(options.state_dir); !folder) return folder;
    if (const auto first = tokens.ensure_first(host.now()); !first) return first;
    const auto path = options.state_dir + "/session.key";
    const auto known = read_small(path, 1'024);
    if (!known) return known.error();
    if (known->has_value() && (*known)->size() == session_key.size()) {
        std::copy((*known)->begin(), (*known)->end(), reinterpret_cast<char*>(session_key.data()));
        return Done{};
    }
    session_key = random_key();
    return write_private(path, std::string(reinterpret_cast<const char*>(session_key.data()), session_key.size()));
}

Result<Bound> Gateway::Impl::start() {
    if (const auto state = read_state(); !state) return state.error();
    const auto open = [&](const std::string& address, const Tls& tls, std::string name, std::size_t connections,
                          int send_buffer, Listener::Handler handler,
                          std::shared_ptr<Listener>& out) -> Result<std::string> {
        const auto at = parse_listen(address);
        if (!at) return at.error();
        if (tls.certificate_file.empty() && !options.behind_proxy && !is_loopback(*at)) {
            return Error{name + ".listen", "plain HTTP is not served beyond loopback (" + address + ")",
                         "name a TLS certificate and key, or declare the proxy that stands before it"};
        }
        ListenerOptions listener{at->host,    at->port,       tls.certificate_file, tls.key_file,
                                 connections, max_body_bytes, send_buffer};
        auto made = listen(io, listener, std::move(handler));
        if (!made) return made.error();
        out = *made;
        return url_of(*at, out->port(), !tls.certificate_file.empty());
    };
    const auto hand_over = [this](void (Impl::*member)(Request, std::shared_ptr<Responder>)) -> Listener::Handler {
        return [weak = weak_from_this(), member](Request request, std::unique_ptr<Responder> responder) {
            const auto self = weak.lock();
            if (!self || self->stopped) return;  // the responder says so when it goes
            asio::post(self->strand, [self, member, request = std::move(request),
                                      shared = std::shared_ptr<Responder>(std::move(responder))]() mutable {
                if (!self->stopped) (self.get()->*member)(std::move(request), std::move(shared));
            });
        };
    };
    stopped = false;
    auto operator_url = open(options.operator_listen, options.operator_tls, "operator", max_operator_connections, 0,
                             hand_over(&Impl::on_operator), operator_listener);
    if (!operator_url) {
        stopped = true;
        return operator_url.error();
    }
    auto customer_url = open(options.customer_listen, options.customer_tls, "customer", max_customer_connections,
                             customer_send_buffer, hand_over(&Impl::on_customer), customer_listener);
    if (!customer_url) {
        stopped = true;
        operator_listener->stop();
        return customer_url.error();
    }
    bound = {*operator_url, *customer_url,
             options.customer_public_url.empty() ? *customer_url : options.customer_public_url};
    while (bound.public_url.ends_with('/')) bound.public_url.pop_back();
    secure = bound.public_url.starts_with("https://");
    const auto scheme = bound.public_url.find("://");
    const auto path = scheme == std::string::npos ? std::string::npos : bound.public_url.find('/', scheme + 3);
    origin = bound.public_url.substr(0, path);
    // Where commands on this machine find the server that owns this state folder.
    if (const auto noted = write_private(options.state_dir + "/operator.url", bound.operator_url + "\n"); !noted) {
        stopped = true;
        operator_listener->stop();
        customer_listener->stop();
        return noted.error();
    }
    subscription = host.subscribe([weak = weak_from_this()](const PublishedBatch& batch) {
        const auto self = weak.lock();
        if (!self || self->stopped) return;
        asio::post(self->strand, [self, batch] {
            if (!self->stopped) self->publish(batch);
        });
    });
    asio::post(strand, [self = shared_from_this()] {
        self->timer.expires_after(std::chrono::milliseconds(1000 / stream_slots));
        self->tick();
    });
    return bound;
}

void Gateway::Impl::stop() {
    if (stopped.exchange(true)) return;
    host.unsubscribe(subscription);
    operator_listener->stop();
    customer_listener->stop();
    asio::post(strand, [self = shared_from_this()] {
        self->timer.cancel();
        self->feed.clear();
        for (auto& clients : self->streams) clients.clear();
        self->viewers.clear();
        self->after_publication.clear();
    });
}

void Gateway::Impl::tick() {
    timer.async_wait([self = shared_from_this()](const asio::error_code& ec) {
        if (ec || self->stopped) return;
        // From the last expiry, not from now: a late tick doesn't move the slots.
        self->timer.expires_at(self->timer.expiry() + std::chrono::milliseconds(1000 / stream_slots));
        self->slot = (self->slot + 1) % stream_slots;
        auto& clients = self->streams[self->slot];
        std::erase_if(clients, [&](const auto& client) {
            if (self->tick_stream(client)) return false;
            self->end_stream(client);
            return true;
        });
        if (self->slot == 0) self->heartbeat();
        self->tick();
    });
}

Gateway::Gateway(asio::io_context& io, TwinHost& host, Options options, ViewOf view_of, ExtraMetrics metrics)
    : impl_(std::make_shared<Impl>(io, host, std::move(options), view_of ? std::move(view_of) : ViewOf(projected),
                                   std::move(metrics))) {}
Gateway::~Gateway() { stop(); }

Result<Bound> Gateway::start() { return impl_->start(); }
void Gateway::stop() { impl_->stop(); }

void Gateway::share(const WorkOrderId& order, const std::string& label, std::function<void(Result<std::string>)> done) {
    auto self = impl_;
    asio::post(self->strand, [self, order, label, done = std::move(done)] {
        const auto made =
            make_link(order, label, {"watch"}, std::nullopt, "server", self->now(self->snapshot()->state));
        self->submit({{LinkGranted{made.grant}, no_time}}, {},
                     [done, url = link_url(self->bound.public_url, made.secret)](const Status& status) {
                         if (status) {
                             done(url);
                         } else {
                             done(status.error());
                         }
                     });
    });
}

}  // namespace glassline::gateway
