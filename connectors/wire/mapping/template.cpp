#include "connectors/wire/mapping/template.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace glassline {
namespace {

std::optional<double> number_of(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::string text_of(double value) {
    char out[64];
    const int written = std::snprintf(out, sizeof out, "%.15g", value);
    return std::string(out, static_cast<std::size_t>(written));
}

std::optional<std::string> scalar(const Json& json) {
    std::string text;
    if (json.is_string()) {
        text = json.get_ref<const std::string&>();
    } else if (json.is_boolean()) {
        text = json.get<bool>() ? "true" : "false";
    } else if (json.is_number_float()) {
        text = text_of(json.get<double>());
    } else if (json.is_number()) {
        text = json.dump();
    }
    if (text.empty()) return std::nullopt;
    return text.substr(0, max_mapped_text);
}

}  // namespace

Result<std::vector<std::string>> parse_pointer(std::string_view text) {
    std::vector<std::string> out;
    if (text.empty()) return out;
    if (text.front() != '/') return Error{"pointer", "'" + std::string(text) + "' does not begin with a slash", ""};
    for (const char c : text) {
        if (c == '/') {
            out.emplace_back();
        } else {
            out.back().push_back(c);
        }
    }
    for (auto& token : out) {
        for (std::size_t at = 0; (at = token.find('~', at)) != std::string::npos; ++at) {
            const char next = at + 1 < token.size() ? token[at + 1] : ' ';
            if (next != '0' && next != '1')
                return Error{"pointer", "'" + std::string(text) + "' has a ~ that is not ~0 or ~1", ""};
            token.replace(at, 2, next == '0' ? "~" : "/");
        }
    }
    return out;
}

const Json* find_at(const Json& root, const std::vector<std::string>& pointer) {
    const Json* at = &root;
    for (const auto& token : pointer) {
        if (at->is_object()) {
            const auto member = at->find(token);
            if (member == at->end()) return nullptr;
            at = &*member;
        } else if (at->is_array()) {
            std::size_t index = 0;
            const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
            if (error != std::errc{} || end != token.data() + token.size() || index >= at->size()) return nullptr;
            at = &(*at)[index];
        } else {
            return nullptr;
        }
    }
    return at;
}

Result<Template::Filter> Template::parse_filter(std::string_view name, std::string_view whole) {
    const auto wrong = [&](const std::string& what) {
        return Error{"value", "'" + std::string(whole) + "' " + what, ""};
    };
    Filter filter;
    if (name.starts_with('*')) {
        const auto factor = number_of(std::string(name.substr(1)));
        if (!factor) return wrong("has a factor that is no number");
        filter.kind = Filter::Kind::factor;
        filter.factor = *factor;
    } else if (name.starts_with('@')) {
        filter.kind = Filter::Kind::join;
        filter.name = std::string(name.substr(1));
    } else {
        filter.name = std::string(name);
    }
    if (filter.kind != Filter::Kind::factor && filter.name.empty()) return wrong("names no table to look it up in");
    return filter;
}

Result<Template::Place> Template::parse_place(std::string_view inner, std::string_view whole) {
    const auto wrong = [&](const std::string& what) {
        return Error{"value", "'" + std::string(whole) + "' " + what, ""};
    };
    Place place;
    auto bar = inner.find('|');
    auto head = inner.substr(0, bar);
    while (head.starts_with('^')) {
        ++place.out;
        head.remove_prefix(1);
    }
    if (head == "#") {
        place.kind = Place::Kind::number;
    } else if (head.starts_with('/') || (head.empty() && place.out > 0)) {
        place.kind = Place::Kind::pointer;
        auto pointer = parse_pointer(head);
        if (!pointer) return wrong(pointer.error().what);
        place.pointer = std::move(*pointer);
    } else if (!head.empty() && place.out == 0) {
        place.kind = Place::Kind::capture;
        place.text = std::string(head);
    } else {
        return wrong("has a place that names nothing");
    }
    while (bar != std::string_view::npos) {
        inner.remove_prefix(bar + 1);
        bar = inner.find('|');
        const auto name = inner.substr(0, bar);
        auto filter = parse_filter(name, whole);
        if (!filter) return filter.error();
        place.filters.push_back(std::move(*filter));
    }
    return place;
}

Result<Template> Template::parse(std::string_view text) {
    Template out;
    const auto whole = text;
    if (const auto arrow = text.rfind(" => "); arrow != std::string_view::npos) {
        auto filter = parse_filter(text.substr(arrow + 4), whole);
        if (!filter) return filter.error();
        out.filters_.push_back(std::move(*filter));
        text = text.substr(0, arrow);
    }
    std::string literal;
    const auto keep_literal = [&] {
        if (literal.empty()) return;
        Place place;
        place.text = std::exchange(literal, {});
        out.places_.push_back(std::move(place));
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{' && i + 1 < text.size() && text[i + 1] == '{') {
            literal.push_back('{');
            ++i;
        } else if (text[i] == '{') {
            const auto end = text.find('}', i);
            if (end == std::string_view::npos) {
                return Error{"value", "'" + std::string(text) + "' has a { without its }", "write {{ for a brace"};
            }
            keep_literal();
            auto place = parse_place(text.substr(i + 1, end - i - 1), whole);
            if (!place) return place.error();
            out.places_.push_back(std::move(*place));
            i = end;
        } else {
            literal.push_back(text[i]);
        }
    }
    keep_literal();
    return out;
}

std::optional<std::string> Template::filtered(std::optional<std::string> value, const std::vector<Filter>& filters,
                                              const Surrounding& around) {
    for (const auto& filter : filters) {
        if (!value) return std::nullopt;
        if (filter.kind == Filter::Kind::factor) {
            const auto number = number_of(*value);
            if (!number) return std::nullopt;
            value = text_of(*number * filter.factor);
            continue;
        }
        const auto* all = filter.kind == Filter::Kind::table ? around.tables : around.joins;
        const auto table = all->find(filter.name);
        if (table == all->end()) return std::nullopt;
        auto entry = table->second.find(*value);
        if (entry == table->second.end() && filter.kind == Filter::Kind::table) entry = table->second.find("*");
        if (entry == table->second.end()) return std::nullopt;
        value = entry->second;
    }
    return value;
}

std::optional<std::string> Template::fill_place(const Place& place, const Surrounding& around) {
    std::optional<std::string> value;
    switch (place.kind) {
        case Place::Kind::literal:
            return place.text;
        case Place::Kind::capture: {
            if (place.text == "topic") {
                value = std::string(around.topic);
                break;
            }
            const auto found = around.captures->find(place.text);
            if (found == around.captures->end() || found->second.empty()) return std::nullopt;
            value = found->second;
            break;
        }
        case Place::Kind::number:
        case Place::Kind::pointer: {
            if (place.out >= around.elements.size()) return std::nullopt;
            const auto index = around.elements.size() - 1 - place.out;
            if (place.kind == Place::Kind::number) {
                value = std::to_string(around.numbers[index]);
                break;
            }
            const Json* found = find_at(*around.elements[index], place.pointer);
            if (found == nullptr) return std::nullopt;
            value = scalar(*found);
            break;
        }
    }
    return filtered(std::move(value), place.filters, around);
}

std::optional<std::string> Template::fill(const Surrounding& around) const {
    std::string out;
    for (const auto& place : places_) {
        auto value = fill_place(place, around);
        if (!value) return std::nullopt;
        out += *value;
    }
    if (out.empty()) return std::nullopt;
    if (out.size() > max_mapped_text) out.resize(max_mapped_text);
    return filtered(std::move(out), filters_, around);
}

std::vector<std::string> Template::tables() const {
    std::vector<std::string> out;
    each_filter([&](const Filter& filter) {
        if (filter.kind == Filter::Kind::table) out.push_back(filter.name);
    });
    return out;
}

std::vector<std::string> Template::joins() const {
    std::vector<std::string> out;
    each_filter([&](const Filter& filter) {
        if (filter.kind == Filter::Kind::join) out.push_back(filter.name);
    });
    return out;
}

std::vector<std::string> Template::captures() const {
    std::vector<std::string> out;
    for (const auto& place : places_) {
        if (place.kind == Place::Kind::capture) out.push_back(place.text);
    }
    return out;
}

std::size_t Template::deepest() const {
    std::size_t out = 0;
    for (const auto& place : places_) out = std::max(out, place.out);
    return out;
}

}  // namespace glassline
