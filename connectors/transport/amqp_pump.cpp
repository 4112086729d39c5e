#include "connectors/transport/amqp_pump.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <proton/connection.hpp>
#include <proton/error_condition.hpp>
#include <proton/transport.hpp>
#include <utility>

namespace glassline {
namespace {

constexpr std::int64_t longest_tick_ms = 5'000;
constexpr std::chrono::milliseconds read_again_after{20};

std::int64_t steady_ms() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

AmqpPump::AmqpPump(asio::io_context& context, const std::string& container_id)
    : context_(context), socket_(context), driver_(container_id), tick_timer_(context), pause_timer_(context) {}

AmqpPump::~AmqpPump() = default;

void AmqpPump::demand_login(std::string user, std::string password) {
    sasl_ = std::make_unique<SaslPlain>(std::move(user), std::move(password));
}

void AmqpPump::begin() {
    began_ = true;
    asio::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    read();
    tick();
    pump();
}

void AmqpPump::schedule() {
    if (scheduled_ || gone_) return;
    scheduled_ = true;
    asio::post(context_, [self = shared_from_this()] {
        self->scheduled_ = false;
        self->pump();
    });
}

void AmqpPump::close() {
    if (gone_) return;
    if (!began_ || sasl_) return drop("closed");
    driver_.connection().close();
    schedule();
}

void AmqpPump::drop(const std::string& reason) {
    if (gone_) return;
    gone_ = true;
    asio::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
    tick_timer_.cancel();
    pause_timer_.cancel();
    on_gone(reason_.empty() ? reason : reason_);
}

void AmqpPump::on_transport_error(proton::transport& transport) {
    if (reason_.empty()) reason_ = transport.error().what();
}
void AmqpPump::on_connection_error(proton::connection& connection) {
    if (reason_.empty()) reason_ = connection.error().what();
}
void AmqpPump::on_error(const proton::error_condition& error) {
    if (reason_.empty()) reason_ = error.what();
}

void AmqpPump::pump() {
    if (pumping_ || gone_ || !began_ || sasl_) return;
    pumping_ = true;
    bool active = true;
    do {
        before_dispatch();
        active = driver_.dispatch();
    } while (active && driver_.has_events());
    if (!writing_) {
        const auto pending = driver_.write_buffer();
        if (pending.size > 0) {
            out_.assign(pending.data, pending.size);
            driver_.write_done(pending.size);
            writing_ = true;
            asio::async_write(socket_, asio::buffer(out_),
                              [self = shared_from_this()](const asio::error_code& error, std::size_t) {
                                  self->writing_ = false;
                                  if (error && !self->gone_) self->driver_.disconnected();
                                  self->pump();
                              });
        } else if (!active) {
            pumping_ = false;
            return drop("the connection was closed");
        }
    }
    pumping_ = false;
    if (driver_.has_events()) schedule();
}

void AmqpPump::read() {
    if (gone_) return;
    if (!may_read()) {
        pause_timer_.expires_after(read_again_after);
        pause_timer_.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (!error) self->read();
        });
        return;
    }
    socket_.async_read_some(
        asio::buffer(in_), [self = shared_from_this()](const asio::error_code& error, std::size_t count) {
            if (self->gone_) return;
            if (error && self->sasl_) return self->drop("the peer left before it had logged in");
            if (error) {
                self->driver_.read_close();
                self->driver_.disconnected(
                    proton::error_condition("glassline:disconnected", "the peer broke the connection"));
                self->pump();
                return;
            }
            if (self->sasl_) {
                self->login(count);
            } else {
                self->feed(self->in_.data(), count);
            }
            self->pump();
            self->read();
        });
}

void AmqpPump::login(std::size_t count) {
    login_in_.append(in_.data(), count);
    login_out_ += sasl_->take(login_in_);
    if (sasl_->done()) {
        // What was answered goes out before anything the engine says: its first bytes wait for this write.
        const auto rest = std::move(login_in_);
        sasl_.reset();
        write_login();
        feed(rest.data(), rest.size());
    } else {
        if (sasl_->failed()) login_in_.clear();
        write_login();
    }
}

void AmqpPump::write_login() {
    if (writing_) return;
    if (login_out_.empty()) {
        if (sasl_ && sasl_->failed()) drop(sasl_->reason());
        return;
    }
    writing_ = true;
    out_ = std::exchange(login_out_, {});
    asio::async_write(socket_, asio::buffer(out_),
                      [self = shared_from_this()](const asio::error_code& error, std::size_t) {
                          self->writing_ = false;
                          if (self->gone_) return;
                          if (error && self->sasl_) return self->drop("the peer left before it had logged in");
                          if (error) self->driver_.disconnected();
                          self->write_login();
                          self->pump();
                      });
}

void AmqpPump::feed(const char* data, std::size_t count) {
    on_fed(count);
    std::size_t taken = 0;
    while (taken < count && !gone_) {
        auto space = driver_.read_buffer();
        if (space.size == 0) {
            pump();
            if (gone_) return;
            space = driver_.read_buffer();
            if (space.size == 0) return;  // the engine is closed for reading: the rest has no meaning
        }
        const auto step = std::min(space.size, count - taken);
        std::memcpy(space.data, data + taken, step);
        driver_.read_done(step);
        taken += step;
    }
}

void AmqpPump::tick() {
    if (gone_) return;
    if (sasl_ && ++login_ticks_ > amqp_login_ticks) return drop("the peer did not log in");
    const auto now = steady_ms();
    const auto next = driver_.tick(proton::timestamp(now)).milliseconds();
    const auto wait = next > now ? std::clamp<std::int64_t>(next - now, 10, longest_tick_ms) : longest_tick_ms;
    tick_timer_.expires_after(std::chrono::milliseconds(wait));
    tick_timer_.async_wait([self = shared_from_this()](const asio::error_code& error) {
        if (error || self->gone_) return;
        self->tick();
        self->pump();
    });
}

}  // namespace glassline
