// Sources by the kind that settings name.
#pragma once

#include <memory>

#include "connectors/sources/source.hpp"
#include "connectors/wire/files/settings.hpp"

namespace glassline::app {

/// Error: the kind is not known here.
[[nodiscard]] Result<std::unique_ptr<Source>> make_source(const SourceSettings& settings, const SourceContext& context);

}  // namespace glassline::app
