#include "connectors/app/make_source.hpp"

#include "connectors/sources/cfx_amqp.hpp"
#include "connectors/sources/cfx_listen.hpp"
#include "connectors/sources/hermes_supervisory.hpp"

namespace glassline::app {

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
    return Error{"sources." + settings.name, "kind '" + settings.kind + "' is not built into this program",
                 "use cfx-listen, cfx-amqp or hermes-supervisory"};
}

}  // namespace glassline::app
