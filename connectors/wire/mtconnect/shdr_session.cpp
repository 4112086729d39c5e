#include "connectors/wire/mtconnect/shdr_session.hpp"

#include <algorithm>
#include <charconv>

#include "connectors/wire/mtconnect/shdr_line.hpp"

namespace glassline::mtconnect {

void ShdrSession::connected(Instant now) {
    *this = ShdrSession{};
    last_heard_ = now;
    last_ping_ = now;
    output_ = "* PING\n";
}

std::vector<std::string> ShdrSession::feed(std::string_view bytes, Instant now) {
    last_heard_ = now;
    auto messages = framer_.feed(bytes);
    std::erase_if(messages, [&](const std::string& message) {
        const auto command = read_shdr_command(message);
        if (!command || command->name != "PONG") return false;
        std::int64_t millis = 0;
        std::from_chars(command->value.data(), command->value.data() + command->value.size(), millis);
        const auto longest = std::chrono::duration_cast<std::chrono::milliseconds>(longest_heartbeat).count();
        if (millis > 0 && millis <= longest) {
            heartbeat_ = std::max<Duration>(shortest_heartbeat, std::chrono::milliseconds(millis));
        }
        return true;
    });
    return messages;
}

void ShdrSession::tick(Instant now) {
    if (!close_reason_.empty()) return;
    if (heartbeat_ == Duration{}) {
        if (now - last_heard_ > silent_without_heartbeat) close_reason_ = "the adapter said nothing for ten minutes";
        return;
    }
    if (now - last_heard_ > 2 * heartbeat_ + std::chrono::milliseconds(500)) {
        close_reason_ = "the adapter answered no heartbeat";
        return;
    }
    if (now - last_ping_ < heartbeat_) return;
    last_ping_ = now;
    output_ += "* PING\n";
}

}  // namespace glassline::mtconnect
