#include "connectors/wire/hermes/supervisory_server.hpp"

#include <algorithm>

#include "connectors/wire/hermes/from_events.hpp"

namespace glassline::hermes {

void SupervisoryServer::send(const Message& message, Instant at) {
    output_ += write(Document{hermes_timestamp(at, zone_), message});
    if (output_.size() > max_unsent_bytes) close_reason_ = "the client does not read";
}

void SupervisoryServer::feed(std::string_view bytes, Instant now) {
    for (const auto& text : framer_.feed(bytes)) {
        const auto document = parse(text);
        if (!document) {
            send(Notification{1, 1, document.error().what}, now);
            close_reason_ = document.error().what;
            return;
        }
        if (const auto* peer = std::get_if<SupervisoryServiceDescription>(&document->message)) {
            introduced_ = true;
            tracking_ =
                std::find(peer->features.begin(), peer->features.end(), "FeatureBoardTracking") != peer->features.end();
            send(
                SupervisoryServiceDescription{
                    machine_id_, "1.6", {"FeatureCheckAliveResponse", "FeatureBoardTracking"}},
                now);
        } else if (const auto* alive = std::get_if<CheckAlive>(&document->message)) {
            if (alive->type == 1) send(CheckAlive{2, alive->id}, now);
        } else if (!introduced_) {
            send(Notification{1, 1, "SupervisoryServiceDescription must come first"}, now);
            close_reason_ = "the client did not introduce itself";
            return;
        }
    }
}

void SupervisoryServer::report(const Message& message, Instant at) {
    if (tracking_) send(message, at);
}

}  // namespace glassline::hermes
