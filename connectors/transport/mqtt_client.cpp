#include "connectors/transport/mqtt_client.hpp"

#include <mosquitto.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <asio.hpp>
#include <deque>

#include "connectors/transport/mqtt_url.hpp"

namespace glassline {
namespace {

constexpr std::chrono::milliseconds tick_every{250};
constexpr std::chrono::milliseconds offer_again_after{20};
constexpr std::size_t max_in_flight = 100;  // published and not acknowledged; the rest waits here

void start_library() {
    static const int started = mosquitto_lib_init();
    static_cast<void>(started);
}

std::string reason_of(int code) {
    return code == MOSQ_ERR_ERRNO ? std::string(std::strerror(errno)) : std::string(mosquitto_strerror(code));
}

}  // namespace

struct MqttClient::Impl : std::enable_shared_from_this<MqttClient::Impl> {
    Impl(asio::io_context& context, MqttClientOptions chosen, MqttClientCallbacks c)
        : io(context),
          options(std::move(chosen)),
          callbacks(std::move(c)),
          socket(context),
          resolver(context),
          retry_timer(context),
          tick_timer(context),
          offer_timer(context),
          retry(options.retry_first) {
        start_library();
    }
    ~Impl() {
        if (client != nullptr) mosquitto_destroy(client);
    }

    Status open() {
        const auto parsed = parse_mqtt_url(options.url);
        if (!parsed) return parsed.error();
        url = *parsed;
        if (!url.user.empty()) {
            options.user = url.user;
            options.password = url.password;
        }
        client = mosquitto_new(options.client_id.empty() ? nullptr : options.client_id.c_str(),
                               !options.keep_session || options.client_id.empty(), this);
        if (client == nullptr) return Error{"MQTT", "no memory for a client, or its client_id is not UTF-8", ""};
        // Queued packets are written by mosquitto_loop_write alone; see the header for why that matters.
        mosquitto_threaded_set(client, true);
        mosquitto_max_inflight_messages_set(client, max_in_flight);
        if (!options.user.empty()) {
            mosquitto_username_pw_set(client, options.user.c_str(), options.password.c_str());
        }
        if (!options.will.message.topic.empty()) {
            const auto& will = options.will.message;
            mosquitto_will_set(client, will.topic.c_str(), static_cast<int>(will.payload.size()), will.payload.data(),
                               will.qos, will.retain);
        }
        if (url.tls) {
            const auto file = [](const std::string& path) { return path.empty() ? nullptr : path.c_str(); };
            int code = MOSQ_ERR_SUCCESS;
            if (options.tls.ca.empty()) {
                code = mosquitto_int_option(client, MOSQ_OPT_TLS_USE_OS_CERTS, 1);
            }
            if (code == MOSQ_ERR_SUCCESS) {
                code =
                    mosquitto_tls_set(client, file(options.tls.ca), options.tls.ca.empty() ? "/etc/ssl/certs" : nullptr,
                                      file(options.tls.certificate), file(options.tls.key), nullptr);
            }
            if (code != MOSQ_ERR_SUCCESS) {
                return Error{"MQTT", "TLS files can't be read (" + reason_of(code) + ")",
                             "check ca, certificate and key"};
            }
        }
        mosquitto_connect_callback_set(
            client, [](mosquitto*, void* self, int code) { static_cast<Impl*>(self)->connack(code); });
        mosquitto_message_callback_set(client, [](mosquitto*, void* self, const mosquitto_message* message) {
            static_cast<Impl*>(self)->received(*message);
        });
        mosquitto_subscribe_callback_set(client, [](mosquitto*, void* self, int, int count, const int* granted) {
            static_cast<Impl*>(self)->subscribed(count, granted);
        });
        mosquitto_publish_callback_set(client, [](mosquitto*, void* self, int) {
            auto& impl = *static_cast<Impl*>(self);
            if (impl.in_flight > 0) --impl.in_flight;
        });
        return Done{};
    }

    // ---- connection ----

    void connect() {
        if (stopped) return;
        // TLS checks the certificate against the name, so libmosquitto gets the name and resolves it itself.
        if (url.tls) return connect_to(url.host);
        resolver.async_resolve(url.host, std::to_string(url.port),
                               [self = shared_from_this()](const asio::error_code& error, const auto& found) {
                                   if (self->stopped) return;
                                   if (error)
                                       return self->lost("cannot resolve " + self->url.host + ": " + error.message());
                                   self->connect_to(found.begin()->endpoint().address().to_string());
                               });
    }

    void connect_to(const std::string& host) {
        ++generation;
        up = false;
        connecting = true;
        connect_deadline = std::chrono::steady_clock::now() + options.connect_within;
        const int code = mosquitto_connect_async(client, host.c_str(), url.port, options.keepalive_s);
        const int fd = mosquitto_socket(client);
        if (code != MOSQ_ERR_SUCCESS || fd < 0) return lost("cannot connect: " + reason_of(code));
        // A descriptor of our own for waiting: libmosquitto may close its one at any time.
        const int ours = ::dup(fd);
        asio::error_code error;
        if (ours >= 0) socket.assign(ours, error);
        if (ours < 0 || error) return lost("cannot connect: no descriptor is free");
        wait_readable();
        flush();
    }

    void connack(int code) {
        if (code != 0) {
            refused = std::string(mosquitto_connack_string(code));
            return;
        }
        connecting = false;
        retry = options.retry_first;
        if (options.topics.empty()) return link_up();
        for (const auto& topic : options.topics) mosquitto_subscribe(client, nullptr, topic.c_str(), 1);
        unanswered_subscriptions = options.topics.size();
    }

    void subscribed(int count, const int* granted) {
        for (int i = 0; i < count; ++i) {
            if (granted[i] > 2) refused = "the broker refuses a subscription to " + options.topics.front();
        }
        if (unanswered_subscriptions > 0 && --unanswered_subscriptions == 0 && refused.empty()) link_up();
    }

    void link_up() {
        up = true;
        said_down.clear();
        callbacks.on_link(true, "");
        send_waiting();
    }

    void lost(const std::string& reason) {
        if (stopped) return;
        drop_connection();
        // A broker that is away for a night says the same every ten seconds: once is enough.
        if (said_down != reason) callbacks.on_link(false, reason);
        said_down = reason;
        retry_timer.expires_after(retry);
        retry = std::min(retry * 2, options.retry_most);
        retry_timer.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (!error) self->connect();
        });
    }

    // What is not acknowledged yet stays so: the broker sends it again.
    void drop_connection() {
        ++generation;
        up = false;
        connecting = false;
        refused.clear();
        unanswered_subscriptions = 0;
        waiting.clear();
        waiting_bytes = 0;
        unsettled = 0;
        failed = false;
        writing = false;
        asio::error_code ignored;
        if (const int fd = mosquitto_socket(client); fd >= 0) ::shutdown(fd, SHUT_RDWR);
        socket.close(ignored);
    }

    // ---- reading ----

    void wait_readable() {
        if (reading) return;
        reading = true;
        socket.async_wait(asio::posix::stream_descriptor::wait_read,
                          [self = shared_from_this(), mine = generation](const asio::error_code& error) {
                              self->reading = false;
                              if (self->stopped) return;
                              if (mine != self->generation) {
                                  if (self->socket.is_open() && self->may_read()) self->wait_readable();
                                  return;
                              }
                              if (!error) self->read();
                          });
    }

    [[nodiscard]] bool batch_full() const {
        return waiting.size() + unsettled >= max_mqtt_batch || waiting_bytes >= max_mqtt_batch_bytes;
    }
    [[nodiscard]] bool may_read() const { return waiting.empty() && unsettled == 0; }

    void read() {
        for (;;) {
            const int code = mosquitto_loop_read(client, 1);
            if (code != MOSQ_ERR_SUCCESS) return lost(refused.empty() ? reason_of(code) : refused);
            if (!refused.empty()) return lost(refused);
            if (batch_full()) break;
            int bytes = 0;
            const int fd = mosquitto_socket(client);
            if (fd < 0 || ::ioctl(fd, FIONREAD, &bytes) != 0 || bytes == 0) break;
        }
        offer();
    }

    void received(const mosquitto_message& message) {
        MqttMessage out;
        out.topic = message.topic;
        out.payload.assign(static_cast<const char*>(message.payload), static_cast<std::size_t>(message.payloadlen));
        out.qos = message.qos;
        out.retain = message.retain;
        waiting_bytes += out.payload.size();
        waiting.push_back(std::move(out));
    }

    // Hands the batch over as far as there is room; when all of it is settled it is acknowledged and the next is read.
    void offer() {
        while (!waiting.empty()) {
            const auto settle = [weak = weak_from_this(), mine = generation, &loop = io](bool durable) {
                asio::post(loop, [weak, mine, durable] {
                    if (const auto self = weak.lock()) self->settled(mine, durable);
                });
            };
            if (!callbacks.on_message(waiting.front(), settle)) {
                offer_timer.expires_after(offer_again_after);
                offer_timer.async_wait([self = shared_from_this(), mine = generation](const asio::error_code& error) {
                    if (!error && !self->stopped && mine == self->generation) self->offer();
                });
                return;
            }
            ++unsettled;
            waiting.pop_front();
        }
        if (unsettled == 0) batch_done();
    }

    void settled(std::uint64_t of, bool durable) {
        if (stopped || of != generation) return;
        --unsettled;
        failed = failed || !durable;
        if (unsettled == 0 && waiting.empty()) batch_done();
    }

    void batch_done() {
        waiting_bytes = 0;
        if (failed) return lost("the journal could not keep a message; the broker will send it again");
        flush();
        if (socket.is_open()) wait_readable();
    }

    // ---- writing ----

    // Never while messages are unsettled: their acknowledgements stand in the same queue.
    void flush() {
        if (!may_read() || !socket.is_open()) return;
        if (connecting || mosquitto_want_write(client)) wait_writable();
    }

    void wait_writable() {
        if (writing) return;
        writing = true;
        socket.async_wait(asio::posix::stream_descriptor::wait_write,
                          [self = shared_from_this(), mine = generation](const asio::error_code& error) {
                              if (self->stopped || mine != self->generation) return;
                              self->writing = false;
                              if (error || !self->may_read()) return;  // the batch's end flushes
                              // libmosquitto goes on with a TLS handshake only when it is told to read.
                              int code = MOSQ_ERR_SUCCESS;
                              if (self->url.tls && self->connecting) code = mosquitto_loop_read(self->client, 1);
                              if (code == MOSQ_ERR_SUCCESS) code = mosquitto_loop_write(self->client, 1);
                              if (code != MOSQ_ERR_SUCCESS) return self->lost(reason_of(code));
                              if (mosquitto_want_write(self->client)) self->wait_writable();
                          });
    }

    void send_waiting() {
        while (up && !outbox.empty() && in_flight < max_in_flight) {
            const auto& message = outbox.front();
            const int code =
                mosquitto_publish(client, nullptr, message.topic.c_str(), static_cast<int>(message.payload.size()),
                                  message.payload.data(), message.qos, message.retain);
            if (code != MOSQ_ERR_SUCCESS) {
                // Not an MQTT topic, or too large: no broker would ever take it.
                callbacks.on_link(
                    true, "a message to '" + message.topic.substr(0, 80) + "' can't be sent: " + reason_of(code));
            } else {
                ++in_flight;
            }
            outbox.pop_front();
        }
        flush();
    }

    void tick() {
        tick_timer.expires_after(tick_every);
        tick_timer.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (error || self->stopped) return;
            self->tick();
            if (!self->socket.is_open()) return;
            if (self->connecting && std::chrono::steady_clock::now() > self->connect_deadline) {
                return self->lost("no answer within " + std::to_string(self->options.connect_within.count()) + " ms");
            }
            const int code = mosquitto_loop_misc(self->client);
            if (code != MOSQ_ERR_SUCCESS) return self->lost(reason_of(code));
            self->send_waiting();
        });
    }

    void stop() {
        if (std::exchange(stopped, true)) return;
        retry_timer.cancel();
        tick_timer.cancel();
        offer_timer.cancel();
        resolver.cancel();
        if (client != nullptr && may_read() && socket.is_open()) {
            mosquitto_disconnect(client);
            mosquitto_loop_write(client, 1);  // as much as the socket takes at once: a goodbye is two bytes
        }
        up = false;
        asio::error_code ignored;
        if (client != nullptr) {
            if (const int fd = mosquitto_socket(client); fd >= 0) ::shutdown(fd, SHUT_WR);
        }
        socket.close(ignored);
    }

    asio::io_context& io;
    MqttClientOptions options;
    MqttClientCallbacks callbacks;
    MqttUrl url;
    mosquitto* client = nullptr;
    asio::posix::stream_descriptor socket;
    asio::ip::tcp::resolver resolver;
    asio::steady_timer retry_timer;
    asio::steady_timer tick_timer;
    asio::steady_timer offer_timer;
    std::chrono::milliseconds retry;
    std::chrono::steady_clock::time_point connect_deadline{};
    std::deque<MqttMessage> waiting;  // read and not handed over
    std::size_t waiting_bytes = 0;
    std::size_t unsettled = 0;  // handed over and not settled
    std::deque<MqttMessage> outbox;
    std::size_t in_flight = 0;
    std::size_t unanswered_subscriptions = 0;
    std::string said_down;  // the reason last told, until the link is up again
    std::string refused;    // why the broker does not serve us
    std::uint64_t generation = 0;
    bool up = false;
    bool connecting = false;
    bool reading = false;
    bool writing = false;
    bool failed = false;
    bool stopped = false;
};

MqttClient::MqttClient(asio::io_context& context, MqttClientOptions options, MqttClientCallbacks callbacks)
    : impl_(std::make_shared<Impl>(context, std::move(options), std::move(callbacks))) {}

MqttClient::~MqttClient() { stop(); }

Status MqttClient::start() {
    if (auto opened = impl_->open(); !opened) return opened;
    asio::post(impl_->io, [impl = impl_] {
        impl->connect();
        impl->tick();
    });
    return Done{};
}

void MqttClient::stop() { impl_->stop(); }

bool MqttClient::publish(MqttMessage message) {
    if (outbox() >= max_mqtt_outbox) return false;
    impl_->outbox.push_back(std::move(message));
    impl_->send_waiting();
    return true;
}

std::size_t MqttClient::outbox() const { return impl_->outbox.size() + impl_->in_flight; }

}  // namespace glassline
