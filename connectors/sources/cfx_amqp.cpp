#include "connectors/sources/cfx_amqp.hpp"

#include "connectors/sources/cfx_intake.hpp"
#include "connectors/transport/amqp_url.hpp"

namespace glassline {
namespace {

class CfxAmqp final : public Source {
public:
    CfxAmqp(CfxAmqpSettings settings, const SourceContext& context)
        : settings_(std::move(settings)),
          intake_(std::make_shared<CfxIntake>(settings_.name, "cfx-amqp", context, settings_.simulated, false)),
          consumer_(context.io,
                    {.url = settings_.url, .address = settings_.address, .container_id = "Glassline." + settings_.name},
                    {[intake = intake_](const auto& message, const auto& peer, const auto& settle) {
                         return intake->take(message, peer, settle);
                     },
                     [intake = intake_](const auto& peer, bool up, const auto& reason) {
                         intake->peer_changed(peer, up, reason);
                     }}) {}
    ~CfxAmqp() override { intake_->stop(); }

    Status start() override {
        auto status = consumer_.start();
        if (!status) return status;
        intake_->declare(address());
        intake_->status(SourceId(settings_.name), LinkStatus::connecting, "");
        return status;
    }
    void stop() override {
        consumer_.stop();
        intake_->stop();
    }
    std::string name() const override { return settings_.name; }
    std::string kind() const override { return "cfx-amqp"; }
    std::string address() const override {
        const auto url = parse_amqp_url(settings_.url);
        return (url ? url->shown() : "amqp://?") + settings_.address;
    }

private:
    CfxAmqpSettings settings_;
    std::shared_ptr<CfxIntake> intake_;
    AmqpConsumer consumer_;
};

}  // namespace

std::unique_ptr<Source> make_cfx_amqp(CfxAmqpSettings settings, const SourceContext& context) {
    return std::make_unique<CfxAmqp>(std::move(settings), context);
}

}  // namespace glassline
