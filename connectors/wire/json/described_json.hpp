// JSON of described values (twin/base/fields.hpp), both ways, through nlohmann/json. Include it in .cpp files only.
// Instants are ISO 8601 UTC texts (null: not known), durations seconds, enums their names, a variant an object with
// its "type" beside its members. A member that is absent keeps its default; a wrong type is an error.
#pragma once

#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "connectors/wire/json/left_out.hpp"
#include "twin/base/fields.hpp"
#include "twin/base/ids.hpp"
#include "twin/base/result.hpp"
#include "twin/base/text_index.hpp"
#include "twin/base/time.hpp"

namespace glassline {

using Json = nlohmann::ordered_json;

inline Json to_json_value(bool v) { return v; }
inline Json to_json_value(const std::string& v) { return v; }
inline Json to_json_value(double v) { return v; }
inline Json to_json_value(Instant v) { return v == no_time ? Json(nullptr) : Json(to_iso8601(v)); }
inline Json to_json_value(Duration v) { return seconds(v); }
template <class Tag>
Json to_json_value(const Id<Tag>& v) {
    return v.value;
}
template <class T>
requires std::is_integral_v<T> Json to_json_value(T v) { return v; }
template <NamedEnum E>
Json to_json_value(E v) {
    return std::string(name_of(v));
}
template <class T>
Json to_json_value(const std::optional<T>& v);
template <class T>
Json to_json_value(const std::vector<T>& v);
template <class K, class T>
Json to_json_value(const std::map<K, T>& v);
template <class T>
Json to_json_value(const TextIndex<T>& v);
template <class... Ts>
Json to_json_value(const std::variant<Ts...>& v);

template <class T>
void put_member(Json& out, std::string_view name, const T& member) {
    out[std::string(name)] = to_json_value(member);
}
template <class T>
void put_member(Json& out, std::string_view name, const LeftOut<T>& member) {
    if (member.value) out[std::string(name)] = to_json_value(*member.value);
}

template <Described T>
Json to_json_value(const T& value) {
    Json out = Json::object();
    T::fields(value, [&out](std::string_view name, const auto& member) { put_member(out, name, member); });
    return out;
}
template <class T>
Json to_json_value(const std::optional<T>& v) {
    return v ? to_json_value(*v) : Json(nullptr);
}
template <class T>
Json to_json_value(const std::vector<T>& v) {
    Json out = Json::array();
    for (const auto& item : v) out.push_back(to_json_value(item));
    return out;
}
inline std::string json_key(const std::string& key) { return key; }
template <class Tag>
std::string json_key(const Id<Tag>& key) {
    return key.value;
}
template <class K, class T>
Json to_json_value(const std::map<K, T>& v) {
    Json out = Json::object();
    for (const auto& [key, item] : v) out[json_key(key)] = to_json_value(item);
    return out;
}
template <class T>
Json to_json_value(const TextIndex<T>& v) {
    Json out = Json::object();
    for (const auto* entry : sorted(v)) out[entry->first] = to_json_value(entry->second);
    return out;
}
template <class... Ts>
Json to_json_value(const std::variant<Ts...>& v) {
    return std::visit(
        []<class T>(const T& alternative) {
            Json out = Json::object();
            out["type"] = std::string(T::type_name);
            T::fields(alternative, [&out](std::string_view name, const auto& member) {
                out[std::string(name)] = to_json_value(member);
            });
            return out;
        },
        v);
}

/// Compact. What machines sent as text need not be UTF-8; such bytes are shown replaced, not refused.
[[nodiscard]] inline std::string json_text(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Reads described values from JSON; remembers every fault with its place ("stations[3].cycle_time_s").
/// With `strict` members that the type doesn't have are faults, too (files that people write).
class JsonReader {
public:
    explicit JsonReader(bool strict = false) : strict_(strict) {}

    [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

    void read(const Json& j, bool& v, const std::string& at) {
        if (j.is_boolean()) {
            v = j.get<bool>();
        } else {
            fault(at, "must be true or false");
        }
    }
    void read(const Json& j, std::string& v, const std::string& at) {
        if (j.is_string()) {
            v = j.get<std::string>();
        } else {
            fault(at, "must be a text");
        }
    }
    void read(const Json& j, double& v, const std::string& at) {
        if (j.is_number()) {
            v = j.get<double>();
        } else {
            fault(at, "must be a number");
        }
    }
    void read(const Json& j, Instant& v, const std::string& at) {
        if (j.is_null()) {
            v = no_time;
            return;
        }
        if (!j.is_string()) {
            fault(at, "must be a time like 2026-11-23T14:03:07Z");
            return;
        }
        const auto parsed = parse_iso8601(j.get<std::string>());
        if (!parsed) {
            fault(at, parsed.error().what);
        } else if (parsed->zone == Zone::missing) {
            fault(at, "states no zone; add Z or +hh:mm");
        } else {
            v = parsed->instant;
        }
    }
    void read(const Json& j, Duration& v, const std::string& at) {
        double s = 0;
        read(j, s, at);
        if (!(std::abs(s) < 1e12)) {
            fault(at, "must be a number of seconds");
            return;
        }
        v = from_seconds(s);
    }
    template <class Tag>
    void read(const Json& j, Id<Tag>& v, const std::string& at) {
        read(j, v.value, at);
    }
    template <class T>
    requires std::is_integral_v<T>
    void read(const Json& j, T& v, const std::string& at) {
        if (j.is_number_integer() && (std::is_signed_v<T> || j.is_number_unsigned())) {
            const bool fits = j.is_number_unsigned() ? std::in_range<T>(j.get<std::uint64_t>())
                                                     : std::in_range<T>(j.get<std::int64_t>());
            if (fits) {
                v = j.get<T>();
            } else {
                fault(at, "must be from " + std::to_string(std::numeric_limits<T>::min()) + " to " +
                              std::to_string(std::numeric_limits<T>::max()));
            }
        } else {
            fault(at, std::is_signed_v<T> ? "must be a whole number" : "must be a whole number from 0 on");
        }
    }
    template <NamedEnum E>
    void read(const Json& j, E& v, const std::string& at) {
        if (j.is_string() && enum_from(j.get<std::string>(), v)) return;
        std::string all;
        for (const auto name : names(E{})) all += (all.empty() ? "" : ", ") + std::string(name);
        fault(at, "must be one of " + all);
    }
    template <class T>
    void read(const Json& j, std::optional<T>& v, const std::string& at) {
        if (j.is_null()) {
            v.reset();
        } else {
            read(j, v.emplace(), at);
        }
    }
    template <class T>
    void read(const Json& j, std::vector<T>& v, const std::string& at) {
        if (!j.is_array()) {
            fault(at, "must be a list");
            return;
        }
        v.clear();
        v.reserve(j.size());
        for (std::size_t i = 0; i < j.size(); ++i) read(j[i], v.emplace_back(), at + "[" + std::to_string(i) + "]");
    }
    template <class K, class T>
    void read(const Json& j, std::map<K, T>& v, const std::string& at) {
        if (!j.is_object()) {
            fault(at, "must be an object");
            return;
        }
        v.clear();
        for (const auto& [key, item] : j.items()) read(item, v[K(key)], join(at, key));
    }
    template <class T>
    void read(const Json& j, TextIndex<T>& v, const std::string& at) {
        if (!j.is_object()) {
            fault(at, "must be an object");
            return;
        }
        v.clear();
        for (const auto& [key, item] : j.items()) read(item, v[key], join(at, key));
    }
    template <class... Ts>
    void read(const Json& j, std::variant<Ts...>& v, const std::string& at) {
        const auto type =
            j.is_object() && j.contains("type") && j["type"].is_string() ? j["type"].get<std::string>() : "";
        const bool known =
            ((type == Ts::type_name ? (read_members(j, v.template emplace<Ts>(), at, true), true) : false) || ...);
        if (!known) fault(join(at, "type"), "'" + type + "' is not known here");
    }
    template <Described T>
    void read(const Json& j, T& v, const std::string& at) {
        read_members(j, v, at, false);
    }

private:
    static std::string join(const std::string& at, std::string_view name) {
        return at.empty() ? std::string(name) : at + "." + std::string(name);
    }
    template <class T>
    void read_members(const Json& j, T& v, const std::string& at, bool of_variant) {
        if (!j.is_object()) {
            fault(at, "must be an object");
            return;
        }
        std::vector<std::string_view> known;
        T::fields(v, [&](std::string_view name, auto& member) {
            known.push_back(name);
            const auto found = j.find(std::string(name));
            if (found != j.end()) read(*found, member, join(at, name));
        });
        if (!strict_) return;
        for (const auto& [key, item] : j.items()) {
            const bool ours = (of_variant && key == "type") || key == "$schema";
            bool found = ours;
            for (const auto name : known) found = found || name == key;
            if (!found) fault(join(at, key), "is not known here");
        }
    }
    void fault(const std::string& at, std::string_view what) {
        faults_.push_back((at.empty() ? "" : at + ": ") + std::string(what));
    }

    bool strict_;
    std::vector<std::string> faults_;
};

template <class T>
[[nodiscard]] Result<T> from_json_value(const Json& j, bool strict = false) {
    T value{};
    JsonReader reader(strict);
    reader.read(j, value, "");
    if (!reader.faults().empty()) return Error{"JSON", reader.faults().front(), ""};
    return value;
}

}  // namespace glassline
