#include "connectors/wire/mtconnect/shdr_framer.hpp"

#include <algorithm>
#include <utility>

#include "connectors/wire/mtconnect/shdr_line.hpp"

namespace glassline::mtconnect {
namespace {

constexpr std::size_t max_kept_example = 200;

std::string_view without_blanks_behind(std::string_view line) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    return line;
}

}  // namespace

void ShdrFramer::skip(std::string_view bytes) {
    skipped_ += bytes.size();
    if (first_skipped_.empty()) first_skipped_ = std::string(bytes.substr(0, max_kept_example));
}

void ShdrFramer::take(std::string_view line, std::vector<std::string>& messages) {
    line = without_blanks_behind(line);
    if (mark_.empty()) {
        if (line.empty()) return;
        const auto mark = multiline_mark(line);
        if (mark.empty()) {
            messages.emplace_back(line);
            return;
        }
        mark_ = mark;
        message_ = line;
        return;
    }
    if (message_.size() + line.size() > max_shdr_message_bytes) {
        // The end was lost; the lines to come are read as what they are.
        skip(std::exchange(message_, {}));
        mark_.clear();
        take(line, messages);
        return;
    }
    message_ += '\n';
    message_ += line;
    if (line == mark_) {
        messages.push_back(std::exchange(message_, {}));
        mark_.clear();
    }
}

std::vector<std::string> ShdrFramer::feed(std::string_view bytes) {
    std::vector<std::string> messages;
    buffer_.append(bytes);
    std::size_t at = 0;
    while (true) {
        const auto end = buffer_.find('\n', std::max(at, searched_));
        if (end == std::string::npos) break;
        const auto line = std::string_view(buffer_).substr(at, end - at);
        if (std::exchange(skipping_, false)) {
            skip(line);  // the rest of a line that was too long
        } else if (line.size() > max_shdr_line_bytes) {
            skip(line);
        } else {
            take(line, messages);
        }
        at = end + 1;
        searched_ = at;
    }
    buffer_.erase(0, at);
    searched_ = buffer_.size();
    if (buffer_.size() > max_shdr_line_bytes) {
        skip(buffer_);
        buffer_.clear();
        searched_ = 0;
        skipping_ = true;
    }
    return messages;
}

std::vector<std::string> ShdrFramer::finish() {
    auto messages = feed("\n");
    if (!mark_.empty()) {
        skip(std::exchange(message_, {}));
        mark_.clear();
    }
    return messages;
}

}  // namespace glassline::mtconnect
