#include "connectors/sources/cfx_listen.hpp"

#include "connectors/sources/cfx_intake.hpp"
#include "connectors/wire/cfx/requests.hpp"

namespace glassline {
namespace {

class CfxListen final : public Source {
public:
    CfxListen(CfxListenSettings settings, const SourceContext& context)
        : settings_(std::move(settings)),
          intake_(std::make_shared<CfxIntake>(settings_.name, "cfx-listen", context, settings_.simulated, true)),
          self_(std::make_shared<cfx::OwnEndpoint>()),
          listener_(context.io, settings_.listen, "Glassline." + settings_.name,
                    {[intake = intake_](const auto& message, const auto& peer, const auto& settle) {
                         return intake->take(message, peer, settle);
                     },
                     [intake = intake_](const auto& peer, bool up, const auto& reason) {
                         intake->peer_changed(peer, up, reason);
                     },
                     [self = self_, now = context.now](const auto& request, const auto&) {
                         self->now = now();
                         return cfx::answer(request, *self);
                     }},
                    {settings_.user, settings_.password}) {
        self_->handle = "Glassline." + settings_.name;
        self_->zone_minutes = zone_minutes(context.line.zone);
    }
    ~CfxListen() override { intake_->stop(); }

    Status start() override {
        auto status = listener_.start();
        if (!status) return status;
        self_->network_uri = address();
        intake_->declare("amqp://" + listener_.address());
        intake_->status(SourceId(settings_.name), LinkStatus::connected, "listening");
        return status;
    }
    void stop() override {
        listener_.stop();
        intake_->stop();
    }
    std::string name() const override { return settings_.name; }
    std::string kind() const override { return "cfx-listen"; }
    std::string address() const override { return "amqp://" + listener_.address(); }

private:
    CfxListenSettings settings_;
    std::shared_ptr<CfxIntake> intake_;
    std::shared_ptr<cfx::OwnEndpoint> self_;  // who we are to machines that ask
    AmqpListener listener_;
};

}  // namespace

std::unique_ptr<Source> make_cfx_listen(CfxListenSettings settings, const SourceContext& context) {
    return std::make_unique<CfxListen>(std::move(settings), context);
}

}  // namespace glassline
