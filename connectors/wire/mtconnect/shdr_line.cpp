#include "connectors/wire/mtconnect/shdr_line.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace glassline::mtconnect {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

/// Reads a quoted token at `at` (the opening quote). False, and nothing changed, when the quotes aren't closed.
bool read_quoted(std::string_view line, std::size_t& at, std::string& token) {
    std::string out;
    for (auto i = at + 1; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size()) {
            out += line[++i];
        } else if (line[i] == '|') {
            return false;
        } else if (line[i] == '"') {
            auto next = i + 1;
            while (next < line.size() && is_blank(line[next])) ++next;
            if (next < line.size() && line[next] != '|') return false;
            at = next;
            token = std::move(out);
            return true;
        } else {
            out += line[i];
        }
    }
    return false;
}

bool read_number(std::string_view text, double& value) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
}

ShdrStamp read_stamp(std::string_view text) {
    ShdrStamp stamp;
    if (const auto mark = text.find('@'); mark != std::string_view::npos && mark + 1 < text.size()) {
        double duration = 0;
        if (read_number(text.substr(mark + 1), duration)) {
            stamp.duration_s = duration;
            text = text.substr(0, mark);
        }
    }
    if (text.empty()) return stamp;
    if (const auto parsed = parse_iso8601(text)) {
        stamp.kind = ShdrStamp::Kind::absolute;
        stamp.at = parsed->instant;
        stamp.zone = parsed->zone;
    } else if (read_number(text, stamp.offset_ms) && std::abs(stamp.offset_ms) < 1e15) {
        stamp.kind = ShdrStamp::Kind::relative;
    } else {
        stamp.offset_ms = 0;
        stamp.kind = ShdrStamp::Kind::word;
    }
    return stamp;
}

}  // namespace

ShdrLine read_shdr_line(std::string_view line) {
    ShdrLine out;
    line = trimmed(line);
    std::size_t at = 0;
    while (out.tokens.size() < max_shdr_tokens) {
        while (at < line.size() && is_blank(line[at])) ++at;
        std::string token;
        if (at >= line.size() || line[at] != '"' || !read_quoted(line, at, token)) {
            const auto end = std::min(line.find('|', at), line.size());
            token = std::string(trimmed(line.substr(at, end - at)));
            at = end;
        }
        out.tokens.push_back(std::move(token));
        if (at >= line.size()) break;
        ++at;  // the bar; one at the very end has an empty value behind it
    }
    out.stamp = read_stamp(out.tokens.front());
    return out;
}

std::optional<ShdrCommand> read_shdr_command(std::string_view line) {
    line = trimmed(line);
    if (line.empty() || line.front() != '*') return std::nullopt;
    line = trimmed(line.substr(1));
    const auto end = line.find_first_of(": \t");
    ShdrCommand out{std::string(line.substr(0, end)), {}};
    if (end != std::string_view::npos) out.value = std::string(trimmed(line.substr(end + 1)));
    return out;
}

std::string_view multiline_mark(std::string_view line) {
    constexpr std::string_view opening = "--multiline--";
    line = trimmed(line);
    const auto at = line.rfind(opening);
    if (at == std::string_view::npos || at == 0 || line[at - 1] != '|') return {};
    const auto mark = line.substr(at);
    return mark.size() > opening.size() && mark.find('|') == std::string_view::npos ? mark : std::string_view{};
}

}  // namespace glassline::mtconnect
