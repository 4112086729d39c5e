// How much a test is asked to do: the default is what every run does, `./test --long` asks for more.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace glassline::test {

[[nodiscard]] inline int asked(const char* variable, int otherwise) {
    const char* value = std::getenv(variable);
    return value == nullptr ? otherwise : std::atoi(value);
}

/// The seed of this run: GLASSLINE_SEED, or the same each time.
[[nodiscard]] inline std::uint64_t seed_or(std::uint64_t otherwise) {
    const char* value = std::getenv("GLASSLINE_SEED");
    return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

}  // namespace glassline::test
