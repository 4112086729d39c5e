// One description of each struct's members serves the binary form, JSON, the digest and the schemas:
//
//   struct Visit {
//       StationId station;
//       Instant arrived_at{};
//       bool operator==(const Visit&) const = default;
//       template <class Self, class V>
//       static void fields(Self& self, V&& v) { v("station", self.station); v("arrived_at", self.arrived_at); }
//   };
//
// Members are only ever appended: the binary form of an older journal ends earlier and the rest keeps its default.
// An enum has a free function `constexpr auto names(E)` that returns a std::array of its names, from 0 on.
// An alternative of a variant has `static constexpr std::string_view type_name` and `static constexpr std::uint16_t
// tag` (stable for ever; never reused).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace glassline {

struct IgnoreFields {
    template <class T>
    void operator()(std::string_view, T&) const {}
};

template <class T>
concept Described = requires(T& t, IgnoreFields v) {
    T::fields(t, v);
};

template <class T>
concept NamedEnum = std::is_enum_v<T> && requires(T e) {
    names(e).size();
};

template <class T>
concept Tagged = Described<T> && requires {
    { T::type_name } -> std::convertible_to<std::string_view>;
    { T::tag } -> std::convertible_to<std::uint16_t>;
};

/// The name of an enumerator, as it is written in JSON and shown to engineers.
template <NamedEnum E>
[[nodiscard]] constexpr std::string_view name_of(E e) {
    constexpr auto all = names(E{});
    const auto index = static_cast<std::size_t>(e);
    return index < all.size() ? all[index] : std::string_view{"?"};
}

/// Finds an enumerator by its name; false and `e` untouched where there is none.
template <NamedEnum E>
[[nodiscard]] constexpr bool enum_from(std::string_view text, E& e) {
    constexpr auto all = names(E{});
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == text) {
            e = static_cast<E>(i);
            return true;
        }
    }
    return false;
}

}  // namespace glassline
