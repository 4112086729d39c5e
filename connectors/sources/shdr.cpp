#include "connectors/sources/shdr.hpp"

#include <algorithm>
#include <array>
#include <asio.hpp>
#include <utility>

#include "connectors/sources/mtconnect_stations.hpp"
#include "connectors/sources/outbox.hpp"
#include "connectors/wire/mtconnect/shdr_interpreter.hpp"
#include "connectors/wire/mtconnect/shdr_session.hpp"

namespace glassline {
namespace {

inline constexpr std::size_t read_bytes = 16 * 1024;
constexpr auto tick_period = std::chrono::milliseconds(250);

struct Endpoint {
    std::string host;
    std::string port = "7878";
};

Result<Endpoint> endpoint_of(const std::string& source, std::string address) {
    if (address.rfind("shdr://", 0) == 0) address.erase(0, 7);
    Endpoint out{address, "7878"};
    const auto colon = address.rfind(':');
    const auto bracket = address.rfind(']');
    if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) {
        out = {address.substr(0, colon), address.substr(colon + 1)};
    }
    if (out.host.size() > 2 && out.host.front() == '[') out.host = out.host.substr(1, out.host.size() - 2);
    const bool digits = std::all_of(out.port.begin(), out.port.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (out.host.empty() || out.port.empty() || !digits) {
        return Error{source, "'" + address + "' is no adapter's address", "write `url` like 192.168.0.9:7878"};
    }
    return out;
}

// The connection. Everything runs on the io_context; `self` keeps it alive while a handler is under way.
class Adapter : public std::enable_shared_from_this<Adapter> {
public:
    Adapter(ShdrSettings settings, Endpoint endpoint, std::size_t device, const std::vector<StationId>& stations,
            const SourceContext& context)
        : settings_(std::move(settings)),
          endpoint_(std::move(endpoint)),
          station_(stations[device]),
          context_(context),
          outbox_(SourceId(settings_.name), context.ingest),
          interpreter_(settings_.model, device, stations, zone_minutes(context.line.zone)),
          socket_(context.io),
          resolver_(context.io),
          retry_timer_(context.io),
          tick_timer_(context.io) {}

    [[nodiscard]] const std::string& name() const { return settings_.name; }
    [[nodiscard]] std::string address() const { return endpoint_.host + ":" + endpoint_.port; }

    void start() {
        outbox_.deliver({}, {TimedEvent{SourceDeclared{"shdr", address(), station_, settings_.simulated}, no_time}});
        say({}, interpreter_.begin(context_.now()));
        connect();
        tick();
    }

    void stop() {
        if (std::exchange(stopped_, true)) return;
        say({}, interpreter_.finish());
        asio::error_code ignored;
        socket_.close(ignored);
        resolver_.cancel();
        retry_timer_.cancel();
        tick_timer_.cancel();
    }

private:
    void say(RawMessage raw, mtconnect::MachineEvents events) {
        std::vector<TimedEvent> timed;
        timed.reserve(events.size());
        for (auto& event : events) timed.push_back({std::move(event.event), event.at});
        outbox_.deliver(std::move(raw), std::move(timed));
    }

    void say_status(LinkStatus status, const std::string& reason) {
        if (status == status_ && reason == reason_) return;
        status_ = status;
        reason_ = reason;
        outbox_.deliver({}, {TimedEvent{SourceStatusChanged{status, reason}, no_time}});
    }

    void connect() {
        if (stopped_) return;
        resolver_.async_resolve(
            endpoint_.host, endpoint_.port,
            [self = shared_from_this()](const asio::error_code& error, const auto& endpoints) {
                if (self->stopped_) return;
                if (error) return self->lost("cannot resolve " + self->endpoint_.host + ": " + error.message());
                asio::async_connect(self->socket_, endpoints, [self](const asio::error_code& failed, const auto&) {
                    if (self->stopped_) return;
                    if (failed) return self->lost("cannot connect to " + self->address() + ": " + failed.message());
                    self->connected();
                });
            });
    }

    void connected() {
        session_.connected(context_.now());
        interpreter_.connected();
        skipped_ = 0;
        say_status(LinkStatus::connected, "");
        retry_ = shdr_first_retry;
        flush();
        read();
    }

    void lost(const std::string& reason) {
        if (stopped_) return;
        asio::error_code ignored;
        socket_.close(ignored);
        ++generation_;
        writing_ = false;
        reading_paused_ = false;  // the next connection reads by itself; a second read would share its buffer
        out_.clear();
        say_status(LinkStatus::disconnected, reason);
        say({}, interpreter_.lost(context_.now()));
        retry_timer_.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(retry_));
        retry_ = std::min(retry_ * 2, shdr_longest_retry);
        retry_timer_.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (!error) self->connect();
        });
    }

    void read() {
        socket_.async_read_some(asio::buffer(in_), [self = shared_from_this(), mine = generation_](
                                                       const asio::error_code& error, std::size_t count) {
            if (self->stopped_ || mine != self->generation_) return;
            if (error)
                return self->lost(error == asio::error::eof ? "the adapter closed the connection" : error.message());
            self->take(std::string_view(self->in_.data(), count));
            self->flush();
            self->read_when_there_is_room();
        });
    }

    // Back-pressure: what the journal has not room for waits here, and the socket waits for us.
    void read_when_there_is_room() {
        outbox_.drain();
        if (outbox_.has_room()) {
            read();
        } else {
            reading_paused_ = true;
        }
    }

    void take(std::string_view bytes) {
        const auto now = context_.now();
        for (auto& message : session_.feed(bytes, now)) {
            auto events = interpreter_.take(message, now);
            if (!events.empty()) say({"shdr", std::move(message)}, std::move(events));
        }
        const auto& framer = session_.framer();
        if (std::exchange(skipped_, framer.skipped_bytes()) == framer.skipped_bytes()) return;
        say({}, interpreter_.refuse("a line or a multi-line value without an end", framer.first_skipped(), now));
    }

    void flush() {
        out_ += session_.take_output();
        if (writing_ || out_.empty()) return;
        writing_ = true;
        sending_ = std::exchange(out_, {});
        asio::async_write(socket_, asio::buffer(sending_),
                          [self = shared_from_this(), mine = generation_](const asio::error_code& error, std::size_t) {
                              if (self->stopped_ || mine != self->generation_) return;
                              self->writing_ = false;
                              if (error) return self->lost(error.message());
                              self->flush();
                          });
    }

    void tick() {
        tick_timer_.expires_after(tick_period);
        tick_timer_.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (error || self->stopped_) return;
            self->outbox_.drain();
            if (self->reading_paused_ && self->outbox_.has_room() && self->socket_.is_open()) {
                self->reading_paused_ = false;
                self->read();
            }
            // While we don't read, the adapter's silence is our own.
            if (self->status_ == LinkStatus::connected && !self->reading_paused_) self->keep_alive();
            self->tick();
        });
    }

    void keep_alive() {
        session_.tick(context_.now());
        if (!session_.close_reason().empty()) return lost(session_.close_reason());
        flush();
    }

    ShdrSettings settings_;
    Endpoint endpoint_;
    StationId station_;
    SourceContext context_;
    Outbox outbox_;
    mtconnect::ShdrInterpreter interpreter_;
    mtconnect::ShdrSession session_;
    asio::ip::tcp::socket socket_;
    asio::ip::tcp::resolver resolver_;
    asio::steady_timer retry_timer_;
    asio::steady_timer tick_timer_;
    std::array<char, read_bytes> in_{};
    std::string out_;
    std::string sending_;
    Duration retry_ = shdr_first_retry;
    LinkStatus status_ = LinkStatus::unknown;
    std::string reason_;
    std::uint64_t skipped_ = 0;
    std::uint64_t generation_ = 0;
    bool writing_ = false;
    bool reading_paused_ = false;
    bool stopped_ = false;
};

class Shdr final : public Source {
public:
    Shdr(std::shared_ptr<Adapter> adapter, asio::io_context& io) : adapter_(std::move(adapter)), io_(io) {}
    ~Shdr() override { adapter_->stop(); }

    Status start() override {
        asio::post(io_, [adapter = adapter_] { adapter->start(); });
        return Done{};
    }
    void stop() override {
        asio::post(io_, [adapter = adapter_] { adapter->stop(); });
    }
    std::string name() const override { return adapter_->name(); }
    std::string kind() const override { return "shdr"; }
    std::string address() const override { return adapter_->address(); }

private:
    std::shared_ptr<Adapter> adapter_;
    asio::io_context& io_;
};

}  // namespace

Result<std::unique_ptr<Source>> make_shdr(ShdrSettings settings, const SourceContext& context) {
    const std::string where = "sources." + settings.name;
    auto endpoint = endpoint_of(where, settings.address);
    if (!endpoint) return endpoint.error();
    const auto device = device_named(where, settings.model, settings.device);
    if (!device) return device.error();
    const auto stations =
        stations_of(where, settings.model, settings.model.devices[*device].name, settings.station, context.line);
    if (!stations) return stations.error();
    return std::unique_ptr<Source>(std::make_unique<Shdr>(
        std::make_shared<Adapter>(std::move(settings), std::move(*endpoint), *device, *stations, context), context.io));
}

}  // namespace glassline
