// Reads and writes a message's attributes after its one description (`fields`). `always`: written whatever the value;
// `said`: left out when it is empty, zero or not there.
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdio>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace glassline::hermes {

class XmlReader {
public:
    explicit XmlReader(pugi::xml_node node) : node_(node), next_(node.first_attribute()) {}

    template <class T>
    void always(const char* name, T& value) {
        read(find(name), value);
    }
    template <class T>
    void said(const char* name, T& value) {
        read(find(name), value);
    }
    template <class T>
    void said(const char* name, std::optional<T>& value) {
        const auto attribute = find(name);
        if (!attribute) return;
        T given{};
        if (read(attribute, given)) value = given;
    }
    template <class T>
    void list(const char* name, const char* each, std::vector<T>& values) {
        for (const auto& child : node_.child(name).children(each)) {
            T value;
            T::fields(value, XmlReader(child));
            values.push_back(std::move(value));
        }
    }
    template <class T>
    void whole_list(const char* name, const char* each, std::vector<T>& values) {
        list(name, each, values);
    }
    /// A list whose child elements say everything by their names.
    void names(const char* name, std::vector<std::string>& values) {
        for (const auto& child : node_.child(name).children()) {
            if (child.type() == pugi::node_element) values.emplace_back(child.name());
        }
    }
    /// An element whose attributes are numbers by name.
    void numbers(const char* name, std::map<std::string, int>& values) {
        for (const auto& attribute : node_.child(name).attributes()) values[attribute.name()] = attribute.as_int();
    }

private:
    // Senders write attributes in the order of the standard, in which they are asked for here: each is looked for from
    // behind the last one found on.
    pugi::xml_attribute find(std::string_view name) {
        for (auto at = next_; at; at = at.next_attribute()) {
            if (name != at.name()) continue;
            next_ = at.next_attribute();
            return at;
        }
        for (auto at = node_.first_attribute(); at && at != next_; at = at.next_attribute()) {
            if (name == at.name()) return at;
        }
        return {};
    }
    static bool read(pugi::xml_attribute attribute, std::string& value) {
        value = attribute.as_string();
        return true;
    }
    static bool read(pugi::xml_attribute attribute, int& value) {
        value = attribute.as_int(value);
        return true;
    }
    static bool read(pugi::xml_attribute attribute, std::uint32_t& value) {
        value = attribute.as_uint(value);
        return true;
    }
    // What is no finite number counts as not said: a NaN in the state would equal nothing, itself included.
    static bool read(pugi::xml_attribute attribute, double& value) {
        const std::string_view text = attribute.value();
        double given = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), given);
        if (error != std::errc{} || end != text.data() + text.size()) given = attribute.as_double();
        if (std::isfinite(given)) value = given;
        return std::isfinite(given);
    }

    pugi::xml_node node_;
    pugi::xml_attribute next_;
};

class XmlWriter {
public:
    XmlWriter(pugi::xml_node node, bool with_sub_boards) : node_(node), with_sub_boards_(with_sub_boards) {}

    template <class T>
    void always(const char* name, const T& value) {
        put(name, value);
    }
    void said(const char* name, const std::string& value) {
        if (!value.empty()) put(name, value);
    }
    template <class T>
    requires std::integral<T> || std::floating_point<T>
    void said(const char* name, const T& value) {
        if (value != T{}) put(name, value);
    }
    template <class T>
    void said(const char* name, const std::optional<T>& value) {
        if (value) put(name, *value);
    }
    template <class T>
    void list(const char* name, const char* each, const std::vector<T>& values) {
        if (!values.empty() && with_sub_boards_) whole_list(name, each, values);
    }
    template <class T>
    void whole_list(const char* name, const char* each, const std::vector<T>& values) {
        auto parent = node_.append_child(name);
        for (const auto& value : values) T::fields(value, XmlWriter(parent.append_child(each), true));
    }
    void names(const char* name, const std::vector<std::string>& values) {
        auto parent = node_.append_child(name);
        for (const auto& value : values) parent.append_child(value.c_str());
    }
    void numbers(const char* name, const std::map<std::string, int>& values) {
        auto child = node_.append_child(name);
        for (const auto& [key, value] : values) child.append_attribute(key.c_str()) = value;
    }

private:
    void put(const char* name, const std::string& value) { node_.append_attribute(name) = value.c_str(); }
    void put(const char* name, int value) { node_.append_attribute(name) = value; }
    void put(const char* name, std::uint32_t value) { node_.append_attribute(name) = value; }
    void put(const char* name, double value) {
        std::array<char, 400> text{};  // the largest double has 309 digits before the point
        std::snprintf(text.data(), text.size(), "%.3f", value);
        node_.append_attribute(name) = text.data();
    }

    pugi::xml_node node_;
    bool with_sub_boards_;
};

}  // namespace glassline::hermes
