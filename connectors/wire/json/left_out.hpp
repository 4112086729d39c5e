// A member of an answer that is left out when there is nothing to say, where std::optional writes null.
#pragma once

#include <optional>
#include <utility>

namespace glassline {

template <class T>
struct LeftOut {
    std::optional<T> value;
    LeftOut() = default;
    LeftOut(T v) : value(std::move(v)) {}
    bool operator==(const LeftOut&) const = default;
};

}  // namespace glassline
