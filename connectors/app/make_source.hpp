// Sources by the kind that settings name.
#pragma once

#include <memory>

#include "connectors/sources/source.hpp"
#include "connectors/wire/files/settings.hpp"
#include "connectors/wire/mapping/mapping_file.hpp"

namespace glassline::app {

/// Error: the kind is not known here.
[[nodiscard]] Result<std::unique_ptr<Source>> make_source(const SourceSettings& settings, const SourceContext& context);

/// A mapping file read and checked; the error names its first fault.
[[nodiscard]] Result<MappingText> mapping_of_file(const std::string& path);

}  // namespace glassline::app
