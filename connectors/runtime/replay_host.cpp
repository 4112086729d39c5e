#include "connectors/runtime/replay_host.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "connectors/journal/recall.hpp"
#include "connectors/runtime/clock.hpp"
#include "connectors/runtime/log.hpp"
#include "connectors/runtime/publication.hpp"
#include "twin/fold.hpp"

namespace glassline {

namespace {
constexpr auto frame = std::chrono::milliseconds(17);  // at most 60 publications a second
}

struct ReplayHost::Impl {
    std::unique_ptr<JournalReader> player;  // the playing thread's, and seek's under `mutex`
    std::unique_ptr<JournalReader> reader;  // read()'s
    JournalInfo info;
    PacedClock clock{no_time, 0};
    Publication publication;

    mutable std::mutex mutex;  // guards what follows and `player`
    std::condition_variable wake;
    TwinState state;
    std::vector<JournalEntry> ahead;  // read but not yet due, oldest first
    std::size_t next_ahead = 0;
    std::uint64_t seeks = 0;
    bool ending = false;
    bool failed = false;
    std::thread thread;

    mutable std::mutex reader_mutex;

    [[nodiscard]] bool ended() const { return failed || state.sequence >= info.last; }

    void run() {
        std::unique_lock guard(mutex);
        while (!ending) {
            play_due();
            wake.wait_for(guard, frame, [this] { return ending; });
        }
    }

    /// Folds and publishes what was received by the clock's time. Holds `mutex`, so that a seek never interleaves.
    void play_due() {
        // The clock never runs beyond the recording: its end is the last moment known.
        if (clock.now() > info.last_received_at && ended()) clock.set(info.last_received_at);
        const auto now = clock.now();
        auto records = std::make_shared<std::vector<EventRecord>>();
        while (!ended() && records->size() < max_replayed_at_once) {
            if (next_ahead == ahead.size() && !read_ahead()) break;
            auto& entry = ahead[next_ahead];
            if (entry.record.received_at > now) break;
            fold(state, entry.record);
            records->push_back(std::move(entry.record));
            ++next_ahead;
        }
        if (!records->empty()) publish(std::move(records));
    }

    bool read_ahead() {
        ahead.clear();
        next_ahead = 0;
        constexpr std::size_t records_ahead = 1'024;
        const auto done = player->each(state.sequence + 1, info.last, false, [&](JournalEntry&& entry) {
            ahead.push_back(std::move(entry));
            return ahead.size() < records_ahead;
        });
        if (!done || ahead.empty()) {
            log_error("the replay ends here: " + (done ? std::string("records are missing") : done.error().text()));
            failed = true;
            return false;
        }
        return true;
    }

    void publish(std::shared_ptr<const std::vector<EventRecord>> records) {
        publication.publish({std::make_shared<const TwinSnapshot>(TwinSnapshot{state}), std::move(records)});
    }

    Status seek(Instant t) {
        const std::lock_guard guard(mutex);
        t = std::clamp(t, info.first_received_at, info.last_received_at);
        const auto first_later = player->first_received_from(t + Duration{1});
        if (!first_later) return first_later.error();
        auto recalled = recall(*player, *first_later - 1);
        if (!recalled) return recalled.error();
        state = std::move(recalled->state);
        ahead.clear();
        next_ahead = 0;
        failed = false;
        ++seeks;
        clock.set(t);
        publish(std::make_shared<std::vector<EventRecord>>());
        return Done{};
    }
};

ReplayHost::ReplayHost(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ReplayHost::~ReplayHost() {
    {
        const std::lock_guard guard(impl_->mutex);
        impl_->ending = true;
    }
    impl_->wake.notify_one();
    if (impl_->thread.joinable()) impl_->thread.join();
}

Result<std::unique_ptr<ReplayHost>> ReplayHost::open(const std::string& journal_path) {
    auto impl = std::make_unique<Impl>();
    for (auto* reader : {&impl->player, &impl->reader}) {
        auto opened = JournalReader::open(journal_path);
        if (!opened) return opened.error();
        *reader = std::move(*opened);
    }
    const auto info = impl->player->info();
    if (!info) return info.error();
    if (info->last == 0) return Error{journal_path, "holds no record", "import or record something first"};
    impl->info = *info;
    if (auto begun = impl->seek(info->first_received_at); !begun) return begun.error();
    auto* self = impl.get();
    impl->thread = std::thread([self] { self->run(); });
    return std::unique_ptr<ReplayHost>(new ReplayHost(std::move(impl)));
}

void ReplayHost::set_speed(double speed) { impl_->clock.set_speed(std::clamp(speed, 0.0, max_replay_speed)); }
Status ReplayHost::seek(Instant t) { return impl_->seek(t); }

std::pair<Instant, Instant> ReplayHost::span() const {
    return {impl_->info.first_received_at, impl_->info.last_received_at};
}

bool ReplayHost::at_end() const {
    const std::lock_guard guard(impl_->mutex);
    return impl_->ended();
}

bool ReplayHost::submit(Delivery delivery) {
    if (delivery.done) delivery.done(Error{"replay", "a recording takes no new events", "use the running server"});
    return true;
}

SnapshotPtr ReplayHost::snapshot() const { return impl_->publication.newest(); }
Instant ReplayHost::now() const { return std::min(impl_->clock.now(), impl_->info.last_received_at); }

std::string ReplayHost::epoch() const {
    const std::lock_guard guard(impl_->mutex);
    return impl_->info.epoch + "r" + std::to_string(impl_->seeks);
}

Result<std::vector<JournalEntry>> ReplayHost::read(std::uint64_t from, std::size_t limit) const {
    const auto played = snapshot()->state.sequence;
    if (from > played) return std::vector<JournalEntry>{};
    const std::lock_guard guard(impl_->reader_mutex);
    return impl_->reader->read(from, static_cast<std::size_t>(std::min<std::uint64_t>(limit, played - from + 1)));
}

std::uint64_t ReplayHost::subscribe(std::function<void(const PublishedBatch&)> listener) {
    return impl_->publication.subscribe(std::move(listener));
}
void ReplayHost::unsubscribe(std::uint64_t key) { impl_->publication.unsubscribe(key); }

std::vector<Metric> ReplayHost::metrics() const {
    return {{"replayed_sequence", "The newest record that was played", false,
             static_cast<double>(snapshot()->state.sequence)},
            {"replay_speed", "How fast plant time runs; 0: paused", false, impl_->clock.speed()}};
}

}  // namespace glassline
