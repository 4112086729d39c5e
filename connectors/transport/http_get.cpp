#include "connectors/transport/http_get.hpp"

#include <http_parser.h>

#include <array>
#include <asio.hpp>
#include <utility>

namespace glassline {
namespace {

inline constexpr std::size_t read_bytes = 64 * 1024;

class Request final : public HttpGet, public std::enable_shared_from_this<Request> {
public:
    Request(asio::io_context& io, const HttpTarget& target, const std::string& path, HttpLimits limits, Callback done)
        : where_("http://" + target.host + ":" + target.port + target.base + path),
          limits_(limits),
          done_(std::move(done)),
          socket_(io),
          resolver_(io),
          timer_(io) {
        const bool v6 = target.host.find(':') != std::string::npos;
        out_ = "GET " + target.base + path + " HTTP/1.1\r\nHost: " + (v6 ? "[" + target.host + "]" : target.host) +
               ":" + target.port + "\r\nAccept: text/xml, application/xml\r\nConnection: close\r\n\r\n";
        http_parser_init(&parser_, HTTP_RESPONSE);
        parser_.data = this;
    }

    void run(const HttpTarget& target) {
        timer_.expires_after(limits_.whole);
        timer_.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (!error) self->fail("no whole answer in time");
        });
        resolver_.async_resolve(target.host, target.port,
                                [self = shared_from_this()](const asio::error_code& error, const auto& endpoints) {
                                    if (!self->done_) return;
                                    if (error) return self->fail("the host is not known: " + error.message());
                                    asio::async_connect(
                                        self->socket_, endpoints, [self](const asio::error_code& failed, const auto&) {
                                            if (!self->done_) return;
                                            if (failed) return self->fail("cannot connect: " + failed.message());
                                            self->send();
                                        });
                                });
    }

    void cancel() override {
        done_ = nullptr;
        close();
    }

private:
    void send() {
        asio::async_write(socket_, asio::buffer(out_),
                          [self = shared_from_this()](const asio::error_code& error, std::size_t) {
                              if (!self->done_) return;
                              if (error) return self->fail("cannot send: " + error.message());
                              self->read();
                          });
    }

    void read() {
        socket_.async_read_some(asio::buffer(in_),
                                [self = shared_from_this()](const asio::error_code& error, std::size_t count) {
                                    if (!self->done_) return;
                                    if (error && error != asio::error::eof)
                                        return self->fail("the connection broke: " + error.message());
                                    self->take(count);
                                });
    }

    /// No bytes: the peer closed, which ends an answer that told no length.
    void take(std::size_t count) {
        const auto used = http_parser_execute(&parser_, &settings(), in_.data(), count);
        if (too_long_) return fail("the answer is larger than " + std::to_string(limits_.body_bytes) + " bytes");
        if (complete_) return finish(std::move(answer_));
        if (count == 0) return fail("the answer was cut");
        if (HTTP_PARSER_ERRNO(&parser_) != HPE_OK || used != count) return fail("the answer is not HTTP");
        read();
    }

    static const http_parser_settings& settings() {
        static const http_parser_settings made = [] {
            http_parser_settings out{};
            http_parser_settings_init(&out);
            out.on_body = [](http_parser* parser, const char* bytes, std::size_t size) {
                return static_cast<Request*>(parser->data)->take_body(bytes, size);
            };
            out.on_message_complete = [](http_parser* parser) {
                auto* self = static_cast<Request*>(parser->data);
                self->complete_ = true;
                self->answer_.status = static_cast<int>(parser->status_code);
                return 0;
            };
            return out;
        }();
        return made;
    }

    int take_body(const char* bytes, std::size_t size) {
        too_long_ = answer_.body.size() + size > limits_.body_bytes;
        if (too_long_) return 1;
        answer_.body.append(bytes, size);
        return 0;
    }

    void fail(const std::string& what) { finish(Error{where_, what, "check the address and that the agent runs"}); }

    void finish(Result<HttpAnswer> result) {
        close();
        if (auto done = std::exchange(done_, nullptr)) done(std::move(result));
    }

    void close() {
        asio::error_code ignored;
        socket_.close(ignored);
        resolver_.cancel();
        timer_.cancel();
    }

    std::string where_;
    HttpLimits limits_;
    Callback done_;
    asio::ip::tcp::socket socket_;
    asio::ip::tcp::resolver resolver_;
    asio::steady_timer timer_;
    http_parser parser_{};
    std::array<char, read_bytes> in_{};
    std::string out_;
    HttpAnswer answer_;
    bool complete_ = false;
    bool too_long_ = false;
};

}  // namespace

Result<HttpTarget> http_target(const std::string& url) {
    http_parser_url parts{};
    http_parser_url_init(&parts);
    const auto part = [&](http_parser_url_fields field) {
        if ((parts.field_set & (1U << field)) == 0) return std::string{};
        return url.substr(parts.field_data[field].off, parts.field_data[field].len);
    };
    if (http_parser_parse_url(url.data(), url.size(), 0, &parts) != 0 || part(UF_HOST).empty()) {
        return Error{url, "is no http:// address", "write it like http://192.168.0.9:5000"};
    }
    if (part(UF_SCHEMA) != "http") {
        return Error{url, "this source speaks plain HTTP only", "name the agent's http:// address, or a local proxy's"};
    }
    HttpTarget out{part(UF_HOST), part(UF_PORT), part(UF_PATH)};
    if (out.port.empty()) out.port = "80";
    while (!out.base.empty() && out.base.back() == '/') out.base.pop_back();
    return out;
}

std::shared_ptr<HttpGet> HttpGet::start(asio::io_context& io, const HttpTarget& target, const std::string& path,
                                        HttpLimits limits, Callback done) {
    auto request = std::make_shared<Request>(io, target, path, limits, std::move(done));
    request->run(target);
    return request;
}

}  // namespace glassline
