// The newest snapshot and those who want to hear of it. A mutex-guarded slot: libstdc++ 12's atomic<shared_ptr> races.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>

#include "connectors/runtime/twin_host.hpp"

namespace glassline {

class Publication {
public:
    using Listener = std::function<void(const PublishedBatch&)>;

    [[nodiscard]] SnapshotPtr newest() const {
        const std::lock_guard guard(slot_mutex_);
        return newest_;
    }
    /// Replaces the snapshot, then tells the listeners on this thread.
    void publish(const PublishedBatch& batch) {
        {
            const std::lock_guard guard(slot_mutex_);
            newest_ = batch.snapshot;
        }
        const std::lock_guard guard(listeners_mutex_);
        for (const auto& [key, listener] : listeners_) listener(batch);
    }
    std::uint64_t subscribe(Listener listener) {
        const std::lock_guard guard(listeners_mutex_);
        listeners_.emplace(++last_key_, std::move(listener));
        return last_key_;
    }
    /// After it returned the listener is not called again.
    void unsubscribe(std::uint64_t key) {
        const std::lock_guard guard(listeners_mutex_);
        listeners_.erase(key);
    }

private:
    mutable std::mutex slot_mutex_;
    SnapshotPtr newest_;
    std::mutex listeners_mutex_;
    std::map<std::uint64_t, Listener> listeners_;
    std::uint64_t last_key_ = 0;
};

}  // namespace glassline
