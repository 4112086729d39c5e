#include "connectors/sources/mqtt_json.hpp"

#include "connectors/sources/mapped_delivery.hpp"
#include "connectors/sources/mapped_intake.hpp"
#include "connectors/transport/mqtt_url.hpp"

namespace glassline {
namespace {

class MqttJson final : public Source {
public:
    MqttJson(MqttJsonSettings settings, const SourceContext& context)
        : settings_(std::move(settings)),
          work_(std::make_shared<Work>(settings_, context)),
          client_(context.io, client_options(settings_.broker, settings_.name),
                  {[work = work_](const MqttMessage& message, const MqttSettle& settle) {
                       return work->take(message, settle);
                   },
                   [work = work_](bool up, const std::string& reason) {
                       work->intake.status(up ? LinkStatus::connected : LinkStatus::disconnected, reason);
                   }}) {}
    ~MqttJson() override { work_->intake.stop(); }

    Status start() override {
        auto status = client_.start();
        if (!status) return status;
        work_->intake.declare(address());
        work_->intake.status(LinkStatus::connecting, "");
        return status;
    }
    void stop() override {
        client_.stop();
        work_->intake.stop();
    }
    std::string name() const override { return settings_.name; }
    std::string kind() const override { return "mqtt-json"; }
    std::string address() const override {
        const auto url = parse_mqtt_url(settings_.broker.url);
        return url ? url->shown() : "mqtt://?";
    }

private:
    struct Work : std::enable_shared_from_this<Work> {
        Work(const MqttJsonSettings& settings, const SourceContext& c)
            : source(settings.name),
              context(c),
              mapper(settings.mapping, c.line),
              intake(settings.name, "mqtt-json", c, settings.simulated) {}

        bool take(const MqttMessage& message, const MqttSettle& settle) {
            if (!intake.has_room()) return false;
            intake.take(deliveries_of(source, message, mapper.map(message.topic, message.payload, context.now())),
                        settle, [self = shared_from_this()] { self->mapper.forget_said(); });
            return true;
        }

        SourceId source;
        SourceContext context;
        Mapper mapper;
        MappedIntake intake;
    };
    MqttJsonSettings settings_;
    std::shared_ptr<Work> work_;
    MqttClient client_;
};

}  // namespace

std::unique_ptr<Source> make_mqtt_json(MqttJsonSettings settings, const SourceContext& context) {
    return std::make_unique<MqttJson>(std::move(settings), context);
}

}  // namespace glassline
