#include "connectors/wire/files/commented_json.hpp"

#include "connectors/wire/json/described_json.hpp"

namespace glassline {

std::string json_fault(std::string_view text) {
    if (text.size() > max_file_bytes) return "is over " + std::to_string(max_file_bytes) + " bytes";
    // Depth is measured before the recursive parser sees the text; brackets in strings and comments don't count.
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '/') {
            while (i < text.size() && text[i] != '\n') ++i;
        } else if (c == '[' || c == '{') {
            if (++depth > max_json_depth) return "is nested deeper than " + std::to_string(max_json_depth) + " levels";
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    try {
        const Json parsed = Json::parse(text, nullptr, true, true);
        static_cast<void>(parsed);
    } catch (const Json::parse_error& error) {
        std::size_t line = 1;
        std::size_t column = 1;
        for (std::size_t i = 0; i + 1 < error.byte && i < text.size(); ++i) {
            if (text[i] == '\n') {
                ++line;
                column = 1;
            } else {
                ++column;
            }
        }
        return "is not JSON at line " + std::to_string(line) + ", column " + std::to_string(column);
    }
    return {};
}

}  // namespace glassline
