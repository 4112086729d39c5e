#include "viewer/feed/live_feed.hpp"

#include <poll.h>

#include <asio.hpp>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "connectors/wire/json/described_json.hpp"
#include "twin/event.hpp"
#include "twin/fold.hpp"

namespace glassline::feed {
namespace {

using Steady = std::chrono::steady_clock;

std::string seconds_text(std::chrono::milliseconds time) { return std::to_string(time.count() / 1000) + " s"; }

}  // namespace

Result<std::pair<std::string, std::string>> host_and_port(const std::string& url) {
    constexpr std::string_view scheme = "http://";
    if (url.compare(0, scheme.size(), scheme) != 0)
        return Error{url, "is not an http:// address", "give the operator address that `ready` printed"};
    auto rest = url.substr(scheme.size());
    rest = rest.substr(0, rest.find('/'));
    const auto colon = rest.rfind(':');
    if (colon == std::string::npos) return std::pair{rest, std::string("80")};
    return std::pair{rest.substr(0, colon), rest.substr(colon + 1)};
}

struct LiveFeed::Impl {
    std::string url, token;
    mutable std::mutex mutex;
    SnapshotPtr snapshot;
    LiveStatus live;
    Steady::time_point last_byte = Steady::now();
    std::atomic<bool> stopping{false};
    asio::io_context io;
    std::unique_ptr<asio::ip::tcp::socket> socket;
    std::thread reader;

    TwinState state;
    std::string resume;  // last event id
    std::string buffer;

    void run() {
        while (!stopping) {
            std::string problem;
            try {
                problem = read_once();
            } catch (const std::exception& error) {
                problem = error.what();
            }
            {
                const std::lock_guard lock(mutex);
                live.connected = false;
                live.problem = problem;
            }
            for (int i = 0; i < 10 && !stopping; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }

    std::string read_once() {
        const auto address = host_and_port(url);
        if (!address) return address.error().text();
        asio::ip::tcp::resolver resolver(io);
        {
            const std::lock_guard lock(mutex);
            socket = std::make_unique<asio::ip::tcp::socket>(io);
        }
        asio::connect(*socket, resolver.resolve(address->first, address->second));
        std::string request = "GET /api/v1/feed HTTP/1.1\r\nHost: " + address->first + ":" + address->second +
                              "\r\nAuthorization: Bearer " + token + "\r\nAccept: text/event-stream\r\n";
        if (!resume.empty()) request += "Last-Event-ID: " + resume + "\r\n";
        request += "\r\n";
        asio::write(*socket, asio::buffer(request));
        asio::streambuf head;
        const auto size = asio::read_until(*socket, head, "\r\n\r\n");
        std::string text(asio::buffers_begin(head.data()), asio::buffers_end(head.data()));
        const std::string headers = text.substr(0, size);
        if (headers.find(" 200 ") == std::string::npos) {
            return "the server answers '" + headers.substr(0, headers.find("\r\n")) +
                   "'; check the address and the token";
        }
        const bool chunked = headers.find("hunked") != std::string::npos;
        {
            const std::lock_guard lock(mutex);
            live.connected = true;
            live.problem.clear();
            last_byte = Steady::now();
        }
        std::string raw = text.substr(size);
        buffer.clear();
        while (!stopping) {
            if (!unchunk(raw, chunked)) return "the server's stream is broken";
            if (!take_events()) return "starting again: the state differed from the server's";
            if (buffer.size() > max_event_bytes) return "the server's event is too large";
            // A cable that was pulled never ends a read: the heartbeat does, as it comes each second.
            if (!readable(max_silence)) return "nothing came from the server for " + seconds_text(max_silence);
            char bytes[65536];
            const auto count = socket->read_some(asio::buffer(bytes));
            raw.append(bytes, count);
            const std::lock_guard lock(mutex);
            last_byte = Steady::now();
        }
        return "";
    }

    // False when nothing came for that long.
    bool readable(std::chrono::milliseconds patience) {
        pollfd wait{socket->native_handle(), POLLIN, 0};
        int result = 0;
        do {
            result = ::poll(&wait, 1, static_cast<int>(patience.count()));
        } while (result < 0 && errno == EINTR);
        return result != 0;  // an error is told by the read
    }

    // Moves whole chunks from raw to buffer; false when the framing makes no sense.
    bool unchunk(std::string& raw, bool chunked) {
        if (!chunked) {
            buffer += std::exchange(raw, {});
            return true;
        }
        while (true) {
            const auto line = raw.find("\r\n");
            if (line == std::string::npos) return raw.size() < 64;
            char* end = nullptr;
            const auto size = std::strtoul(raw.c_str(), &end, 16);
            if (end == raw.c_str() || size > max_event_bytes) return false;
            if (raw.size() < line + 2 + size + 2) return true;
            buffer.append(raw, line + 2, size);
            raw.erase(0, line + 2 + size + 2);
        }
    }

    // False: start again with a snapshot.
    bool take_events() {
        std::size_t end = 0;
        while ((end = buffer.find("\n\n")) != std::string::npos) {
            std::string name, data, id;
            std::size_t at = 0;
            while (at < end) {
                auto stop = buffer.find('\n', at);
                if (stop > end) stop = end;
                const std::string line = buffer.substr(at, stop - at);
                at = stop + 1;
                const auto value = [&](std::string_view field) {
                    return line.substr(field.size() +
                                       (line.size() > field.size() && line[field.size()] == ' ' ? 1 : 0));
                };
                if (line.rfind("event:", 0) == 0) name = value("event:");
                if (line.rfind("data:", 0) == 0) data += value("data:");
                if (line.rfind("id:", 0) == 0) id = value("id:");
            }
            buffer.erase(0, end + 2);
            if (!id.empty()) resume = id;
            if (!take(name, data)) {
                resume.clear();
                return false;
            }
        }
        return true;
    }

    bool take(const std::string& name, const std::string& data) {
        if (name != "snapshot" && name != "events" && name != "heartbeat") return true;
        const Json json = Json::parse(data, nullptr, false);
        if (json.is_discarded()) return false;
        if (name == "snapshot") {
            auto whole = from_json_value<TwinState>(json.value("state", Json::object()));
            if (!whole) return false;
            state = std::move(*whole);
        } else if (name == "events") {
            const auto& list = json.is_array() ? json : json.value("events", Json::array());
            for (const auto& item : list) {
                const auto record = from_json_value<EventRecord>(item);
                if (!record) return false;
                if (record->sequence <= state.sequence) continue;
                if (record->sequence != state.sequence + 1) return false;
                fold(state, *record);
            }
        } else {
            const auto sequence = json.value("sequence", std::uint64_t{0});
            if (sequence > state.sequence) return false;  // events that led there never came
            if (sequence == state.sequence && json.value("digest", std::string()) != digest(state)) {
                const std::lock_guard lock(mutex);
                ++live.resyncs;
                return false;
            }
            return true;
        }
        auto fresh = std::make_shared<TwinSnapshot>();
        fresh->state = state;
        const std::lock_guard lock(mutex);
        snapshot = std::move(fresh);
        live.last_data = state.as_of;
        return true;
    }
};

LiveFeed::LiveFeed(std::string url, std::string token) : impl_(std::make_unique<Impl>()) {
    impl_->url = std::move(url);
    impl_->token = std::move(token);
    impl_->reader = std::thread([impl = impl_.get()] { impl->run(); });
}

LiveFeed::~LiveFeed() {
    impl_->stopping = true;
    {
        const std::lock_guard lock(impl_->mutex);
        asio::error_code ignored;
        if (impl_->socket) {
            impl_->socket->shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
        }
    }
    impl_->reader.join();
}

SnapshotPtr LiveFeed::newest() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->snapshot;
}

LiveStatus LiveFeed::status() const {
    const std::lock_guard lock(impl_->mutex);
    LiveStatus status = impl_->live;
    status.silent_s = std::chrono::duration<double>(Steady::now() - impl_->last_byte).count();
    return status;
}

}  // namespace glassline::feed
