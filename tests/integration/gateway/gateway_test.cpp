// The real gateway on loopback sockets with the real writer and journal behind it.
#include "connectors/gateway/gateway.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <asio.hpp>
#include <future>
#include <nlohmann/json.hpp>
#include <thread>

#include "connectors/gateway/http_client.hpp"
#include "connectors/gateway/state_files.hpp"
#include "connectors/runtime/writer.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/traffic.hpp"

using namespace glassline;
using namespace glassline::gateway;
using Json = nlohmann::json;

namespace {

class Plant {
public:
    Plant() : clock(test::traffic_start) {
        WriterOptions writer_options;
        writer_options.journal_path = scratch.file("journal.db");
        writer_options.tick = Duration{0};
        auto opened = Writer::open(writer_options, clock);
        REQUIRE(opened);
        writer = std::move(*opened);
        writer->describe({test::traffic_line()});
        writer->start();
        while (writer->snapshot()->state.lines.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        open();
    }
    ~Plant() {
        close();
        writer->stop();
    }
    void open() {
        io = std::make_unique<asio::io_context>();
        Options options;
        options.operator_listen = "127.0.0.1:0";
        options.customer_listen = "127.0.0.1:0";
        options.state_dir = scratch.file("state");
        door = std::make_unique<Gateway>(*io, *writer, options);
        const auto started = door->start();
        REQUIRE_MESSAGE(started, (started ? "" : started.error().text()));
        bound = *started;
        thread = std::thread([this] { io->run(); });
        token = **read_small(scratch.file("state/operator.token"), 100);
        token.pop_back();
    }
    void close() {
        door->stop();
        io->stop();
        thread.join();
        door.reset();
        io.reset();
    }
    ClientResponse call(const std::string& method, const std::string& path, const std::string& body = "") {
        const auto answer =
            request_once({bound.operator_url + path, method, {{"Authorization", "Bearer " + token}}, body});
        REQUIRE_MESSAGE(answer, (answer ? "" : answer.error().text()));
        return *answer;
    }
    ClientResponse customer(const std::string& method, const std::string& path, const std::string& body = "",
                            std::map<std::string, std::string> headers = {}) {
        const auto answer = request_once({bound.customer_url + path, method, std::move(headers), body});
        REQUIRE_MESSAGE(answer, (answer ? "" : answer.error().text()));
        return *answer;
    }
    /// A new order and a link to it: the link's id and its secret.
    std::pair<std::string, std::string> shared_order(const std::string& order) {
        REQUIRE(call("POST", "/api/v1/orders",
                     Json{{"id", order}, {"customer", {{"id", "c"}, {"name", "Customer"}}}, {"quantity", 5}}.dump())
                    .status == 201);
        const auto made = call("POST", "/api/v1/orders/" + order + "/links", R"({"label":"for a test"})");
        REQUIRE(made.status == 201);
        const auto json = Json::parse(made.body);
        const std::string url = json["url"];
        return {json["id"], url.substr(url.find("#v1.") + 4)};
    }
    std::string session(const std::string& secret) {
        const auto answer = customer("POST", "/session", Json{{"secret", secret}}.dump());
        REQUIRE(answer.status == 204);
        const auto cookie = answer.headers.at("set-cookie");
        CHECK(cookie.find("HttpOnly") != std::string::npos);
        CHECK(cookie.find("SameSite=Strict") != std::string::npos);
        return cookie.substr(0, cookie.find(';'));
    }

    test::Scratch scratch;
    ManualClock clock;
    std::unique_ptr<Writer> writer;
    std::unique_ptr<asio::io_context> io;
    std::unique_ptr<Gateway> door;
    Bound bound;
    std::string token;
    std::thread thread;
};

/// A raw connection that is read until something is there. The limit only ends a test that hangs.
class Raw {
public:
    Raw(const std::string& url, const std::string& request) : socket_(io_) {
        const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
        socket_.connect({asio::ip::make_address("127.0.0.1"), port});
        asio::write(socket_, asio::buffer(request));
    }
    bool read_until(const std::function<bool(const std::string&)>& enough) {
        while (!enough(bytes)) {
            std::array<char, 4096> buffer{};
            std::size_t count = 0;
            bool over = true;
            io_.restart();
            socket_.async_read_some(asio::buffer(buffer), [&](const asio::error_code& ec, std::size_t n) {
                count = n;
                over = static_cast<bool>(ec);
            });
            if (io_.run_for(std::chrono::seconds(20)) == 0) {
                socket_.cancel();
                io_.restart();
                io_.run();
                return false;
            }
            bytes.append(buffer.data(), count);
            if (over) {
                closed = true;
                return enough(bytes);
            }
        }
        return true;
    }
    /// Everything until the other side closes; false: it did not.
    bool read_to_end() {
        (void)read_until([this](const std::string&) { return closed; });
        return closed;
    }
    std::string bytes;
    bool closed = false;

private:
    asio::io_context io_;
    asio::ip::tcp::socket socket_;
};

std::size_t count_of(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
}

/// The payloads of a chunked body.
std::vector<std::string> chunks(const std::string& response) {
    std::vector<std::string> out;
    auto at = response.find("\r\n\r\n") + 4;
    while (at < response.size()) {
        const auto end = response.find("\r\n", at);
        if (end == std::string::npos) break;
        const auto size = std::stoul(response.substr(at, end - at), nullptr, 16);
        if (size == 0 || end + 2 + size > response.size()) break;
        out.push_back(response.substr(end + 2, size));
        at = end + 2 + size + 2;
    }
    return out;
}

std::string get(const std::string& path, const std::string& header) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n";
}

}  // namespace

TEST_CASE("the operator side wants a token, and health alone is open") {
    Plant plant;
    struct stat info {};
    REQUIRE(::stat(plant.scratch.file("state/operator.token").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    CHECK(request_once({plant.bound.operator_url + "/healthz", "GET", {}, ""})->status == 200);
    for (const auto* path : {"/metrics", "/api/v1/lines", "/api/v1/feed", "/api/v1/nothing"}) {
        CHECK(request_once({plant.bound.operator_url + path, "GET", {}, ""})->status == 401);
        CHECK(request_once({plant.bound.operator_url + path, "GET", {{"Authorization", "Bearer wrong"}}, ""})->status ==
              401);
    }
    CHECK(plant.call("GET", "/metrics").body.find("glassline_sequence") != std::string::npos);
    CHECK(Json::parse(plant.call("GET", "/api/v1/lines").body)["lines"][0]["id"] == "line");
    CHECK(Json::parse(plant.call("GET", "/api/v1/lines/line").body)["stations"].size() == 4);
    CHECK(plant.call("GET", "/api/v1/lines/other").status == 404);
    CHECK(plant.call("POST", "/api/v1/whatif").status == 501);
    CHECK(Json::parse(plant.call("GET", "/api/v1/openapi.json").body)["openapi"] == "3.1.0");
}

TEST_CASE("an order that was posted is there at once, in the answer and in the journal") {
    Plant plant;
    CHECK(plant.call("POST", "/api/v1/orders", "{").status == 400);
    CHECK(plant.call("POST", "/api/v1/orders", R"({"id":"W1","quantity":-1})").status == 400);
    plant.shared_order("W1");
    CHECK(Json::parse(plant.call("GET", "/api/v1/orders").body)["orders"][0]["id"] == "W1");
    CHECK(Json::parse(plant.call("GET", "/api/v1/orders/W1/forecast").body)["range"].is_null());
    const auto entries = Json::parse(plant.call("GET", "/api/v1/journal?from=1&limit=1000").body)["entries"];
    std::string kinds;
    for (const auto& entry : entries) kinds += entry["event"]["type"].get<std::string>() + " ";
    CHECK(kinds.find("WorkOrderDefined LinkGranted") != std::string::npos);
}

TEST_CASE("a link opens, its secret is nowhere else, and after revoking it says 410") {
    Plant plant;
    const auto [link, secret] = plant.shared_order("W1");
    CHECK(secret.size() == 43);
    CHECK(plant.call("GET", "/api/v1/journal?limit=1000").body.find(secret) == std::string::npos);
    CHECK(plant.call("GET", "/api/v1/orders/W1/links").body.find(secret) == std::string::npos);

    const auto unknown = plant.customer("POST", "/session", R"({"secret":"AAAA"})");
    const auto nonsense = plant.customer("POST", "/session", "what");
    CHECK(unknown.status == 404);
    CHECK(unknown.body == nonsense.body);
    CHECK(plant.customer("GET", "/api/view").status == 401);
    CHECK(plant.customer("GET", "/api/v1/lines").status == 404);
    CHECK(plant.customer("GET", "/healthz").status == 404);

    const auto cookie = plant.session("v1." + secret);
    const auto view = plant.customer("GET", "/api/view", "", {{"Cookie", cookie}});
    CHECK(view.status == 200);
    CHECK(Json::parse(view.body)["order"]["id"] == "W1");
    CHECK(view.headers.at("content-security-policy") ==
          "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'");
    CHECK(view.headers.at("referrer-policy") == "no-referrer");
    CHECK(view.headers.at("x-robots-tag") == "noindex");
    CHECK(view.headers.at("cache-control") == "no-store");
    CHECK(plant.customer("GET", "/api/view", "", {{"Cookie", cookie}, {"Sec-Fetch-Site", "cross-site"}}).status == 403);
    CHECK(plant.customer("GET", "/api/view", "", {{"Cookie", cookie + "x"}}).status == 401);
    CHECK(Json::parse(plant.call("GET", "/api/v1/orders/W1/links").body)["links"][0]["opened"] == 1);

    plant.close();  // a session outlives the server's restart
    plant.open();
    CHECK(plant.customer("GET", "/api/view", "", {{"Cookie", cookie}}).status == 200);

    CHECK(plant.call("DELETE", "/api/v1/links/" + link).status == 204);
    CHECK(plant.customer("GET", "/api/view", "", {{"Cookie", cookie}}).status == 410);
    CHECK(plant.customer("POST", "/session", Json{{"secret", secret}}.dump()).status == 410);
}

TEST_CASE("the page is served: itself never kept, its hashed files for ever, gzipped where the browser takes it") {
    Plant plant;
    const auto page = plant.customer("GET", "/");
    REQUIRE(page.status == 200);
    CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
    CHECK(page.headers.at("cache-control") == "no-store");
    const auto at = page.body.find("/a/");
    REQUIRE(at != std::string::npos);
    const auto file = page.body.substr(at, page.body.find('"', at) - at);
    const auto asset = plant.customer("GET", file, "", {{"Accept-Encoding", "gzip"}});
    CHECK(asset.status == 200);
    CHECK(asset.headers.at("cache-control") == "public, max-age=31536000, immutable");
    CHECK(asset.headers.at("content-encoding") == "gzip");
    CHECK(asset.body.size() < plant.customer("GET", file).body.size());
    CHECK(plant.customer("GET", "/../etc/passwd").status == 404);
}

TEST_CASE("an expired link answers 410") {
    Plant plant;
    const auto [link, secret] = plant.shared_order("W1");
    const auto cookie = plant.session(secret);
    plant.clock.advance(std::chrono::hours(24 * 181));
    CHECK(plant.customer("GET", "/api/view", "", {{"Cookie", cookie}}).status == 410);
    CHECK(plant.customer("POST", "/session", Json{{"secret", secret}}.dump()).status == 410);
}

TEST_CASE("link attempts of one address are limited") {
    Plant plant;
    int refused = 0;
    for (int i = 0; i < 32; ++i) refused += plant.customer("POST", "/session", "{}").status == 429 ? 1 : 0;
    CHECK(refused == 2);
    plant.clock.advance(std::chrono::seconds(10));
    CHECK(plant.customer("POST", "/session", "{}").status == 404);
}

TEST_CASE("a customer's stream: padded snapshot and patches, own ids, closed by revoking, limited a link") {
    Plant plant;
    const auto [link, secret] = plant.shared_order("W1");
    const auto cookie = plant.session(secret);
    Raw stream(plant.bound.customer_url, get("/api/stream", "Cookie: " + cookie + "\r\nLast-Event-ID: 41"));
    REQUIRE(stream.read_until([](const std::string& s) { return count_of(s, "event: patch") >= 2; }));
    const auto parts = chunks(stream.bytes);
    REQUIRE(parts.size() >= 2);
    for (const auto& part : parts) CHECK(part.size() % 512 == 0);
    CHECK(parts[0].rfind("id: 42\nevent: snapshot\ndata: {", 0) == 0);
    CHECK(parts[1].rfind("id: 43\nevent: patch\ndata: {}\n", 0) == 0);

    std::vector<std::unique_ptr<Raw>> others;
    for (int i = 1; i < 8; ++i) {
        others.push_back(std::make_unique<Raw>(plant.bound.customer_url, get("/api/stream", "Cookie: " + cookie)));
        CHECK(others.back()->read_until(
            [](const std::string& s) { return s.find("event: snapshot") != std::string::npos; }));
    }
    CHECK(plant.customer("GET", "/api/stream", "", {{"Cookie", cookie}}).status == 429);
    CHECK(Json::parse(plant.call("GET", "/api/v1/orders/W1/links").body)["links"][0]["viewers"] == 8);

    CHECK(plant.call("DELETE", "/api/v1/links/" + link).status == 204);
    CHECK(stream.read_to_end());
    for (auto& other : others) CHECK(other->read_to_end());
}

TEST_CASE("the feed: snapshot, every event once in order, a heartbeat with the digest, resumed by its id") {
    Plant plant;
    const auto header = "Authorization: Bearer " + plant.token;
    std::string id;
    {
        Raw feed(plant.bound.operator_url, get("/api/v1/feed", header));
        REQUIRE(feed.read_until([](const std::string& s) { return s.find("event: heartbeat") != std::string::npos; }));
        CHECK(feed.bytes.find("event: snapshot") < feed.bytes.find("event: heartbeat"));
        plant.shared_order("W1");
        REQUIRE(feed.read_until([](const std::string& s) {
            return s.find("LinkGranted") != std::string::npos &&
                   s.find("event: heartbeat", s.find("LinkGranted")) != std::string::npos;
        }));
        const auto at = plant.writer->snapshot();
        id = plant.writer->epoch() + "-" + std::to_string(at->state.sequence);
        CHECK(feed.bytes.find("id: " + id) != std::string::npos);
        CHECK(feed.bytes.find(digest(at->state)) != std::string::npos);
    }
    plant.shared_order("W2");
    Raw resumed(plant.bound.operator_url, get("/api/v1/feed", header + "\r\nLast-Event-ID: " + id));
    REQUIRE(resumed.read_until([](const std::string& s) { return s.find("event: heartbeat") != std::string::npos; }));
    CHECK(resumed.bytes.find("event: snapshot") == std::string::npos);
    CHECK(count_of(resumed.bytes, "\"type\":\"WorkOrderDefined\"") == 1);
    CHECK(resumed.bytes.find("W2") != std::string::npos);

    Raw other_epoch(plant.bound.operator_url, get("/api/v1/feed?after=elsewhere-3", header));
    REQUIRE(
        other_epoch.read_until([](const std::string& s) { return s.find("event: heartbeat") != std::string::npos; }));
    CHECK(other_epoch.bytes.find("event: snapshot") != std::string::npos);
}

TEST_CASE("a request that never ends is cut, and one that is too large is refused") {
    Plant plant;
    Raw slow(plant.bound.customer_url, "GET / HTTP/1.1\r\nHost: loc");
    CHECK(slow.read_to_end());
    Raw large(plant.bound.customer_url, "GET /" + std::string(8'000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(large.read_to_end());
    CHECK(large.bytes.find("200 OK") == std::string::npos);
}

TEST_CASE("plain HTTP is not served beyond loopback") {
    Plant plant;
    Options options;
    options.operator_listen = "0.0.0.0:0";
    options.state_dir = plant.scratch.file("other");
    Gateway open_door(*plant.io, *plant.writer, options);
    const auto started = open_door.start();
    REQUIRE(!started);
    CHECK(started.error().text().find("plain HTTP is not served beyond loopback") != std::string::npos);
}
