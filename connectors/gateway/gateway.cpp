// Where the pure handlers meet the sockets. All of it runs on one strand of the caller's io_context; the listeners, the
// journal's writer and the streams' completions post to it.
#include "connectors/gateway/gateway.hpp"

#include <algorithm>
#include <array>
#include <asio.hpp>
#include <atomic>
#include <charconv>
#include <chrono>
#include <map>

#include "connectors/gateway/customer_api.hpp"
#include "connectors/gateway/customer_stream.hpp"
#include "connectors/gateway/feed.hpp"
#include "connectors/gateway/links.hpp"
#include "connectors/gateway/listener.hpp"
#include "connectors/gateway/operator_api.hpp"
#include "connectors/gateway/rate_limit.hpp"
#include "connectors/gateway/state_files.hpp"
#include "connectors/gateway/static_files.hpp"
#include "connectors/runtime/metrics_text.hpp"
#include "connectors/wire/json/described_json.hpp"
#include "twin/projection/customer_view.hpp"

namespace glassline::gateway {
namespace {

constexpr std::size_t max_operator_connections = 256;
constexpr std::size_t max_customer_connections = 10'000;
constexpr std::size_t max_pending_ticks = 2;      // of a customer that doesn't read; further ticks wait
constexpr int customer_send_buffer = 32 * 1'024;  // bytes in the kernel for a customer that doesn't read
constexpr double link_attempts_burst = 30;        // a remote address
constexpr double link_attempts_per_second = 0.5;
constexpr std::size_t max_change_waiters = 10'000;

struct HostPort {
    std::string host;
    std::uint16_t port = 0;
};

Result<HostPort> parse_listen(const std::string& text) {
    const Error wrong{text, "is not host:port", "write it like 127.0.0.1:8480 or [::1]:8480"};
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return wrong;
    HostPort out{text.substr(0, colon), 0};
    if (out.host.front() == '[' && out.host.back() == ']') out.host = out.host.substr(1, out.host.size() - 2);
    if (out.host == "localhost") out.host = "127.0.0.1";
    const auto [end, ec] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), out.port);
    if (ec != std::errc{} || end != text.data() + text.size()) return wrong;
    asio::error_code bad;
    (void)asio::ip::make_address(out.host, bad);
    if (bad) return Error{text, "must name an IP address", "write it like 127.0.0.1:8480 or 0.0.0.0:8480"};
    return out;
}

std::string url_of(const HostPort& at, std::uint16_t port, bool tls) {
    const bool v6 = at.host.find(':') != std::string::npos;
    return std::string(tls ? "https://" : "http://") + (v6 ? "[" + at.host + "]" : at.host) + ":" +
           std::to_string(port);
}

std::optional<std::string> projected(const TwinState& state, const LinkGrant& grant) {
    const auto view = project(state, CustomerScope{grant.order, grant.scopes, grant.expires_at});
    if (view.order.id.empty()) return std::nullopt;
    return to_json_value(view).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

struct Gateway::Impl : std::enable_shared_from_this<Gateway::Impl> {
    struct FeedClient {
        std::unique_ptr<EventStream> stream;
        std::uint64_t position = 0;  // the last sequence it was sent
        std::size_t backlog = 0;     // bytes handed over and not yet written
        bool over = false;
    };
    struct StreamClient {
        std::unique_ptr<EventStream> stream;
        CustomerStream words;
        LinkGrantId link;
        std::size_t pending = 0;
        bool over = false;
    };
    using Waiter = std::function<void()>;

    Impl(asio::io_context& context, TwinHost& twin_host, Options given, ViewOf view, ExtraMetrics extra)
        : io(context),
          strand(asio::make_strand(context)),
          timer(strand),
          host(twin_host),
          options(std::move(given)),
          view_of(view ? std::move(view) : ViewOf(projected)),
          extra_metrics(std::move(extra)),
          tokens(options.state_dir),
          attempts(link_attempts_burst, link_attempts_per_second) {}

    // ---- set on start, then only read ----
    asio::io_context& io;
    asio::strand<asio::io_context::executor_type> strand;
    asio::steady_timer timer;
    TwinHost& host;
    Options options;
    ViewOf view_of;
    ExtraMetrics extra_metrics;
    Key session_key{};
    Bound bound;
    std::string origin;
    bool secure = false;
    std::shared_ptr<Listener> operator_listener;
    std::shared_ptr<Listener> customer_listener;
    std::uint64_t subscription = 0;
    std::atomic<bool> stopped{true};

    // ---- on the strand only ----
    TokenFile tokens;
    RateLimit attempts;
    std::vector<std::shared_ptr<FeedClient>> feed;
    std::array<std::vector<std::shared_ptr<StreamClient>>, stream_slots> streams;
    std::map<LinkGrantId, std::size_t> viewers;
    std::vector<Waiter> after_publication;
    std::uint32_t slot = 0;
    std::uint64_t feed_dropped = 0;
    std::uint64_t operator_requests = 0;
    std::uint64_t customer_requests = 0;
    SnapshotPtr digest_of;
    std::string digest_text;
    SnapshotPtr views_of;
    std::map<LinkGrantId, std::string> views;  // of views_of; one projection a link and snapshot

    [[nodiscard]] SnapshotPtr snapshot() const {
        static const SnapshotPtr nothing = std::make_shared<const TwinSnapshot>();
        auto now = host.snapshot();
        return now ? now : nothing;
    }
    [[nodiscard]] Instant now(const TwinState& state) const { return std::max(host.now(), state.as_of); }

    Status read_state();
    Result<Bound> start();
    void stop();
    void tick();
    void heartbeat();
    void publish(const PublishedBatch& batch);

    void on_operator(Request request, std::shared_ptr<Responder> responder);
    void on_customer(Request request, std::shared_ptr<Responder> responder);
    void submit(std::vector<TimedEvent> events, RawMessage raw, std::function<void(const Status&)> published);
    void change(Change change, std::shared_ptr<Responder> responder);
    void open_feed(const OpenFeed& asked, Responder& responder);
    void send(const std::shared_ptr<FeedClient>& client, std::string text);
    bool catch_up(const std::shared_ptr<FeedClient>& client, std::uint64_t to);
    void open_stream(const OpenStream& asked, const CustomerContext& context, Responder& responder);
    bool tick_stream(const std::shared_ptr<StreamClient>& client);
    void end_stream(const std::shared_ptr<StreamClient>& client);
    [[nodiscard]] Admission admission_of(const LinkGrant* link, const TwinState& state) const;
    [[nodiscard]] std::optional<std::string> view(const LinkGrantId& link);
    [[nodiscard]] CustomerContext customer_context(const SnapshotPtr& at);
    [[nodiscard]] std::string metrics(const TwinState& state) const;
    [[nodiscard]] std::size_t stream_count() const;
};

// ---- start and stop ----

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
        if (tls.certificate_file.empty() && !options.behind_proxy && !asio::ip::make_address(at->host).is_loopback()) {
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

// ---- operator side ----

void Gateway::Impl::submit(std::vector<TimedEvent> events, RawMessage raw,
                           std::function<void(const Status&)> published) {
    auto shared = std::make_shared<std::function<void(const Status&)>>(std::move(published));
    Delivery delivery;
    delivery.source = SourceId("gateway");
    delivery.raw = std::move(raw);
    delivery.events = std::move(events);
    // Told on the writer's thread when it is durable, before it is folded: what is published after that holds it.
    delivery.done = [weak = weak_from_this(), shared](const Status& status) {
        const auto self = weak.lock();
        if (!self) return;
        asio::post(self->strand, [self, shared, status] {
            if (!status || self->after_publication.size() >= max_change_waiters) {
                (*shared)(status);
            } else {
                self->after_publication.push_back([shared] { (*shared)(Done{}); });
            }
        });
    };
    if (!host.ingest().submit(std::move(delivery))) {
        (*shared)(Error{"journal", "has more to write than it can take", "try again in a moment"});
    }
}

void Gateway::Impl::change(Change change, std::shared_ptr<Responder> responder) {
    submit(std::move(change.events), std::move(change.raw),
           [responder, then = std::move(change.then)](const Status& status) {
               responder->send(status ? then : error_response(503, status.error().text()));
           });
}

void Gateway::Impl::on_operator(Request request, std::shared_ptr<Responder> responder) {
    ++operator_requests;
    const auto at = snapshot();
    std::optional<Token> token;
    if (const auto bearer = bearer_of(request); !bearer.empty()) {
        const auto known = tokens.tokens();
        if (!known) {
            responder->send(error_response(503, known.error().text()));
            return;
        }
        token = find_token(*known, bearer);
    }
    OperatorContext context{at->state, now(at->state), bound.public_url, viewers, {}, {}};
    if (token && request.path == "/metrics") context.metrics = metrics(at->state);
    context.read = [this](std::uint64_t from, std::size_t limit) { return host.read(from, limit); };
    auto outcome = handle_operator(request, token, context);
    if (auto* response = std::get_if<Response>(&outcome)) {
        response->headers.emplace_back("Cache-Control", "no-store");
        responder->send(std::move(*response));
    } else if (auto* wanted = std::get_if<Change>(&outcome)) {
        wanted->then.headers.emplace_back("Cache-Control", "no-store");
        change(std::move(*wanted), std::move(responder));
    } else if (const auto* asked = std::get_if<OpenFeed>(&outcome)) {
        open_feed(*asked, *responder);
    }
}

void Gateway::Impl::send(const std::shared_ptr<FeedClient>& client, std::string text) {
    if (client->over || text.empty()) return;
    if (client->backlog > max_feed_backlog) {  // it fell behind; it may come back with its Last-Event-ID
        client->over = true;
        ++feed_dropped;
        client->stream->close();
        return;
    }
    const std::size_t size = text.size();
    client->backlog += size;
    client->stream->write(std::move(text), [weak = weak_from_this(), client, size](bool written) {
        const auto self = weak.lock();
        if (!self) return;
        asio::post(self->strand, [self, client, size, written] {
            client->backlog -= size;
            if (!written) client->over = true;
        });
    });
}

bool Gateway::Impl::catch_up(const std::shared_ptr<FeedClient>& client, std::uint64_t to) {
    while (client->position < to) {
        const auto entries = host.read(client->position + 1, max_feed_records_per_message);
        if (!entries || entries->empty() || entries->front().record.sequence != client->position + 1) return false;
        std::vector<EventRecord> records;
        records.reserve(entries->size());
        for (const auto& entry : *entries) {
            if (entry.record.sequence <= to) records.push_back(entry.record);
        }
        send(client, feed_events(host.epoch(), records, client->position));
        client->position = records.back().sequence;
    }
    return true;
}

void Gateway::Impl::open_feed(const OpenFeed& asked, Responder& responder) {
    if (feed.size() >= max_feed_clients) {
        responder.send(error_response(429, "the feed has as many readers as it takes"));
        return;
    }
    const auto at = snapshot();
    auto client = std::make_shared<FeedClient>();
    client->stream = responder.open_stream({{"Cache-Control", "no-store"}});
    const auto last = parse_event_id(asked.last_event_id);
    bool resumed = false;
    if (last && last->first == host.epoch() && last->second <= at->state.sequence &&
        at->state.sequence - last->second <= max_feed_catch_up) {
        client->position = last->second;
        resumed = catch_up(client, at->state.sequence);
    }
    if (!resumed) {
        client->position = at->state.sequence;
        send(client, feed_snapshot(host.epoch(), at->state));
    }
    send(client, feed_heartbeat(at->state.sequence, digest(at->state), host.now()));
    feed.push_back(std::move(client));
}

void Gateway::Impl::publish(const PublishedBatch& batch) {
    auto waiters = std::move(after_publication);
    after_publication.clear();
    for (const auto& waiter : waiters) waiter();
    std::erase_if(feed, [](const auto& client) { return client->over; });
    if (!batch.records || batch.records->empty()) return;
    const std::uint64_t before = batch.records->front().sequence - 1;
    std::string common;  // what clients that are up to date get, made once
    for (const auto& client : feed) {
        if (client->position == before) {
            if (common.empty()) common = feed_events(host.epoch(), *batch.records, before);
            send(client, common);
        } else {
            if (client->position < before && !catch_up(client, before)) {
                const auto at = snapshot();
                client->position = at->state.sequence;
                send(client, feed_snapshot(host.epoch(), at->state));
            }
            send(client, feed_events(host.epoch(), *batch.records, client->position));
        }
        client->position = std::max(client->position, batch.records->back().sequence);
    }
}

void Gateway::Impl::heartbeat() {
    // Nothing published for a second: whoever waits for its own change is answered all the same, as it is durable.
    auto waiters = std::move(after_publication);
    after_publication.clear();
    for (const auto& waiter : waiters) waiter();
    std::erase_if(feed, [](const auto& client) { return client->over; });
    if (feed.empty()) return;
    const auto at = snapshot();
    if (digest_of != at) {
        digest_of = at;
        digest_text = digest(at->state);
    }
    const auto text = feed_heartbeat(at->state.sequence, digest_text, host.now());
    for (const auto& client : feed) {
        // The batch that leads there may still be on its way here; the digest must be that of what the client has.
        if (client->position < at->state.sequence && !catch_up(client, at->state.sequence)) continue;
        if (client->position == at->state.sequence) send(client, text);
    }
}

std::size_t Gateway::Impl::stream_count() const {
    std::size_t count = 0;
    for (const auto& clients : streams) count += clients.size();
    return count;
}

std::string Gateway::Impl::metrics(const TwinState& state) const {
    std::string out;
    const auto line = [&](const char* name, const char* type, const char* help, std::uint64_t value) {
        out += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + type + "\n" + name + " " +
               std::to_string(value) + "\n";
    };
    line("glassline_sequence", "counter", "The last folded event", state.sequence);
    line("glassline_orders", "gauge", "Orders remembered", state.orders.orders.size());
    line("glassline_links", "gauge", "Share links remembered", state.orders.links.size());
    line("glassline_feed_clients", "gauge", "Readers of the operator feed", feed.size());
    line("glassline_feed_dropped_total", "counter", "Feed readers dropped because they fell behind", feed_dropped);
    line("glassline_customer_streams", "gauge", "Customer streams open", stream_count());
    line("glassline_operator_requests_total", "counter", "Requests to the operator listener", operator_requests);
    line("glassline_customer_requests_total", "counter", "Requests to the customer listener", customer_requests);
    out += metrics_text(host.metrics());
    if (extra_metrics) out += extra_metrics();
    return out;
}

// ---- customer side ----

Admission Gateway::Impl::admission_of(const LinkGrant* link, const TwinState& state) const {
    if (link == nullptr) return {};
    return {standing_of(*link, state.orders, now(state)), link->id, ends_at(*link, state.orders)};
}

std::optional<std::string> Gateway::Impl::view(const LinkGrantId& link) {
    const auto at = snapshot();
    if (views_of != at) {
        views_of = at;
        views.clear();
    }
    if (const auto known = views.find(link); known != views.end()) return known->second;
    const auto grant = at->state.orders.links.find(link);
    if (grant == at->state.orders.links.end()) return std::nullopt;
    auto made = view_of(at->state, grant->second);
    if (made) views.emplace(link, *made);
    return made;
}

CustomerContext Gateway::Impl::customer_context(const SnapshotPtr& at) {
    CustomerContext context;
    context.by_secret = [this, at](std::string_view secret) {
        return admission_of(find_by_secret(at->state.orders, secret), at->state);
    };
    context.by_link = [this, at](const LinkGrantId& link) {
        const auto found = at->state.orders.links.find(link);
        return admission_of(found == at->state.orders.links.end() ? nullptr : &found->second, at->state);
    };
    context.view = [this](const LinkGrantId& link) { return view(link); };
    context.open_streams = [this](const LinkGrantId& link) {
        const auto found = viewers.find(link);
        return found == viewers.end() ? 0 : found->second;
    };
    context.attempt_allowed = [this](const std::string& remote) { return attempts.allow(remote, host.now()); };
    context.file = find_static_file;
    context.session_key = session_key;
    context.now = now(at->state);
    context.secure = secure;
    context.origin = origin;
    context.frame_ancestors = options.frame_ancestors;
    return context;
}

void Gateway::Impl::on_customer(Request request, std::shared_ptr<Responder> responder) {
    ++customer_requests;
    if (options.behind_proxy) {  // the proxy adds the peer it saw at the end
        const auto forwarded = request.header("x-forwarded-for");
        const auto comma = forwarded.rfind(',');
        auto peer = comma == std::string::npos ? forwarded : forwarded.substr(comma + 1);
        while (!peer.empty() && peer.front() == ' ') peer.erase(0, 1);
        if (!peer.empty()) request.remote = peer;
    }
    const auto context = customer_context(snapshot());
    auto outcome = handle_customer(request, context);
    if (auto* response = std::get_if<Response>(&outcome)) {
        responder->send(std::move(*response));
    } else if (auto* opened = std::get_if<OpenLink>(&outcome)) {
        change({{{LinkOpened{opened->link}, no_time}}, {}, std::move(opened->then)}, std::move(responder));
    } else if (const auto* asked = std::get_if<OpenStream>(&outcome)) {
        open_stream(*asked, context, *responder);
    }
}

void Gateway::Impl::open_stream(const OpenStream& asked, const CustomerContext& context, Responder& responder) {
    auto headers = customer_headers(context);
    headers.emplace_back("Cache-Control", "no-store");
    auto client = std::make_shared<StreamClient>();
    client->stream = responder.open_stream(headers);
    client->words = CustomerStream(asked.last_event_id);
    client->link = asked.link;
    ++viewers[client->link];
    if (!tick_stream(client)) {  // the first words at once: somebody is waiting
        end_stream(client);
        return;
    }
    // The slot is drawn, so that it tells nothing about how many others there are.
    streams[random_below(stream_slots)].push_back(std::move(client));
}

bool Gateway::Impl::tick_stream(const std::shared_ptr<StreamClient>& client) {
    if (client->over) return false;
    const auto at = snapshot();
    const auto link = at->state.orders.links.find(client->link);
    if (link == at->state.orders.links.end() ||
        standing_of(link->second, at->state.orders, now(at->state)) != Standing::open) {
        return false;
    }
    if (client->pending >= max_pending_ticks) return true;  // it is cut by the write limit if it never reads
    const auto seen = view(client->link);
    if (!seen) return false;
    ++client->pending;
    client->stream->write(client->words.tick(*seen), [weak = weak_from_this(), client](bool written) {
        const auto self = weak.lock();
        if (!self) return;
        asio::post(self->strand, [client, written] {
            --client->pending;
            if (!written) client->over = true;
        });
    });
    return true;
}

void Gateway::Impl::end_stream(const std::shared_ptr<StreamClient>& client) {
    client->over = true;
    client->stream->close();
    const auto found = viewers.find(client->link);
    if (found != viewers.end() && --found->second == 0) viewers.erase(found);
}

// ---- Gateway ----

Gateway::Gateway(asio::io_context& io, TwinHost& host, Options options, ViewOf view_of, ExtraMetrics metrics)
    : impl_(std::make_shared<Impl>(io, host, std::move(options), std::move(view_of), std::move(metrics))) {}
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
