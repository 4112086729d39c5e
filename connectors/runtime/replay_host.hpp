// A recording served as if live: plays a journal's records to readers in the order and at the pace of their receipt,
// on a plant clock of its own that can be paused, sped up and set. Takes no deliveries.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "connectors/runtime/ingest.hpp"
#include "connectors/runtime/twin_host.hpp"

namespace glassline {

inline constexpr std::size_t max_replayed_at_once = 4'096;  // records between two publications
inline constexpr double max_replay_speed = 10'000;

class ReplayHost final : public TwinHost, public Ingest {
public:
    /// Begins paused at the first record. Error: not a journal, an empty one, a damaged one.
    [[nodiscard]] static Result<std::unique_ptr<ReplayHost>> open(const std::string& journal_path);
    ~ReplayHost() override;
    ReplayHost(const ReplayHost&) = delete;
    ReplayHost& operator=(const ReplayHost&) = delete;

    /// 1: as it was; 0: paused. Any thread.
    void set_speed(double speed);
    /// Shows the state as it was known at `t` and goes on from there. The epoch changes, so that readers start anew.
    [[nodiscard]] Status seek(Instant t);
    /// When the first and the last record were received.
    [[nodiscard]] std::pair<Instant, Instant> span() const;
    /// The last record was played.
    [[nodiscard]] bool at_end() const;

    bool submit(Delivery delivery) override;  // its sender is told that a recording takes nothing

    [[nodiscard]] SnapshotPtr snapshot() const override;
    [[nodiscard]] Ingest& ingest() override { return *this; }
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] std::string epoch() const override;
    /// Never beyond what was played.
    [[nodiscard]] Result<std::vector<JournalEntry>> read(std::uint64_t from, std::size_t limit) const override;
    std::uint64_t subscribe(std::function<void(const PublishedBatch&)> listener) override;
    void unsubscribe(std::uint64_t key) override;
    [[nodiscard]] std::vector<Metric> metrics() const override;

private:
    struct Impl;
    explicit ReplayHost(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace glassline
