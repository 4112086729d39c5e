#include "connectors/sources/sparkplug.hpp"

#include "connectors/sources/mapped_delivery.hpp"
#include "connectors/sources/mapped_intake.hpp"
#include "connectors/transport/mqtt_url.hpp"
#include "connectors/wire/sparkplug/host.hpp"

namespace glassline {
namespace {

MqttClientOptions options_of(const SparkplugSettings& settings, Instant started) {
    auto broker = settings.broker;
    if (broker.topic.empty()) broker.topic = "spBv1.0/#";
    auto options = client_options(broker, settings.name);
    // Birth and will of a host carry the same time (Sparkplug 3.0, 5.10).
    if (!settings.host_id.empty()) options.will.message = sparkplug::host_state(settings.host_id, false, started);
    return options;
}

class Sparkplug final : public Source {
public:
    Sparkplug(SparkplugSettings settings, const SourceContext& context)
        : settings_(std::move(settings)),
          started_(context.now()),
          work_(std::make_shared<Work>(settings_, context)),
          client_(context.io, options_of(settings_, started_),
                  {[this, work = work_](const MqttMessage& message, const MqttSettle& settle) {
                       return take(work, message, settle);
                   },
                   [this, work = work_](bool up, const std::string& reason) {
                       work->intake.status(up ? LinkStatus::connected : LinkStatus::disconnected, reason);
                       if (up && !settings_.host_id.empty()) {
                           say(sparkplug::host_state(settings_.host_id, true, started_));
                       }
                   }}) {}
    ~Sparkplug() override { stop(); }

    Status start() override {
        auto status = client_.start();
        if (!status) return status;
        work_->intake.declare(address());
        work_->intake.status(LinkStatus::connecting, "");
        return status;
    }
    void stop() override {
        // A goodbye takes the will with it, so the host says itself that it goes.
        if (!std::exchange(stopped_, true) && !settings_.host_id.empty()) {
            say(sparkplug::host_state(settings_.host_id, false, started_));
        }
        client_.stop();
        work_->intake.stop();
    }
    std::string name() const override { return settings_.name; }
    std::string kind() const override { return "sparkplug"; }
    std::string address() const override {
        const auto url = parse_mqtt_url(settings_.broker.url);
        return url ? url->shown() : "mqtt://?";
    }

private:
    struct Work {
        Work(const SparkplugSettings& settings, const SourceContext& c)
            : source(settings.name),
              context(c),
              mapper(settings.mapping, c.line),
              intake(settings.name, "sparkplug", c, settings.simulated) {}
        SourceId source;
        SourceContext context;
        sparkplug::Host host;
        Mapper mapper;
        MappedIntake intake;
    };

    // A full outbox means that the broker takes nothing; the next gap asks again.
    void say(MqttMessage message) { static_cast<void>(client_.publish(std::move(message))); }

    bool take(const std::shared_ptr<Work>& shared, const MqttMessage& message, const MqttSettle& settle) {
        auto& work = *shared;
        if (!work.intake.has_room()) return false;
        const auto now = work.context.now();
        auto heard = work.host.hear(message.topic, message.payload, now);
        std::vector<MappedMeaning> meanings;
        if (!heard.refused.empty()) {
            meanings.push_back({"", no_time, {MessageRefused{heard.refused, message.topic.substr(0, max_example)}}});
        }
        for (const auto& trouble : heard.troubles) {
            meanings.push_back({"", no_time, {MessageUnmapped{trouble, true, {}}}});
        }
        for (const auto& said : heard.said) {
            for (auto& meaning : work.mapper.map(said.topic, said.payload, now)) meanings.push_back(std::move(meaning));
        }
        for (auto& command : heard.commands) say(std::move(command));
        auto deliveries = deliveries_of(work.source, message, std::move(meanings));
        if (!deliveries.empty()) deliveries.front().raw.format = "sparkplug";
        work.intake.take(std::move(deliveries), settle, [shared] { shared->mapper.forget_said(); });
        return true;
    }

    SparkplugSettings settings_;
    Instant started_;
    std::shared_ptr<Work> work_;
    MqttClient client_;
    bool stopped_ = false;
};

}  // namespace

std::unique_ptr<Source> make_sparkplug(SparkplugSettings settings, const SourceContext& context) {
    return std::make_unique<Sparkplug>(std::move(settings), context);
}

}  // namespace glassline
