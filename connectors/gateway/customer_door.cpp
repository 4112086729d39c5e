// Customers' requests and streams on the strand.
#include "connectors/gateway/gateway_impl.hpp"
#include "connectors/gateway/links.hpp"
#include "connectors/gateway/static_files.hpp"

namespace glassline::gateway {
namespace {

constexpr std::size_t max_pending_ticks = 2;  // of a customer that doesn't read; further ticks wait

}  // namespace

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

}  // namespace glassline::gateway
