#include "connectors/app/make_source.hpp"

#include "connectors/app/files.hpp"
#include "connectors/sources/cfx_amqp.hpp"
#include "connectors/sources/cfx_listen.hpp"
#include "connectors/sources/hermes_supervisory.hpp"
#include "connectors/sources/mtconnect_agent.hpp"
#include "connectors/sources/shdr.hpp"

namespace glassline::app {
namespace {

Result<std::unique_ptr<Source>> shdr_source(const SourceSettings& settings, const SourceContext& context) {
    const auto xml = read_whole(settings.devices, mtconnect::max_devices_bytes);
    if (!xml) return xml.error();
    auto model = mtconnect::read_devices(*xml);
    if (!model) return Error{settings.devices, model.error().text(), ""};
    return make_shdr({.name = settings.name,
                      .address = settings.url,
                      .model = std::move(*model),
                      .device = settings.device,
                      .station = settings.station,
                      .simulated = settings.simulated},
                     context);
}

}  // namespace

Result<std::unique_ptr<Source>> make_source(const SourceSettings& settings, const SourceContext& context) {
    if (settings.kind == "hermes-supervisory") {
        return make_hermes_supervisory(settings.name, context, settings.simulated);
    }
    if (settings.kind == "cfx-listen") {
        return make_cfx_listen({.name = settings.name,
                                .listen = settings.listen,
                                .user = settings.user,
                                .password = settings.password,
                                .simulated = settings.simulated},
                               context);
    }
    if (settings.kind == "cfx-amqp") {
        return make_cfx_amqp(
            {.name = settings.name, .url = settings.url, .address = settings.address, .simulated = settings.simulated},
            context);
    }
    if (settings.kind == "shdr") return shdr_source(settings, context);
    if (settings.kind == "mtconnect-agent") {
        return make_mtconnect_agent({.name = settings.name,
                                     .url = settings.url,
                                     .device = settings.device,
                                     .station = settings.station,
                                     .poll = from_seconds(settings.poll_s),
                                     .simulated = settings.simulated},
                                    context);
    }
    return Error{"sources." + settings.name, "kind '" + settings.kind + "' is not built into this program",
                 "use cfx-listen, cfx-amqp, hermes-supervisory, shdr or mtconnect-agent"};
}

}  // namespace glassline::app
