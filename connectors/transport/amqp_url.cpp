#include "connectors/transport/amqp_url.hpp"

#include <algorithm>

namespace glassline {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            out.push_back(static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
    return out;
}

}  // namespace

Result<AmqpUrl> parse_amqp_url(std::string_view text) {
    const Error wrong{"url", "is no AMQP address", "write it as amqp://user:password@host:5672"};
    if (text.starts_with("amqps://")) {
        return Error{"url", "amqps is not supported yet", "use amqp:// within the plant's own network"};
    }
    if (text.starts_with("amqp://")) text.remove_prefix(7);
    text = text.substr(0, text.find('/'));
    AmqpUrl url;
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        const auto who = text.substr(0, at);
        const auto colon = who.find(':');
        url.user = percent_decoded(who.substr(0, colon));
        if (colon != std::string_view::npos) url.password = percent_decoded(who.substr(colon + 1));
        text.remove_prefix(at + 1);
    }
    if (text.starts_with('[')) {  // IPv6
        const auto end = text.find(']');
        if (end == std::string_view::npos) return wrong;
        url.host = std::string(text.substr(1, end - 1));
        text.remove_prefix(end + 1);
        if (text.starts_with(':')) url.port = std::string(text.substr(1));
    } else {
        const auto colon = text.rfind(':');
        url.host = std::string(text.substr(0, colon));
        if (colon != std::string_view::npos) url.port = std::string(text.substr(colon + 1));
    }
    const bool digits = !url.port.empty() && url.port.size() <= 5 &&
                        std::all_of(url.port.begin(), url.port.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (url.host.empty() || !digits) return wrong;
    return url;
}

}  // namespace glassline
