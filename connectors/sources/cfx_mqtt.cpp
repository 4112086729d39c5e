#include "connectors/sources/cfx_mqtt.hpp"

#include "connectors/sources/cfx_intake.hpp"
#include "connectors/transport/mqtt_url.hpp"

namespace glassline {
namespace {

// `{Vendor}/{Model}/{Serial}/CFX/...`: the handle, for envelopes that name no source.
std::string handle_of(const std::string& topic) {
    const auto cfx = topic.find("/CFX/");
    if (cfx == std::string::npos) return {};
    auto handle = topic.substr(0, cfx);
    for (auto& c : handle) c = c == '/' ? '.' : c;
    return handle;
}

class CfxMqtt final : public Source {
public:
    CfxMqtt(CfxMqttSettings settings, const SourceContext& context)
        : settings_(std::move(settings)),
          intake_(std::make_shared<CfxIntake>(settings_.name, "cfx-mqtt", context, settings_.simulated, false)),
          client_(context.io, client_options(settings_.broker, settings_.name),
                  {[intake = intake_](const MqttMessage& message, const MqttSettle& settle) {
                       AmqpMessage same;
                       same.body = message.payload;
                       same.reply_to = handle_of(message.topic);
                       return intake->take(same, {},
                                           [settle](AmqpOutcome outcome) { settle(outcome == AmqpOutcome::accepted); });
                   },
                   [intake = intake_, name = settings_.name](bool up, const std::string& reason) {
                       intake->status(SourceId(name), up ? LinkStatus::connected : LinkStatus::disconnected, reason);
                   }}) {}
    ~CfxMqtt() override { intake_->stop(); }

    Status start() override {
        auto status = client_.start();
        if (!status) return status;
        intake_->declare(address());
        intake_->status(SourceId(settings_.name), LinkStatus::connecting, "");
        return status;
    }
    void stop() override {
        client_.stop();
        intake_->stop();
    }
    std::string name() const override { return settings_.name; }
    std::string kind() const override { return "cfx-mqtt"; }
    std::string address() const override {
        const auto url = parse_mqtt_url(settings_.broker.url);
        return url ? url->shown() : "mqtt://?";
    }

private:
    CfxMqttSettings settings_;
    std::shared_ptr<CfxIntake> intake_;
    MqttClient client_;
};

}  // namespace

std::unique_ptr<Source> make_cfx_mqtt(CfxMqttSettings settings, const SourceContext& context) {
    return std::make_unique<CfxMqtt>(std::move(settings), context);
}

}  // namespace glassline
