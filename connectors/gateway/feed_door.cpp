// Readers of the operator feed on the strand: every event after their id in order, or a snapshot, and the heartbeat.
#include <algorithm>

#include "connectors/gateway/feed.hpp"
#include "connectors/gateway/gateway_impl.hpp"

namespace glassline::gateway {

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

void Gateway::Impl::send_snapshot(const std::shared_ptr<FeedClient>& client, const SnapshotPtr& at) {
    client->epoch = host.epoch();
    client->position = at->state.sequence;
    send(client, feed_snapshot(client->epoch, at->state));
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
        client->epoch = host.epoch();
        resumed = catch_up(client, at->state.sequence);
    }
    if (!resumed) send_snapshot(client, at);
    send(client, feed_heartbeat(at->state.sequence, digest(at->state), host.now()));
    feed.push_back(std::move(client));
}

void Gateway::Impl::publish(const PublishedBatch& batch) {
    auto waiters = std::move(after_publication);
    after_publication.clear();
    for (const auto& waiter : waiters) waiter();
    std::erase_if(feed, [](const auto& client) { return client->over; });
    const auto newest = snapshot();
    const auto epoch = host.epoch();
    if (!batch.records || batch.records->empty()) {
        // A recording was wound to another moment: what readers have is of another epoch.
        for (const auto& client : feed) {
            if (client->epoch != epoch || client->position > newest->state.sequence) send_snapshot(client, newest);
        }
        return;
    }
    if (batch.records->back().sequence > newest->state.sequence) return;  // from before it was wound back
    const std::uint64_t before = batch.records->front().sequence - 1;
    std::string common;  // what clients that are up to date get, made once
    for (const auto& client : feed) {
        if (client->epoch != epoch) {
            send_snapshot(client, newest);
            continue;
        }
        if (client->position == before) {
            if (common.empty()) common = feed_events(host.epoch(), *batch.records, before);
            send(client, common);
        } else {
            if (client->position < before && !catch_up(client, before)) {
                send_snapshot(client, newest);
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
        if (client->epoch != host.epoch()) send_snapshot(client, at);
        // The batch that leads there may still be on its way here; the digest must be that of what the client has.
        if (client->position < at->state.sequence && !catch_up(client, at->state.sequence)) continue;
        if (client->position == at->state.sequence) send(client, text);
    }
}

}  // namespace glassline::gateway
