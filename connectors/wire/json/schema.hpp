// JSON Schema (2020-12) of described values, from the same `fields` that read and write them. Include it in .cpp files
// only.
//
//   SchemaBuilder schemas(SchemaBuilder::For::answers);
//   Json whole = schemas.document<LineAnswer>("line", "A line as GET /api/v1/lines/{line} answers it");
//
// Of an answer every member is required that is not LeftOut; of what people write, those that schema_notes names. Units
// come from a member's ending (_s, _mm, _deg), texts and bounds from schema_notes.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

#include "connectors/wire/json/described_json.hpp"
#include "connectors/wire/json/schema_notes.hpp"
#include "twin/base/text_index.hpp"

namespace glassline {

/// "LineAnswer" of glassline::LineAnswer.
template <class T>
[[nodiscard]] std::string bare_type_name() {
    if constexpr (Tagged<T>) {
        return std::string(T::type_name);
    } else {
        std::string_view name = __PRETTY_FUNCTION__;  // "... [with T = glassline::LineAnswer; ...]"
        name.remove_prefix(name.find("T = ") + 4);
        name = name.substr(0, name.find_first_of(";]"));
        return std::string(name.substr(name.rfind(':') + 1));
    }
}

class SchemaBuilder {
public:
    /// `merged`: answers that are patched as RFC 7396 says, where what is not known is left out as null would delete
    /// it.
    enum class For { answers, merged, requests };

    /// `prefix` is what references begin with; the definitions lie under it.
    explicit SchemaBuilder(For use, std::string prefix = "#/$defs/") : use_(use), prefix_(std::move(prefix)) {}

    /// The schema of T, a reference where T is described; what it needs is added to definitions().
    template <class T>
    [[nodiscard]] Json of() {
        return of(static_cast<const T*>(nullptr));
    }
    [[nodiscard]] const Json& definitions() const { return definitions_; }

    /// A schema file that stands by itself.
    template <class T>
    [[nodiscard]] Json document(const std::string& name, const std::string& title) {
        Json out = Json::object();
        out["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        out["$id"] = "urn:glassline:schema:" + name;
        out["title"] = title;
        const Json root = of<T>();
        for (const auto& [key, value] : root.items()) out[key] = value;
        if (!definitions_.empty()) out["$defs"] = definitions_;
        return out;
    }

private:
    template <class T>
    struct IsLeftOut : std::false_type {};
    template <class T>
    struct IsLeftOut<LeftOut<T>> : std::true_type {};

    template <class T>
    struct IsOptional : std::is_same<T, Instant> {};
    template <class T>
    struct IsOptional<std::optional<T>> : std::true_type {};
    template <class T>
    static constexpr bool may_be_null = IsOptional<T>::value;

    Json of(const bool*) { return {{"type", "boolean"}}; }
    Json of(const std::string*) { return {{"type", "string"}}; }
    Json of(const double*) { return {{"type", "number"}}; }
    Json of(const Instant*) {
        return {{"type", Json::array({"string", "null"})}, {"format", "date-time"}};  // null: not known
    }
    Json of(const Duration*) { return {{"type", "number"}, {"description", "in seconds"}}; }
    template <class Tag>
    Json of(const Id<Tag>*) {
        return {{"type", "string"}};
    }
    template <class T>
    requires std::is_integral_v<T> Json of(const T*) {
        Json out = {{"type", "integer"}};
        if constexpr (std::is_unsigned_v<T>) out["minimum"] = 0;
        if constexpr (sizeof(T) < 8) {
            if constexpr (std::is_signed_v<T>) out["minimum"] = std::numeric_limits<T>::min();
            out["maximum"] = std::numeric_limits<T>::max();
        }
        return out;
    }
    template <NamedEnum E>
    Json of(const E*) {
        Json all = Json::array();
        for (const auto name : names(E{})) all.push_back(std::string(name));
        return {{"enum", all}};
    }
    template <class T>
    Json of(const std::optional<T>*) {
        Json inner = of<T>();
        if (inner.contains("type") && inner["type"].is_string()) {
            inner["type"] = Json::array({inner["type"], "null"});
            return inner;
        }
        if (inner.contains("type")) return inner;  // may be null already
        return {{"anyOf", Json::array({inner, Json{{"type", "null"}}})}};
    }
    template <class T>
    Json of(const LeftOut<T>*) {
        return of<T>();
    }
    template <class T>
    Json of(const std::vector<T>*) {
        return {{"type", "array"}, {"items", of<T>()}};
    }
    template <class K, class T>
    Json of(const std::map<K, T>*) {
        return {{"type", "object"}, {"additionalProperties", of<T>()}};
    }
    template <class T>
    Json of(const TextIndex<T>*) {
        return {{"type", "object"}, {"additionalProperties", of<T>()}};
    }
    template <class... Ts>
    Json of(const std::variant<Ts...>*) {
        return {{"oneOf", Json::array({of_described<Ts>(true)...})}};
    }
    template <Described T>
    Json of(const T*) {
        return of_described<T>(false);
    }

    template <class T>
    Json of_described(bool of_variant) {
        const auto name = bare_type_name<T>();
        if (!definitions_.contains(name)) {
            definitions_[name] = nullptr;  // taken, for a type that holds itself
            Json made = members<T>(name, of_variant);
            definitions_[name] = std::move(made);
        }
        return {{"$ref", prefix_ + name}};
    }

    template <class T>
    Json members(const std::string& name, bool of_variant) {
        Json out = Json::object();
        if (const auto note = note_of(name); !note.text.empty()) out["description"] = std::string(note.text);
        out["type"] = "object";
        Json properties = Json::object();
        Json required = Json::array();
        if (of_variant) {
            properties["type"] = {{"const", name}};
            required.push_back("type");
        }
        const T empty{};
        T::fields(empty, [&]<class M>(std::string_view member, const M& value) {
            const std::string key(member);
            const auto note = note_of(name + "." + key);
            auto schema = of(static_cast<const M*>(nullptr));
            annotate(schema, key, note);
            if (use_ != For::requests) {
                if (!IsLeftOut<M>::value && !(use_ == For::merged && may_be_null<M>)) required.push_back(key);
            } else {
                if (note.required) required.push_back(key);
                if constexpr (!Described<M> && !IsLeftOut<M>::value) {
                    const Json usual = to_json_value(value);
                    if (!note.required && !usual.is_null() && !usual.empty() && usual != "") schema["default"] = usual;
                }
            }
            properties[key] = std::move(schema);
        });
        if (use_ == For::requests) properties["$schema"] = {{"type", "string"}};
        out["properties"] = std::move(properties);
        if (!required.empty()) out["required"] = std::move(required);
        out["additionalProperties"] = false;
        return out;
    }

    static void annotate(Json& schema, const std::string& key, const SchemaNote& note) {
        std::string text(note.text);
        const auto unit = unit_of(key);
        if (!unit.empty()) text += (text.empty() ? "in " : ", in ") + std::string(unit);
        if (!text.empty()) schema["description"] = text;
        if (!note.one_of.empty()) {
            Json all = Json::array();
            for (const auto choice : note.one_of) all.push_back(std::string(choice));
            (schema.contains("items") ? schema["items"] : schema)["enum"] = std::move(all);
        }
        if (note.minimum) schema["minimum"] = *note.minimum;
        if (note.over) schema["exclusiveMinimum"] = *note.over;
        if (note.maximum) schema["maximum"] = *note.maximum;
        if (note.not_empty) schema[schema.contains("items") ? "minItems" : "minLength"] = 1;
        if (!note.pattern.empty()) schema["pattern"] = std::string(note.pattern);
    }

    For use_;
    std::string prefix_;
    Json definitions_ = Json::object();
};

}  // namespace glassline
