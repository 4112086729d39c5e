#include "connectors/sources/hermes_supervisory.hpp"

#include <algorithm>
#include <array>
#include <asio.hpp>
#include <deque>
#include <vector>

#include "connectors/wire/hermes/supervisory_client.hpp"
#include "connectors/wire/hermes/to_events.hpp"

namespace glassline {
namespace {

inline constexpr std::size_t read_bytes = 16 * 1024;
inline constexpr std::size_t max_waiting_deliveries = 1'024;  // beyond it the socket is not read

// One machine's connection. Everything runs on the io_context; `self` keeps it alive while a handler is under way.
class Machine : public std::enable_shared_from_this<Machine> {
public:
    Machine(SourceId id, const StationDescription& station, const SourceContext& context, bool simulated)
        : id_(std::move(id)),
          station_(station.id),
          address_(station.hermes_address),
          context_(context),
          simulated_(simulated),
          socket_(context.io),
          resolver_(context.io),
          retry_timer_(context.io),
          tick_timer_(context.io),
          client_("Glassline") {}

    void start() {
        deliver({}, {}, {TimedEvent{SourceDeclared{"hermes-supervisory", address_, station_, simulated_}, {}}});
        connect();
        tick();
    }

    void stop() {
        stopped_ = true;
        asio::error_code ignored;
        socket_.close(ignored);
        resolver_.cancel();
        retry_timer_.cancel();
        tick_timer_.cancel();
    }

private:
    void say_status(LinkStatus status, const std::string& reason) {
        if (status == status_ && reason == reason_) return;
        status_ = status;
        reason_ = reason;
        deliver({}, {}, {TimedEvent{SourceStatusChanged{status, reason}, {}}});
    }

    void connect() {
        if (stopped_) return;
        const auto colon = address_.rfind(':');
        resolver_.async_resolve(
            address_.substr(0, colon), address_.substr(colon + 1),
            [self = shared_from_this()](const asio::error_code& error, const auto& endpoints) {
                if (self->stopped_) return;
                if (error) return self->lost("cannot resolve " + self->address_ + ": " + error.message());
                asio::async_connect(self->socket_, endpoints, [self](const asio::error_code& failed, const auto&) {
                    if (self->stopped_) return;
                    if (failed) return self->lost("cannot connect to " + self->address_ + ": " + failed.message());
                    self->connected();
                });
            });
    }

    void connected() {
        client_.connected(context_.now());
        say_status(LinkStatus::connected, "");
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
        retry_timer_.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(retry_));
        retry_ = std::min(retry_ * 2, hermes_longest_retry);
        retry_timer_.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (!error) self->connect();
        });
    }

    void read() {
        socket_.async_read_some(asio::buffer(in_), [self = shared_from_this(), mine = generation_](
                                                       const asio::error_code& error, std::size_t count) {
            if (self->stopped_ || mine != self->generation_) return;
            if (error)
                return self->lost(error == asio::error::eof ? "the machine closed the connection" : error.message());
            self->take(std::string_view(self->in_.data(), count));
            if (!self->client_.close_reason().empty()) return self->lost(self->client_.close_reason());
            self->flush();
            self->read_when_there_is_room();
        });
    }

    // Back-pressure: what the journal has not room for waits here, and the socket waits for us.
    void read_when_there_is_room() {
        drain();
        if (waiting_.size() < max_waiting_deliveries) {
            read();
        } else {
            reading_paused_ = true;
        }
    }

    void take(std::string_view bytes) {
        const auto skipped = client_.framer().skipped_bytes();
        auto documents = client_.feed(bytes, context_.now());
        // A port that takes a connection and drops it is no machine: only an introduction ends the back-off.
        if (client_.established()) retry_ = hermes_first_retry;
        for (auto& received : documents) {
            RawMessage raw{"hermes-xml", std::move(received.bytes)};
            if (!received.document) {
                MessageRefused refused{received.document.error().what, raw.bytes.substr(0, max_example)};
                deliver(std::move(raw), {}, {TimedEvent{std::move(refused), {}}});
                continue;
            }
            auto meaning = hermes::to_events(std::move(*received.document), {context_.line, station_});
            if (meaning.events.empty()) continue;  // session traffic
            std::vector<TimedEvent> events;
            for (auto& event : meaning.events) events.push_back({std::move(event), meaning.occurred_at});
            deliver(std::move(raw), std::move(meaning.duplicate_key), std::move(events));
        }
        if (client_.framer().skipped_bytes() > skipped) {
            deliver({}, {},
                    {TimedEvent{MessageRefused{"bytes outside of a Hermes document", client_.framer().first_skipped()},
                                {}}});
        }
    }

    void deliver(RawMessage raw, std::string key, std::vector<TimedEvent> events) {
        Delivery delivery;
        delivery.source = id_;
        delivery.raw = std::move(raw);
        delivery.duplicate_key = std::move(key);
        delivery.events = std::move(events);
        waiting_.push_back(std::move(delivery));
        drain();
    }

    void drain() {
        while (!waiting_.empty()) {
            // Hermes has no acknowledgement; what the journal can't take now is offered again, in order.
            if (!context_.ingest.submit(waiting_.front())) return;
            waiting_.pop_front();
        }
    }

    void flush() {
        out_ += client_.take_output();
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
        tick_timer_.expires_after(std::chrono::seconds(1));
        tick_timer_.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (error || self->stopped_) return;
            self->drain();
            if (self->reading_paused_ && self->waiting_.size() < max_waiting_deliveries && self->socket_.is_open()) {
                self->reading_paused_ = false;
                self->read();
            }
            if (self->status_ == LinkStatus::connected) {
                self->client_.tick(self->context_.now());
                if (!self->client_.close_reason().empty()) {
                    self->lost(self->client_.close_reason());
                } else {
                    self->flush();
                }
            }
            self->tick();
        });
    }

    SourceId id_;
    StationId station_;
    std::string address_;
    SourceContext context_;
    bool simulated_;
    asio::ip::tcp::socket socket_;
    asio::ip::tcp::resolver resolver_;
    asio::steady_timer retry_timer_;
    asio::steady_timer tick_timer_;
    hermes::SupervisoryClient client_;
    std::array<char, read_bytes> in_{};
    std::string out_;
    std::string sending_;
    std::deque<Delivery> waiting_;
    Duration retry_ = hermes_first_retry;
    LinkStatus status_ = LinkStatus::unknown;
    std::string reason_;
    std::uint64_t generation_ = 0;
    bool writing_ = false;
    bool reading_paused_ = false;
    bool stopped_ = false;
};

class HermesSupervisory final : public Source {
public:
    HermesSupervisory(std::string name, const SourceContext& context, bool simulated)
        : name_(std::move(name)), context_(context) {
        for (const auto& station : context.line.stations) {
            if (station.hermes_address.empty()) continue;
            machines_.push_back(
                std::make_shared<Machine>(SourceId(name_ + "/" + station.id.value), station, context, simulated));
            address_ += (address_.empty() ? "" : " ") + station.hermes_address;
        }
    }
    ~HermesSupervisory() override {
        for (auto& machine : machines_) machine->stop();
    }

    Status start() override {
        if (machines_.empty()) {
            return Error{name_, "no station of the line has a hermes_address", "add one to the line file"};
        }
        for (auto& machine : machines_) asio::post(context_.io, [machine] { machine->start(); });
        return Done{};
    }
    void stop() override {
        for (auto& machine : machines_) asio::post(context_.io, [machine] { machine->stop(); });
    }
    std::string name() const override { return name_; }
    std::string kind() const override { return "hermes-supervisory"; }
    std::string address() const override { return address_; }

private:
    std::string name_;
    SourceContext context_;
    std::string address_;
    std::vector<std::shared_ptr<Machine>> machines_;
};

}  // namespace

std::unique_ptr<Source> make_hermes_supervisory(const std::string& name, const SourceContext& context, bool simulated) {
    return std::make_unique<HermesSupervisory>(name, context, simulated);
}

}  // namespace glassline
