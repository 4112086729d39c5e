#include "connectors/app/cfx_voice.hpp"

#include <asio.hpp>
#include <utility>

#include "connectors/transport/amqp_sender.hpp"

namespace glassline::app {
namespace {

// Stations that read the codes of what arrives.
bool has_scanner(StationKind kind) {
    return kind == StationKind::printer || kind == StationKind::paste_inspection ||
           kind == StationKind::optical_inspection;
}

}  // namespace

struct CfxVoice::Impl {
    StationDescription station;
    std::function<std::string()> next_id;
    AmqpSender sender;
};

CfxVoice::CfxVoice(asio::io_context& io, const std::string& url, StationDescription station,
                   std::function<std::string()> next_id) {
    AmqpSenderOptions options;
    options.url = url;
    options.container_id = station.cfx_handle;
    impl_.reset(new Impl{std::move(station), std::move(next_id), AmqpSender(io, std::move(options))});
}

CfxVoice::~CfxVoice() = default;

void CfxVoice::connect() { impl_->sender.start(); }
void CfxVoice::disconnect() { impl_->sender.stop(); }

std::size_t CfxVoice::say(const Event& event, Instant at, const FaultPlace& place) {
    std::size_t lost = 0;
    cfx::Head head{impl_->station.cfx_handle, impl_->next_id(), at, 0, place};
    if (auto message = cfx::encode(head, event); message && !impl_->sender.send(std::move(*message))) ++lost;
    const auto* arrived = std::get_if<UnitsArrived>(&event);
    if (arrived == nullptr || !has_scanner(impl_->station.kind)) return lost;
    head.unique_id = impl_->next_id();
    if (!impl_->sender.send(cfx::encode_identifiers_read(head, arrived->panel, arrived->facts))) ++lost;
    return lost;
}

}  // namespace glassline::app
