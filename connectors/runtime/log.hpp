// The process's log: one line an entry on stderr, with time and level.
#pragma once

#include <string>

namespace glassline {

void log_info(const std::string& line);
void log_warning(const std::string& line);
void log_error(const std::string& line);

}  // namespace glassline
