#include "connectors/wire/cfx/unwrap.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace glassline::cfx {
namespace {

constexpr int gzip_window = 15 + 16;  // zlib: largest window, gzip header and trailer
constexpr std::size_t room_behind = 64;
constexpr std::size_t inflate_step = 64U << 10U;

bool has_gzip_magic(std::string_view bytes) {
    return bytes.size() > 2 && bytes[0] == '\x1f' && bytes[1] == static_cast<char>(0x8b);
}

Result<std::string> inflate_gzip(std::string_view bytes) {
    z_stream stream{};
    if (inflateInit2(&stream, gzip_window) != Z_OK) return Error{"gzip", "no memory to inflate", ""};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    std::array<char, inflate_step> step;
    int code = Z_OK;
    while (code == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(step.data());
        stream.avail_out = static_cast<uInt>(step.size());
        code = inflate(&stream, Z_NO_FLUSH);
        out.append(step.data(), step.size() - stream.avail_out);
        if (out.size() > max_json_bytes) {
            inflateEnd(&stream);
            return Error{"gzip", "inflates to more than 64 MiB", "let the sender split the message"};
        }
        if (code == Z_OK && stream.avail_in == 0 && stream.avail_out != 0) code = Z_BUF_ERROR;
    }
    inflateEnd(&stream);
    if (code != Z_STREAM_END) return Error{"gzip", "is damaged or cut short", ""};
    return out;
}

int base64_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+' || c == '-') return 62;
    if (c == '/' || c == '_') return 63;
    return -1;
}

/// Empty when it is not Base64.
std::string decode_base64(std::string_view text) {
    std::string out;
    unsigned bits = 0;
    int held = 0;
    for (const char c : text) {
        if (c == '=' || c == '\r' || c == '\n' || c == '"' || c == ' ') continue;
        const int value = base64_value(c);
        if (value < 0) return {};
        bits = (bits << 6U) | static_cast<unsigned>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            out.push_back(static_cast<char>((bits >> static_cast<unsigned>(held)) & 0xffU));
        }
    }
    return out;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && (is_space(text.back()) || text.back() == '\0')) text.remove_suffix(1);
    return text;
}

}  // namespace

Result<std::string> unwrap(std::string_view payload, std::string_view content_encoding) {
    if (payload.size() > max_payload_bytes) return Error{"payload", "is larger than 64 MiB", ""};
    std::string text;
    if (has_gzip_magic(payload)) {
        auto inflated = inflate_gzip(payload);
        if (!inflated) return inflated;
        text = std::move(*inflated);
    } else {
        std::string_view plain = trimmed(payload);
        // H4sI is the gzip magic in Base64, with or without the quotes of a JSON string.
        if (plain.starts_with("H4sI") || plain.starts_with("\"H4sI")) {
            auto inflated = inflate_gzip(decode_base64(plain));
            if (!inflated) return inflated;
            text = std::move(*inflated);
        } else if (content_encoding == "gzip" && !plain.empty() && plain.front() != '{' && plain.front() != '[' &&
                   plain.front() != '\xef') {
            return Error{"payload", "is announced as gzip and is neither gzip nor JSON", ""};
        } else {
            text.reserve(plain.size() + room_behind);  // the caller appends what the parser wants there
            text.assign(plain);
        }
    }
    std::string_view view = trimmed(text);
    if (view.starts_with("\xef\xbb\xbf")) view = trimmed(view.substr(3));
    if (view.empty()) return Error{"payload", "is empty", ""};
    if (view.front() != '{' && view.front() != '[') return Error{"payload", "is no JSON object or array", ""};
    if (view.size() == text.size()) return text;
    return std::string(view);
}

Result<std::vector<std::string_view>> split_batch(std::string_view json) {
    json = trimmed(json);
    std::vector<std::string_view> elements;
    if (json.empty() || json.front() != '[') {
        elements.push_back(json);
        return elements;
    }
    std::size_t depth = 0;
    std::size_t begin = 1;
    bool in_string = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (in_string) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                in_string = false;
            }
            continue;
        }
        if (c == '"') in_string = true;
        if (c == '[' || c == '{') ++depth;
        const bool closes = c == ']' || c == '}';
        if ((c == ',' && depth == 1) || (closes && depth == 1)) {
            const auto element = trimmed(json.substr(begin, i - begin));
            if (!element.empty() || c == ',') elements.push_back(element);
            begin = i + 1;
            if (elements.size() > max_batch_envelopes) return Error{"batch", "has more than 10,000 envelopes", ""};
        }
        if (closes) --depth;
        if (closes && depth == 0) {
            if (i + 1 != json.size()) return Error{"batch", "goes on after its end", ""};
            return elements;
        }
    }
    return Error{"batch", "is cut short", ""};
}

std::string gzip(std::string_view bytes) {
    z_stream stream{};
    [[maybe_unused]] int code =
        deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY);
    assert(code == Z_OK);
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    code = deflate(&stream, Z_FINISH);
    assert(code == Z_STREAM_END);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

}  // namespace glassline::cfx
