// What `serve` and `doctor` are told by options and files, read and checked.
#pragma once

#include <string>
#include <vector>

#include "connectors/app/server.hpp"

namespace glassline::app {

/// Options win over the settings file; lines and orders add to it.
struct ServeOptions {
    std::string settings;
    std::vector<std::string> lines;
    std::vector<std::string> orders;
    std::string journal;
    std::string state;
    std::string operator_listen;
    std::string customer_listen;
};

/// Error: a file that can't be read or has faults (all of them are in the text), no line at all.
[[nodiscard]] Result<ServerOptions> gather(const ServeOptions& options);

}  // namespace glassline::app
