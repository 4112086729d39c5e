// A backup of a journal, taken while its writer runs.
#pragma once

#include <string>

#include "twin/base/result.hpp"

namespace glassline {

/// Writes a whole, consistent copy (SQLite's VACUUM INTO) to a file that does not exist yet.
[[nodiscard]] Status copy_journal(const std::string& from, const std::string& to);

}  // namespace glassline
