#include "connectors/wire/hermes/supervisory_server.hpp"

#include "connectors/wire/hermes/check_alive.hpp"
#include "connectors/wire/hermes/from_events.hpp"

namespace glassline::hermes {
namespace {

const std::vector<std::string> own_features{"FeatureConfiguration",           "FeatureCheckAliveResponse",
                                            "FeatureBoardTracking",           "FeatureQueryWorkOrderInfo",
                                            "FeatureSendWorkOrderInfo",       "FeatureReplyWorkOrderInfo",
                                            "FeatureQueryHermesCapabilities", "FeatureSendHermesCapabilities"};

}  // namespace

std::vector<Message> configured(MachineDesk& desk, const Configuration& wanted) {
    auto fault = fault_of(wanted);
    if (fault.empty()) fault = desk.configure(wanted);
    if (fault.empty()) return {};
    return {Notification{configuration_error, severity_error, fault}};
}

void SupervisoryServer::send(const Message& message, Instant at) {
    output_ += write(Document{hermes_timestamp(at, zone_), message});
    if (output_.size() > max_unsent_bytes) close_reason_ = "the client does not read";
}

void SupervisoryServer::refuse(const std::string& why, Instant at) {
    send(Notification{protocol_error, severity_fatal, why}, at);
    close_reason_ = why;
}

struct SupervisoryServer::Taker {
    SupervisoryServer& server;
    Instant now;

    void operator()(const SupervisoryServiceDescription& peer) const {
        server.introduced_ = true;
        server.tracking_ = offers(peer.features, "FeatureBoardTracking");
        server.answers_work_orders_ = offers(peer.features, "FeatureSendWorkOrderInfo");
        server.send(SupervisoryServiceDescription{server.desk_->configuration().machine_id, "1.6", own_features}, now);
    }
    void operator()(const CheckAlive& m) const {
        if (m.type == 1) server.send(CheckAlive{2, m.id}, now);
    }
    void operator()(const Notification& m) const {
        if (m.severity == severity_fatal || m.code == machine_shutdown)
            server.close_reason_ = "the client says: " + m.description;
    }
    void operator()(const GetConfiguration&) const {
        if (introduced()) server.send(CurrentConfiguration{server.desk_->configuration()}, now);
    }
    void operator()(const SetConfiguration& m) const {
        if (!introduced()) return;
        for (const auto& answer : configured(*server.desk_, m.configuration)) server.send(answer, now);
    }
    void operator()(const QueryHermesCapabilities&) const {
        if (introduced()) server.send(server.desk_->capabilities(), now);
    }
    void operator()(const SendWorkOrderInfo& m) const {
        if (introduced()) server.send(server.desk_->take_work_order(m), now);
    }
    // Not for a machine: ignored, as the standard wants.
    template <class M>
    void operator()(const M&) const {
        static_cast<void>(introduced());
    }
    [[nodiscard]] bool introduced() const {
        if (!server.introduced_) server.refuse("SupervisoryServiceDescription must come first", now);
        return server.introduced_;
    }
};

void SupervisoryServer::feed(std::string_view bytes, Instant now) {
    for (const auto& text : framer_.feed(bytes)) {
        if (!close_reason_.empty()) return;
        const auto document = parse(text);
        if (!document) return refuse(document.error().what, now);
        std::visit(Taker{*this, now}, document->message);
    }
}

void SupervisoryServer::report(const Message& message, Instant at) {
    if (tracking_) send(message, at);
}

bool SupervisoryServer::ask(const QueryWorkOrderInfo& query, Instant at) {
    if (answers_work_orders_) send(query, at);
    return answers_work_orders_;
}

void ConfigurationServer::feed(std::string_view bytes, Instant now) {
    const auto send = [&](const Message& message) {
        output_ += write(Document{hermes_timestamp(now, zone_), message});
    };
    for (const auto& text : framer_.feed(bytes)) {
        const auto document = parse(text);
        if (!document) {
            send(Notification{protocol_error, severity_fatal, document.error().what});
            close_reason_ = document.error().what;
            return;
        }
        if (std::holds_alternative<GetConfiguration>(document->message)) {
            send(CurrentConfiguration{desk_->configuration()});
        } else if (const auto* set = std::get_if<SetConfiguration>(&document->message)) {
            for (const auto& answer : configured(*desk_, set->configuration)) send(answer);
        } else if (const auto* alive = std::get_if<CheckAlive>(&document->message)) {
            if (alive->type == 1) send(CheckAlive{2, alive->id});
        }
    }
}

}  // namespace glassline::hermes
