#include "connectors/transport/http_get.hpp"

#include <doctest/doctest.h>

#include <asio.hpp>
#include <optional>

using namespace glassline;

namespace {

// A server that answers one request with the bytes given and closes, on the same io_context.
struct Fixture {
    asio::io_context io;
    asio::ip::tcp::acceptor acceptor{io, {asio::ip::make_address("127.0.0.1"), 0}};
    std::string request;

    Result<HttpAnswer> get(const std::string& bytes, HttpLimits limits = {}) {
        request.clear();
        std::optional<Result<HttpAnswer>> result;
        asio::ip::tcp::socket peer(io);
        acceptor.async_accept(peer, [&](const asio::error_code& error) {
            REQUIRE_FALSE(error);
            asio::async_read_until(
                peer, asio::dynamic_buffer(request), "\r\n\r\n", [&](const asio::error_code&, std::size_t) {
                    asio::async_write(peer, asio::buffer(bytes), [&](const asio::error_code&, std::size_t) {
                        if (!bytes.empty()) peer.close();
                    });
                });
        });
        const auto port = std::to_string(acceptor.local_endpoint().port());
        const auto target = http_target("http://127.0.0.1:" + port + "/base/");
        REQUIRE(target);
        const auto running = HttpGet::start(io, *target, "/probe?x=1", limits, [&](auto answer) {
            result = std::move(answer);
            acceptor.cancel();
            peer.close();
        });
        io.restart();
        io.run();
        REQUIRE(result);
        return *result;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a body by length, by chunks and by the end of the connection") {
    const auto by_length = get("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    REQUIRE(by_length);
    CHECK(by_length->body == "hello");
    CHECK(request.find("GET /base/probe?x=1 HTTP/1.1\r\nHost: 127.0.0.1:") == 0);
    const auto chunked =
        get("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");
    REQUIRE(chunked);
    CHECK(chunked->status == 404);
    CHECK(chunked->body == "hello");
    const auto to_the_end = get("HTTP/1.0 200 OK\r\n\r\nhello");
    REQUIRE(to_the_end);
    CHECK(to_the_end->body == "hello");
}

TEST_CASE_FIXTURE(Fixture, "what is cut, too long, no HTTP or never comes is an error that says so") {
    const auto says = [](const Result<HttpAnswer>& answer) { return answer ? "an answer" : answer.error().what; };
    CHECK(says(get("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello")) == "the answer was cut");
    CHECK(says(get("SSH-2.0-OpenSSH\r\n")) == "the answer is not HTTP");
    HttpLimits small;
    small.body_bytes = 4;
    CHECK(says(get("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", small)) == "the answer is larger than 4 bytes");
    HttpLimits short_time;
    short_time.whole = std::chrono::milliseconds(50);
    CHECK(says(get("", short_time)) == "no whole answer in time");
    acceptor.close();
}

TEST_CASE("addresses") {
    CHECK(http_target("http://h:5000")->port == "5000");
    CHECK(http_target("http://h")->port == "80");
    CHECK(http_target("http://[::1]:5000/a/")->host == "::1");
    CHECK(http_target("http://[::1]:5000/a/")->base == "/a");
    CHECK_FALSE(http_target("https://h:5000"));
    CHECK_FALSE(http_target("h:5000"));
    CHECK_FALSE(http_target(""));
}
