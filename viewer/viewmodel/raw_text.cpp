#include <cctype>

#include "viewer/viewmodel/replay_model.hpp"

namespace glassline::viewmodel {
namespace {

struct Lines {
    std::vector<std::string> done;
    std::string open;
    std::size_t depth = 0;
    bool cut = false;

    void add(char c) {
        const auto byte = static_cast<unsigned char>(c);
        open += byte < 0x20 || byte == 0x7F ? '.' : c;
    }
    void end() {
        if (open.find_first_not_of(' ') != std::string::npos && !cut) {
            if (done.size() + 1 >= max_raw_lines) {
                done.emplace_back("... longer than shown here");
                cut = true;
            } else {
                done.push_back(std::move(open));
            }
        }
        open.assign(depth * 2, ' ');
    }
};

void json(const std::string& raw, Lines& lines) {
    bool quoted = false;
    for (std::size_t i = 0; i < raw.size() && !lines.cut; ++i) {
        const char c = raw[i];
        if (quoted) {
            lines.add(c);
            if (c == '\\' && i + 1 < raw.size()) {
                lines.add(raw[++i]);
            } else if (c == '"') {
                quoted = false;
            }
            continue;
        }
        if (std::isspace(static_cast<unsigned char>(c)) != 0) continue;
        const auto next = raw.find_first_not_of(" \t\r\n", i + 1);
        const bool empty =
            next != std::string::npos && ((c == '{' && raw[next] == '}') || (c == '[' && raw[next] == ']'));
        if (empty) {
            lines.add(c);
            lines.add(raw[next]);
            i = next;
        } else if (c == '{' || c == '[') {
            lines.add(c);
            ++lines.depth;
            lines.end();
        } else if (c == '}' || c == ']') {
            if (lines.depth > 0) --lines.depth;
            lines.end();
            lines.add(c);
        } else if (c == ',') {
            lines.add(c);
            lines.end();
        } else if (c == ':') {
            lines.add(c);
            lines.add(' ');
        } else {
            quoted = c == '"';
            lines.add(c);
        }
    }
    lines.end();
}

void xml(const std::string& raw, Lines& lines) {
    std::size_t at = 0;
    while (at < raw.size() && !lines.cut) {
        if (raw[at] != '<') {
            const auto stop = std::min(raw.find('<', at), raw.size());
            const auto first = raw.find_first_not_of(" \t\r\n", at);
            for (std::size_t i = first; i < stop; ++i) lines.add(raw[i]);
            at = stop;
            continue;
        }
        const auto stop = std::min(raw.find('>', at), raw.size() - 1);
        const bool closes = raw.compare(at, 2, "</") == 0;
        const bool alone = raw[stop - (stop > at ? 1 : 0)] == '/' || raw[at + 1 < raw.size() ? at + 1 : at] == '?';
        if (closes && lines.depth > 0) --lines.depth;
        // A text and its end tag stay on the line of the start tag.
        const bool ends_text = closes && !lines.open.empty() && lines.open.find('<') != std::string::npos;
        if (!ends_text) lines.end();
        for (std::size_t i = at; i <= stop; ++i) lines.add(raw[i]);
        if (!closes && !alone) ++lines.depth;
        if (closes || alone) lines.end();
        at = stop + 1;
    }
    lines.end();
}

}  // namespace

std::vector<std::string> pretty_lines(const std::string& raw) {
    Lines lines;
    const auto first = raw.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    if (raw[first] == '{' || raw[first] == '[') {
        json(raw, lines);
    } else if (raw[first] == '<') {
        xml(raw, lines);
    } else {
        for (const char c : raw) {
            if (c == '\n')
                lines.end();
            else
                lines.add(c);
            if (lines.cut) break;
        }
        lines.end();
    }
    return std::move(lines.done);
}

}  // namespace glassline::viewmodel
