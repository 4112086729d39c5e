#include "connectors/gateway/http_client.hpp"

#include <asio.hpp>
#include <charconv>

namespace glassline::gateway {
namespace {

struct Target {
    std::string host;
    std::string port;
    std::string path;
};

Result<Target> parse_url(const std::string& url) {
    const std::string scheme = "http://";
    if (url.rfind("https://", 0) == 0) {
        return Error{url, "this command speaks plain HTTP only",
                     "name the operator listener's http:// address on its machine"};
    }
    if (url.rfind(scheme, 0) != 0)
        return Error{url, "is not an http:// address", "write it like http://127.0.0.1:8480"};
    const auto slash = url.find('/', scheme.size());
    auto authority = url.substr(scheme.size(), slash == std::string::npos ? slash : slash - scheme.size());
    Target out{authority, "80", slash == std::string::npos ? "/" : url.substr(slash)};
    const auto colon = authority.rfind(':');
    const auto bracket = authority.rfind(']');
    if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) {
        out.host = authority.substr(0, colon);
        out.port = authority.substr(colon + 1);
    }
    if (out.host.size() > 2 && out.host.front() == '[') out.host = out.host.substr(1, out.host.size() - 2);
    if (out.host.empty()) return Error{url, "names no host", "write it like http://127.0.0.1:8480"};
    return out;
}

Result<ClientResponse> parse_answer(const std::string& url, const std::string& bytes) {
    const Error damaged{url, "the answer is not HTTP or was cut", "is this the operator address?"};
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string::npos || bytes.compare(0, 7, "HTTP/1.") != 0 || bytes.size() < 12) return damaged;
    ClientResponse out;
    if (std::from_chars(bytes.data() + 9, bytes.data() + 12, out.status).ec != std::errc{}) return damaged;
    std::size_t at = bytes.find("\r\n") + 2;
    while (at < end) {
        const auto line_end = std::min(bytes.find("\r\n", at), end);
        const auto colon = bytes.find(':', at);
        if (colon != std::string::npos && colon < line_end) {
            std::string name = bytes.substr(at, colon - at);
            for (auto& c : name) {
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
            }
            auto value = bytes.substr(colon + 1, line_end - colon - 1);
            value.erase(0, std::min(value.find_first_not_of(' '), value.size()));
            out.headers[name] = value;
        }
        at = line_end + 2;
    }
    out.body = bytes.substr(end + 4);
    const auto length = out.headers.find("content-length");
    if (length != out.headers.end() && std::to_string(out.body.size()) != length->second) return damaged;
    return out;
}

}  // namespace

Result<ClientResponse> request_once(const ClientRequest& request, std::chrono::seconds limit) {
    const auto target = parse_url(request.url);
    if (!target) return target.error();
    asio::io_context io;
    asio::ip::tcp::resolver resolver(io);
    asio::ip::tcp::socket socket(io);
    asio::error_code failure;
    const auto endpoints = resolver.resolve(target->host, target->port, failure);
    if (failure) return Error{request.url, "the host is not known: " + failure.message(), "check the address"};

    std::string out = request.method + " " + target->path + " HTTP/1.1\r\nHost: " + target->host + ":" + target->port +
                      "\r\nConnection: close\r\n";
    for (const auto& [name, value] : request.headers) out += name + ": " + value + "\r\n";
    if (!request.body.empty() || request.method != "GET") {
        out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    }
    out += "\r\n" + request.body;

    std::string answer;
    bool done = false;
    const char* step = "connect";
    asio::async_connect(socket, endpoints, [&](const asio::error_code& no_way, const auto&) {
        failure = no_way;
        if (failure) return;
        step = "send the request";
        asio::async_write(socket, asio::buffer(out), [&](const asio::error_code& unsent, std::size_t) {
            failure = unsent;
            if (failure) return;
            step = "read the answer";
            asio::async_read(socket, asio::dynamic_buffer(answer, max_client_answer),
                             [&](const asio::error_code& ended, std::size_t) {
                                 done = ended == asio::error::eof;
                                 if (!done) failure = ended ? ended : asio::error::message_size;
                             });
        });
    });
    io.run_for(limit);
    if (!done) {
        return Error{request.url,
                     std::string("can't ") + step + (failure ? ": " + failure.message() : std::string{" in time"}),
                     "is the server running there?"};
    }
    return parse_answer(request.url, answer);
}

std::string percent_encoded(const std::string& text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

}  // namespace glassline::gateway
