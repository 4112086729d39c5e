// A value of a mapping: text with places in braces that the message fills.
//
//   {/type}           JSON pointer into the element at hand       {^/orderId}   one `each` further out
//   {serial}          a named level of the topic                  {topic}       the whole topic
//   {#}               1, 2, 3, ... of the element in its list
//   {/moduleType|station}   looked up in the table `station`      {/id|@vehicle}   looked up in the join `vehicle`
//   {/length|*25.4}   a number times a factor
//   {/type}/{/command} => place   the whole text looked up, in a table or (=> @vehicle) a join
//
// A place that the message does not fill (missing, null, empty, an object, not in a table without "*") makes the whole
// value absent. Brings nlohmann/json. Include it in .cpp files only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "connectors/wire/json/described_json.hpp"
#include "connectors/wire/mapping/topic_filter.hpp"

namespace glassline {

using Table = std::map<std::string, std::string>;

inline constexpr std::size_t max_mapped_text = 4'096;  // bytes of one value; longer ones are cut

/// What a template is filled from: the elements from the whole payload (front) to the one at hand (back).
struct Surrounding {
    std::vector<const Json*> elements;
    std::vector<std::size_t> numbers;  // of each element in its list, 1 for the payload
    const Captures* captures = nullptr;
    std::string_view topic;
    const std::map<std::string, Table>* tables = nullptr;
    const std::map<std::string, Table>* joins = nullptr;  // filled by messages
};

class Template {
public:
    [[nodiscard]] static Result<Template> parse(std::string_view text);
    [[nodiscard]] std::optional<std::string> fill(const Surrounding& around) const;

    /// What it names, for checks.
    [[nodiscard]] std::vector<std::string> tables() const;
    [[nodiscard]] std::vector<std::string> joins() const;
    [[nodiscard]] std::vector<std::string> captures() const;
    [[nodiscard]] std::size_t deepest() const;  // the most ^ of any place

private:
    struct Filter {
        enum class Kind { table, join, factor } kind = Kind::table;
        std::string name;
        double factor = 1;
    };
    struct Place {
        enum class Kind { literal, pointer, capture, number } kind = Kind::literal;
        std::string text;  // the literal, or the capture's name
        std::vector<std::string> pointer;
        std::size_t out = 0;  // elements further out
        std::vector<Filter> filters;
    };
    static Result<Place> parse_place(std::string_view inner, std::string_view whole);
    static Result<Filter> parse_filter(std::string_view name, std::string_view whole);
    static std::optional<std::string> filtered(std::optional<std::string> value, const std::vector<Filter>& filters,
                                               const Surrounding& around);
    static std::optional<std::string> fill_place(const Place& place, const Surrounding& around);
    template <class F>
    void each_filter(F&& visit) const {
        for (const auto& place : places_) {
            for (const auto& filter : place.filters) visit(filter);
        }
        for (const auto& filter : filters_) visit(filter);
    }
    std::vector<Place> places_;
    std::vector<Filter> filters_;  // of the whole text
};

/// The tokens of a JSON pointer (RFC 6901); error: it does not begin with a slash.
[[nodiscard]] Result<std::vector<std::string>> parse_pointer(std::string_view text);
/// What stands there; null pointer: nothing.
[[nodiscard]] const Json* find_at(const Json& root, const std::vector<std::string>& pointer);

}  // namespace glassline
