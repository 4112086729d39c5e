// What the gateway's parts share: all of it on one strand of the caller's io_context; the listeners, the journal's
// writer and the streams' completions post to it. gateway.cpp starts and stops, operator_door.cpp, feed_door.cpp and
// customer_door.cpp each serve one kind of caller. Include it in .cpp files only.
#pragma once

#include <array>
#include <asio.hpp>
#include <atomic>
#include <chrono>
#include <map>

#include "connectors/gateway/customer_api.hpp"
#include "connectors/gateway/customer_stream.hpp"
#include "connectors/gateway/gateway.hpp"
#include "connectors/gateway/listener.hpp"
#include "connectors/gateway/operator_api.hpp"
#include "connectors/gateway/rate_limit.hpp"

namespace glassline::gateway {

inline constexpr double link_attempts_burst = 30;  // a remote address
inline constexpr double link_attempts_per_second = 0.5;

struct Gateway::Impl : std::enable_shared_from_this<Gateway::Impl> {
    struct FeedClient {
        std::unique_ptr<EventStream> stream;
        std::uint64_t position = 0;  // the last sequence it was sent ...
        std::string epoch;           // ... of this journal
        std::size_t backlog = 0;     // bytes handed over and not yet written
        bool over = false;
    };
    struct StreamClient {
        std::unique_ptr<EventStream> stream;
        CustomerStream words;
        LinkGrantId link;
        std::size_t pending = 0;
        bool over = false;
    };
    using Waiter = std::function<void()>;

    Impl(asio::io_context& context, TwinHost& twin_host, Options given, ViewOf view, ExtraMetrics extra)
        : io(context),
          strand(asio::make_strand(context)),
          timer(strand),
          host(twin_host),
          options(std::move(given)),
          view_of(std::move(view)),
          extra_metrics(std::move(extra)),
          tokens(options.state_dir),
          attempts(link_attempts_burst, link_attempts_per_second) {}

    // ---- set on start, then only read ----
    asio::io_context& io;
    asio::strand<asio::io_context::executor_type> strand;
    asio::steady_timer timer;
    TwinHost& host;
    Options options;
    ViewOf view_of;
    ExtraMetrics extra_metrics;
    Key session_key{};
    Bound bound;
    std::string origin;
    bool secure = false;
    std::shared_ptr<Listener> operator_listener;
    std::shared_ptr<Listener> customer_listener;
    std::uint64_t subscription = 0;
    std::atomic<bool> stopped{true};

    // ---- on the strand only ----
    TokenFile tokens;
    RateLimit attempts;
    std::vector<std::shared_ptr<FeedClient>> feed;
    std::array<std::vector<std::shared_ptr<StreamClient>>, stream_slots> streams;
    std::map<LinkGrantId, std::size_t> viewers;
    std::vector<Waiter> after_publication;
    std::uint32_t slot = 0;
    std::uint64_t feed_dropped = 0;
    std::uint64_t operator_requests = 0;
    std::uint64_t customer_requests = 0;
    SnapshotPtr digest_of;
    std::string digest_text;
    SnapshotPtr views_of;
    std::map<LinkGrantId, std::string> views;  // of views_of; one projection a link and snapshot

    [[nodiscard]] SnapshotPtr snapshot() const {
        static const SnapshotPtr nothing = std::make_shared<const TwinSnapshot>();
        auto now = host.snapshot();
        return now ? now : nothing;
    }
    [[nodiscard]] Instant now(const TwinState& state) const { return std::max(host.now(), state.as_of); }

    Status read_state();
    Result<Bound> start();
    void stop();
    void tick();
    void heartbeat();
    void publish(const PublishedBatch& batch);

    void on_operator(Request request, std::shared_ptr<Responder> responder);
    void on_customer(Request request, std::shared_ptr<Responder> responder);
    void submit(std::vector<TimedEvent> events, RawMessage raw, std::function<void(const Status&)> published);
    void change(Change change, std::shared_ptr<Responder> responder);
    void open_feed(const OpenFeed& asked, Responder& responder);
    void send(const std::shared_ptr<FeedClient>& client, std::string text);
    void send_snapshot(const std::shared_ptr<FeedClient>& client, const SnapshotPtr& at);
    bool catch_up(const std::shared_ptr<FeedClient>& client, std::uint64_t to);
    void open_stream(const OpenStream& asked, const CustomerContext& context, Responder& responder);
    bool tick_stream(const std::shared_ptr<StreamClient>& client);
    void end_stream(const std::shared_ptr<StreamClient>& client);
    [[nodiscard]] Admission admission_of(const LinkGrant* link, const TwinState& state) const;
    [[nodiscard]] std::optional<std::string> view(const LinkGrantId& link);
    [[nodiscard]] CustomerContext customer_context(const SnapshotPtr& at);
    [[nodiscard]] std::string metrics(const TwinState& state) const;
    [[nodiscard]] std::size_t stream_count() const;
};

}  // namespace glassline::gateway
