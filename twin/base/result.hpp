// Result<T>: a value or the error that took its place. Named like std::expected, which GCC 12 doesn't have.
// For bytes of others that are wrong; our own bugs assert instead.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace glassline {

/// What went wrong, where, and what the reader can do about it. Each error is handled once: passed on or logged.
struct Error {
    std::string where;
    std::string what;
    std::string remedy;
    bool operator==(const Error&) const = default;

    /// One plain sentence for a terminal or a log line.
    [[nodiscard]] std::string text() const {
        std::string out = where.empty() ? what : where + ": " + what;
        if (!remedy.empty()) out += "; " + remedy;
        return out;
    }
};

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const { return held_.index() == 0; }
    explicit operator bool() const { return has_value(); }
    [[nodiscard]] T& value() { return *std::get_if<0>(&held_); }
    [[nodiscard]] const T& value() const { return *std::get_if<0>(&held_); }
    [[nodiscard]] T& operator*() { return value(); }
    [[nodiscard]] const T& operator*() const { return value(); }
    [[nodiscard]] T* operator->() { return &value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }
    [[nodiscard]] const Error& error() const { return *std::get_if<1>(&held_); }

private:
    std::variant<T, Error> held_;
};

struct Done {
    bool operator==(const Done&) const = default;
};
/// For what can fail and has nothing else to say.
using Status = Result<Done>;

}  // namespace glassline
