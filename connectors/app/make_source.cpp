#include "connectors/app/make_source.hpp"

#include "connectors/sources/hermes_supervisory.hpp"

namespace glassline::app {

Result<std::unique_ptr<Source>> make_source(const SourceSettings& settings, const SourceContext& context) {
    if (settings.kind == "hermes-supervisory") {
        return make_hermes_supervisory(settings.name, context, settings.simulated);
    }
    return Error{"sources." + settings.name, "kind '" + settings.kind + "' is not built into this program",
                 "use hermes-supervisory"};
}

}  // namespace glassline::app
