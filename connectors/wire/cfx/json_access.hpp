// Looking into a CFX object the way a receiver must: exact member name first, any case second, a missing member is
// null, a number may come as text and the other way round. Inside connectors/wire/cfx only; brings simdjson.
#pragma once

#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

inline constexpr std::size_t longest_text = 1'024;  // bytes of any text that is kept

/// At most `most` bytes of a text, not cut inside a UTF-8 sequence.
inline std::string shortened(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
    return std::string(text.substr(0, most));
}

class Node {
public:
    Node() = default;
    explicit Node(Element element) : element_(element), present_(!element.is_null()) {}

    [[nodiscard]] bool present() const { return present_; }

    /// Senders write members in the order of their declaration and handlers ask in it: the search begins behind the
    /// last one found.
    [[nodiscard]] Node operator[](std::string_view key) const {
        if (!opened_ && !open()) return {};
        for (auto field = next_; field != end_; ++field) {
            if (field.key_length() == key.size() && field.key() == key) return found(field);
        }
        for (auto field = begin_; field != next_; ++field) {
            if (field.key_length() == key.size() && field.key() == key) return found(field);
        }
        for (auto field = begin_; field != end_; ++field) {
            if (field.key_length() == key.size() && same_ignoring_case(field.key(), key)) return Node(field.value());
        }
        return {};
    }

    [[nodiscard]] bool is_object() const { return present_ && element_.is_object(); }
    [[nodiscard]] bool is_array() const { return present_ && element_.is_array(); }

    /// Text, cut at `most` bytes; a number as its digits; anything else empty.
    [[nodiscard]] std::string text(std::size_t most = longest_text) const {
        const auto said = view();
        if (said.empty() && present_ && element_.is_number()) return simdjson::minify(element_);
        return shortened(said, most);
    }

    /// Text as it lies in the parsed document; anything else empty.
    [[nodiscard]] std::string_view view() const {
        std::string_view found;
        return present_ && element_.get_string().get(found) == simdjson::SUCCESS ? found : std::string_view{};
    }

    /// Text, number or truth value as text; anything else empty.
    [[nodiscard]] std::string scalar() const {
        bool truth = false;
        if (present_ && element_.get_bool().get(truth) == simdjson::SUCCESS) return truth ? "true" : "false";
        return text();
    }

    [[nodiscard]] double number(double otherwise = 0) const {
        if (!present_) return otherwise;
        double value = 0;
        if (element_.get_double().get(value) == simdjson::SUCCESS) return std::isfinite(value) ? value : otherwise;
        std::string_view view;
        if (element_.get_string().get(view) != simdjson::SUCCESS) return otherwise;
        const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), value);
        return error == std::errc{} && end == view.data() + view.size() && std::isfinite(value) ? value : otherwise;
    }

    /// A whole number of 0 to 2^32 - 1; outside of it the nearest end.
    [[nodiscard]] std::uint32_t count(std::uint32_t otherwise = 0) const {
        const double value = number(static_cast<double>(otherwise));
        if (value <= 0) return value < 0 ? 0 : static_cast<std::uint32_t>(value);
        constexpr double most = std::numeric_limits<std::uint32_t>::max();
        return value >= most ? std::numeric_limits<std::uint32_t>::max() : static_cast<std::uint32_t>(value);
    }

    /// Each element of an array; the element itself when it is a single object where a list belongs.
    template <class F>
    void each(F&& visit) const {
        simdjson::dom::array array;
        if (!present_) return;
        if (element_.get_array().get(array) != simdjson::SUCCESS) {
            if (element_.is_object()) visit(*this);
            return;
        }
        for (const Element element : array) visit(Node(element));
    }

    /// Each member of an object, by its name as sent.
    template <class F>
    void each_member(F&& visit) const {
        Object object;
        if (!present_ || element_.get_object().get(object) != simdjson::SUCCESS) return;
        for (const auto& member : object) visit(member.key, Node(member.value));
    }

private:
    bool open() const {
        Object object;
        if (!present_ || element_.get_object().get(object) != simdjson::SUCCESS) return false;
        begin_ = next_ = object.begin();
        end_ = object.end();
        return opened_ = true;
    }
    Node found(Object::iterator field) const {
        next_ = field;
        ++next_;
        return Node(field.value());
    }

    Element element_{};
    bool present_ = false;
    mutable bool opened_ = false;
    mutable Object::iterator begin_{};
    mutable Object::iterator next_{};
    mutable Object::iterator end_{};
};

}  // namespace glassline::cfx
