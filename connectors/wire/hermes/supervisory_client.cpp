#include "connectors/wire/hermes/supervisory_client.hpp"

namespace glassline::hermes {
namespace {

// The protocol's time stamps have no zone letter.
std::string stamp(Instant now) {
    std::string text = to_iso8601(now - Duration{micros(now) % 1000});
    if (!text.empty()) text.pop_back();
    return text;
}

}  // namespace

void SupervisoryClient::send(Message message, Instant now) {
    output_ += write(Document{stamp(now), std::move(message)});
    last_sent_ = now;
}

void SupervisoryClient::connected(Instant now) {
    framer_ = Framer{};
    output_.clear();
    close_reason_.clear();
    established_ = false;
    promised_pongs_ = false;
    last_heard_ = now;
    send(SupervisoryServiceDescription{system_id_, "1.6", {"FeatureCheckAliveResponse", "FeatureBoardTracking"}}, now);
}

std::vector<Received> SupervisoryClient::feed(std::string_view bytes, Instant now) {
    last_heard_ = now;
    std::vector<Received> received;
    for (auto& text : framer_.feed(bytes)) {
        auto document = parse(text);
        if (document) {
            if (const auto* peer = std::get_if<SupervisoryServiceDescription>(&document->message)) {
                established_ = true;
                promised_pongs_ = offers(peer->features, "FeatureCheckAliveResponse");
                if (offers(peer->features, "FeatureQueryHermesCapabilities")) send(QueryHermesCapabilities{}, now);
                if (offers(peer->features, "FeatureConfiguration")) send(GetConfiguration{}, now);
            } else if (const auto* alive = std::get_if<CheckAlive>(&document->message)) {
                if (alive->type == 1) send(CheckAlive{2, alive->id}, now);
            } else if (const auto* note = std::get_if<Notification>(&document->message)) {
                if (note->severity == 1 || note->code == 5) close_reason_ = "the machine says: " + note->description;
            }
        }
        received.push_back({std::move(text), std::move(document)});
    }
    return received;
}

void SupervisoryClient::tick(Instant now) {
    if (now - last_heard_ > silent_after && close_reason_.empty()) {
        // A machine need not answer a plain CheckAlive: only one that promised to answer pings is dead when it is
        // silent. Until it has introduced itself it must at least do that.
        if (!established_) {
            close_reason_ = "the machine did not introduce itself within 15 s";
        } else if (promised_pongs_) {
            close_reason_ = "the machine answered no ping for 15 s";
        }
    }
    if (now - last_sent_ < check_alive_every) return;
    if (promised_pongs_) {
        send(CheckAlive{1, std::to_string(++pings_)}, now);
    } else {
        send(CheckAlive{}, now);
    }
}

}  // namespace glassline::hermes
