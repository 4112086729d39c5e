#include "connectors/gateway/listen_address.hpp"

#include <asio/ip/address.hpp>
#include <charconv>

namespace glassline::gateway {

Result<ListenAddress> parse_listen(const std::string& text) {
    const Error wrong{text, "is not host:port", "write it like 127.0.0.1:8480 or [::1]:8480"};
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return wrong;
    ListenAddress out{text.substr(0, colon), 0};
    if (out.host.front() == '[' && out.host.back() == ']') out.host = out.host.substr(1, out.host.size() - 2);
    if (out.host == "localhost") out.host = "127.0.0.1";
    const auto [end, ec] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), out.port);
    if (ec != std::errc{} || end != text.data() + text.size()) return wrong;
    asio::error_code bad;
    (void)asio::ip::make_address(out.host, bad);
    if (bad) return Error{text, "must name an IP address", "write it like 127.0.0.1:8480 or 0.0.0.0:8480"};
    return out;
}

std::string url_of(const ListenAddress& at, std::uint16_t port, bool tls) {
    const bool v6 = at.host.find(':') != std::string::npos;
    return std::string(tls ? "https://" : "http://") + (v6 ? "[" + at.host + "]" : at.host) + ":" +
           std::to_string(port);
}

bool is_loopback(const ListenAddress& address) {
    asio::error_code bad;
    const auto ip = asio::ip::make_address(address.host, bad);
    return !bad && ip.is_loopback();
}

}  // namespace glassline::gateway
