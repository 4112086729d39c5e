#include "connectors/gateway/http_client.hpp"

#include <asio.hpp>
#include <asio/ssl.hpp>
#include <charconv>

namespace glassline::gateway {
namespace {

struct Target {
    std::string host;
    std::string port;
    std::string path;
    bool tls = false;
};

Result<Target> parse_url(const std::string& url) {
    const bool tls = url.rfind("https://", 0) == 0;
    const std::string scheme = tls ? "https://" : "http://";
    if (url.rfind(scheme, 0) != 0) {
        return Error{url, "is not an http:// or https:// address", "write it like http://127.0.0.1:8480"};
    }
    const auto slash = url.find('/', scheme.size());
    auto authority = url.substr(scheme.size(), slash == std::string::npos ? slash : slash - scheme.size());
    Target out{authority, tls ? "443" : "80", slash == std::string::npos ? "/" : url.substr(slash), tls};
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

std::string request_text(const ClientRequest& request, const Target& target) {
    std::string out = request.method + " " + target.path + " HTTP/1.1\r\nHost: " + target.host + ":" + target.port +
                      "\r\nConnection: close\r\n";
    for (const auto& [name, value] : request.headers) out += name + ": " + value + "\r\n";
    if (!request.body.empty() || request.method != "GET") {
        out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    }
    return out + "\r\n" + request.body;
}

/// What came of one exchange; filled by handlers while the io_context runs.
struct Exchange {
    std::string out;
    std::string answer;
    asio::error_code failure;
    const char* step = "connect";
    bool done = false;

    template <class Stream>
    void run(Stream& stream) {
        step = "send the request";
        asio::async_write(stream, asio::buffer(out), [this, &stream](const asio::error_code& unsent, std::size_t) {
            failure = unsent;
            if (failure) return;
            step = "read the answer";
            asio::async_read(stream, asio::dynamic_buffer(answer, max_client_answer),
                             [this](const asio::error_code& ended, std::size_t) {
                                 // Many servers close without TLS's own goodbye; the answer's length tells a cut one.
                                 done = ended == asio::error::eof || ended == asio::ssl::error::stream_truncated;
                                 if (!done) failure = ended ? ended : asio::error::message_size;
                             });
        });
    }
};

}  // namespace

Result<ClientResponse> request_once(const ClientRequest& request, std::chrono::seconds limit) {
    const auto target = parse_url(request.url);
    if (!target) return target.error();
    asio::io_context io;
    asio::ip::tcp::resolver resolver(io);
    asio::ssl::context tls(asio::ssl::context::tls_client);
    asio::error_code ignored;
    tls.set_default_verify_paths(ignored);
    tls.set_verify_mode(asio::ssl::verify_peer);
    asio::ssl::stream<asio::ip::tcp::socket> stream(io, tls);
    stream.set_verify_callback(asio::ssl::host_name_verification(target->host), ignored);
    SSL_set_tlsext_host_name(stream.native_handle(), target->host.c_str());
    Exchange exchange;
    exchange.out = request_text(request, *target);
    const auto endpoints = resolver.resolve(target->host, target->port, exchange.failure);
    if (exchange.failure) {
        return Error{request.url, "the host is not known: " + exchange.failure.message(), "check the address"};
    }
    const char* remedy = "is the server running there?";
    asio::async_connect(stream.lowest_layer(), endpoints, [&](const asio::error_code& no_way, const auto&) {
        exchange.failure = no_way;
        if (no_way) return;
        if (!target->tls) {
            exchange.run(stream.next_layer());
            return;
        }
        exchange.step = "agree on TLS";
        remedy = "trust its certificate by naming its PEM file in SSL_CERT_FILE";
        stream.async_handshake(asio::ssl::stream_base::client, [&](const asio::error_code& refused) {
            exchange.failure = refused;
            if (!refused) exchange.run(stream);
        });
    });
    io.run_for(limit);
    if (!exchange.done) {
        return Error{request.url,
                     std::string("can't ") + exchange.step +
                         (exchange.failure ? ": " + exchange.failure.message() : std::string{" in time"}),
                     remedy};
    }
    return parse_answer(request.url, exchange.answer);
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
