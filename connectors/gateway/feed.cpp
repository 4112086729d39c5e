#include "connectors/gateway/feed.hpp"

#include "connectors/gateway/http.hpp"
#include "connectors/wire/json/answers.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::gateway {

std::string feed_id(const std::string& epoch, std::uint64_t sequence) { return epoch + "-" + std::to_string(sequence); }

std::string feed_snapshot(const std::string& epoch, const TwinState& state) {
    // Written in place: a FeedSnapshot would copy the state.
    Json out = Json::object();
    out["sequence"] = state.sequence;
    out["epoch"] = epoch;
    out["state"] = to_json_value(state);
    return event_text(feed_id(epoch, state.sequence), "snapshot", json_text(out));
}

std::string feed_events(const std::string& epoch, const std::vector<EventRecord>& records, std::uint64_t after) {
    std::string out;
    Json page = Json::array();
    std::uint64_t last = after;
    const auto end_page = [&] {
        if (page.empty()) return;
        out += event_text(feed_id(epoch, last), "events", json_text(page));
        page = Json::array();
    };
    for (const auto& record : records) {
        if (record.sequence <= after) continue;
        page.push_back(to_json_value(record));
        last = record.sequence;
        if (page.size() == max_feed_records_per_message) end_page();
    }
    end_page();
    return out;
}

std::string feed_heartbeat(std::uint64_t sequence, const std::string& digest, Instant now) {
    return event_text("", "heartbeat", json_text(to_json_value(FeedHeartbeat{sequence, digest, now})));
}

}  // namespace glassline::gateway
