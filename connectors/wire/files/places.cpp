#include "connectors/wire/files/places.hpp"

#include <set>

#include "connectors/wire/json/described_json.hpp"

namespace glassline {
namespace {

// A walk over text that is known to be JSON: no errors to find, only places. Its depth is bounded by json_fault.
class Walker {
public:
    explicit Walker(std::string_view text) : text_(text) {}

    void value(const std::string& place, const std::string& pointer) {
        skip();
        out.of.insert_or_assign(place, TextPlace{line_, column_, pointer});
        if (peek() == '{') {
            object(place, pointer);
        } else if (peek() == '[') {
            list(place, pointer);
        } else if (peek() == '"') {
            (void)string();
        } else {
            while (at_ < text_.size() && std::string_view(",]}/ \t\r\n").find(peek()) == std::string_view::npos) step();
        }
        skip();
    }

    Places out;

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    void step() {
        if (peek() == '\n') {
            ++line_;
            column_ = 1;
        } else {
            ++column_;
        }
        ++at_;
    }
    void skip() {
        for (;;) {
            while (at_ < text_.size() && std::string_view(" \t\r\n\xEF\xBB\xBF").find(peek()) != std::string_view::npos)
                step();
            if (peek() == '/' && peek(1) == '/') {
                while (at_ < text_.size() && peek() != '\n') step();
            } else if (peek() == '/' && peek(1) == '*') {
                step();
                step();
                while (at_ < text_.size() && !(peek() == '*' && peek(1) == '/')) step();
                step();
                step();
            } else {
                return;
            }
        }
    }
    /// Its text as it is written between the quotes, decoded.
    std::string string() {
        const auto begin = at_;
        step();
        while (at_ < text_.size() && peek() != '"') {
            if (peek() == '\\') step();
            step();
        }
        step();
        const auto decoded = Json::parse(text_.substr(begin, at_ - begin), nullptr, false);
        return decoded.is_string() ? decoded.get<std::string>() : std::string{};
    }
    void object(const std::string& place, const std::string& pointer) {
        std::set<std::string> seen;
        step();
        for (skip(); at_ < text_.size() && peek() != '}'; skip()) {
            const auto key = string();
            const auto here = place.empty() ? key : place + "." + key;
            if (!seen.insert(key).second) out.twice.push_back(here);
            skip();
            step();  // the colon
            value(here, pointer + "/" + escaped(key));
            if (peek() == ',') step();
        }
        step();
    }
    void list(const std::string& place, const std::string& pointer) {
        step();
        std::size_t i = 0;
        for (skip(); at_ < text_.size() && peek() != ']'; skip()) {
            const auto number = std::to_string(i++);
            value(place + "[" + number + "]", pointer + "/" + number);
            if (peek() == ',') step();
        }
        step();
    }
    static std::string escaped(const std::string& key) {
        std::string out;
        for (const char c : key) out += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
        return out;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t column_ = 1;
};

}  // namespace

TextPlace Places::find(std::string place) const {
    for (;;) {
        if (const auto found = of.find(place); found != of.end()) return found->second;
        const auto cut = place.find_last_of(".[");
        if (cut == std::string::npos) break;
        place.erase(cut);
    }
    const auto root = of.find("");
    return root == of.end() ? TextPlace{} : root->second;
}

Places places_of(std::string_view text) {
    Walker walker(text);
    walker.value("", "");
    return std::move(walker.out);
}

}  // namespace glassline
