// Where a server keeps its state when nobody says otherwise.
#pragma once

#include <cstdlib>
#include <string>

namespace glassline::app {

/// `$XDG_STATE_HOME/glassline`, or its default in the home folder.
[[nodiscard]] inline std::string default_state_dir() {
    if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state != '\0') {
        return std::string(state) + "/glassline";
    }
    const char* home = std::getenv("HOME");
    return std::string(home == nullptr ? "." : home) + "/.local/state/glassline";
}

}  // namespace glassline::app
