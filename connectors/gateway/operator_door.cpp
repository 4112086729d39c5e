// Operators' requests on the strand: who asks, what the pure handlers answer, changes through the journal, metrics.
#include "connectors/gateway/gateway_impl.hpp"
#include "connectors/gateway/links.hpp"
#include "connectors/runtime/metrics_text.hpp"

namespace glassline::gateway {
namespace {

constexpr std::size_t max_change_waiters = 10'000;

}  // namespace

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
    OperatorContext context{at->state, now(at->state),  bound.public_url, viewers, {},
                            {},        host.troubles(), options.replay};
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
    line("glassline_health_reasons", "gauge", "Reasons that GET /healthz gives; 0: all is well",
         health_reasons(state, host.troubles()).size());
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

}  // namespace glassline::gateway
