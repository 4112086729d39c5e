#include "connectors/wire/hermes/framer.hpp"

#include <algorithm>

#include "connectors/wire/hermes/hermes_message.hpp"

namespace glassline::hermes {
namespace {

constexpr std::string_view opening = "<Hermes";
constexpr std::string_view closing = "</Hermes>";
constexpr std::size_t max_kept_example = 200;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0'; }

}  // namespace

void Framer::skip(std::string_view bytes) {
    if (std::all_of(bytes.begin(), bytes.end(), is_space)) return;  // white space between documents is fine
    skipped_ += bytes.size();
    if (first_skipped_.empty()) first_skipped_ = std::string(bytes.substr(0, max_kept_example));
}

std::vector<std::string> Framer::feed(std::string_view bytes) {
    std::vector<std::string> documents;
    buffer_.append(bytes);
    std::size_t at = 0;
    while (true) {
        const auto end = buffer_.find(closing, at);
        if (end == std::string::npos) break;
        const auto stop = end + closing.size();
        const std::string_view piece = std::string_view(buffer_).substr(at, stop - at);
        const auto start = piece.rfind(opening);  // after lost bytes the last opening is the whole one
        if (start == std::string_view::npos) {
            skip(piece);
        } else {
            skip(piece.substr(0, start));
            documents.emplace_back(piece.substr(start));
        }
        at = stop;
    }
    buffer_.erase(0, at);
    if (buffer_.size() > max_message_bytes) {
        skip(buffer_);
        buffer_.clear();
    }
    return documents;
}

}  // namespace glassline::hermes
