#include "connectors/app/cfx_voice.hpp"

#include <asio.hpp>
#include <utility>

#include "connectors/transport/amqp_sender.hpp"
#include "connectors/transport/mqtt_client.hpp"

namespace glassline::app {
namespace {

// Stations that read the codes of what arrives.
bool has_scanner(StationKind kind) {
    return kind == StationKind::printer || kind == StationKind::paste_inspection ||
           kind == StationKind::optical_inspection;
}

// CFX over MQTT has the routing key of the AMQP way with slashes: Vendor/Model/Serial/CFX/Production/WorkStarted.
MqttMessage slashed(const AmqpMessage& message) {
    MqttMessage out;
    out.topic = message.subject;
    for (auto& c : out.topic) c = c == '.' ? '/' : c;
    out.payload = message.body;
    return out;
}

}  // namespace

struct CfxVoice::Impl {
    StationDescription station;
    std::function<std::string()> next_id;
    std::unique_ptr<AmqpSender> amqp;  // one of the two
    std::unique_ptr<MqttClient> mqtt;

    bool send(AmqpMessage message) { return amqp ? amqp->send(std::move(message)) : mqtt->publish(slashed(message)); }
};

CfxVoice::CfxVoice(asio::io_context& io, const std::string& url, StationDescription station,
                   std::function<std::string()> next_id) {
    impl_.reset(new Impl{std::move(station), std::move(next_id), nullptr, nullptr});
    if (url.rfind("mqtt", 0) == 0) {
        MqttClientOptions options;
        options.url = url;
        options.client_id = impl_->station.cfx_handle;
        impl_->mqtt =
            std::make_unique<MqttClient>(io, std::move(options),
                                         MqttClientCallbacks{[](const MqttMessage&, const MqttSettle& settle) {
                                                                 settle(true);
                                                                 return true;
                                                             },
                                                             [](bool, const std::string&) {}});
        return;
    }
    AmqpSenderOptions options;
    options.url = url;
    options.container_id = impl_->station.cfx_handle;
    impl_->amqp = std::make_unique<AmqpSender>(io, std::move(options));
}

CfxVoice::~CfxVoice() = default;

void CfxVoice::connect() {
    if (impl_->amqp) return impl_->amqp->start();
    // The url was read before; nothing else can fail here without TLS files.
    static_cast<void>(impl_->mqtt->start().has_value());
}

void CfxVoice::disconnect() { impl_->amqp ? impl_->amqp->stop() : impl_->mqtt->stop(); }

std::size_t CfxVoice::say(const Event& event, Instant at, const FaultPlace& place) {
    std::size_t lost = 0;
    cfx::Head head{impl_->station.cfx_handle, impl_->next_id(), at, 0, place};
    if (auto message = cfx::encode(head, event); message && !impl_->send(std::move(*message))) ++lost;
    const auto* arrived = std::get_if<UnitsArrived>(&event);
    if (arrived == nullptr || !has_scanner(impl_->station.kind)) return lost;
    head.unique_id = impl_->next_id();
    if (!impl_->send(cfx::encode_identifiers_read(head, arrived->panel, arrived->facts))) ++lost;
    return lost;
}

}  // namespace glassline::app
