#include "connectors/wire/files/csv.hpp"

#include <algorithm>

namespace glassline {
namespace {

/// Takes one row off the text; quotes may hold delimiters and line ends.
std::vector<std::string> take_row(std::string_view& text, char delimiter, std::size_t& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n') ++line;
        if (quoted) {
            if (c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
                fields.back() += '"';
                ++at;
            } else if (c == '"') {
                quoted = false;
            } else {
                fields.back() += c;
            }
        } else if (c == '"' && fields.back().empty()) {
            quoted = true;
        } else if (c == delimiter) {
            if (fields.size() < max_csv_fields) fields.emplace_back();
        } else if (c == '\n') {
            ++at;
            break;
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    text.remove_prefix(at);
    for (auto& field : fields) {
        const auto first = field.find_first_not_of(" \t");
        const auto last = field.find_last_not_of(" \t");
        field = first == std::string::npos ? std::string{} : field.substr(first, last - first + 1);
    }
    return fields;
}

char delimiter_of(std::string_view text) {
    std::string header;  // without what stands in quotes
    bool quoted = false;
    for (const char c : text.substr(0, text.find('\n'))) {
        if (c == '"') quoted = !quoted;
        if (!quoted) header += c;
    }
    char best = ',';
    for (const char candidate : {';', '\t', '|'}) {
        if (std::count(header.begin(), header.end(), candidate) > std::count(header.begin(), header.end(), best)) {
            best = candidate;
        }
    }
    return best;
}

}  // namespace

CsvTable read_csv(std::string_view text) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    CsvTable out;
    out.delimiter = delimiter_of(text);
    std::size_t line = 1;
    out.header = take_row(text, out.delimiter, line);
    while (!text.empty()) {
        CsvRow row{line, take_row(text, out.delimiter, line)};
        const bool empty = std::all_of(row.fields.begin(), row.fields.end(), [](const auto& f) { return f.empty(); });
        if (!empty) out.rows.push_back(std::move(row));
    }
    return out;
}

std::string plain_header(std::string_view header) {
    std::string out;
    for (const char c : header) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
        if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

}  // namespace glassline
