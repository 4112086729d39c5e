// What the gateway (and anything else that serves the twin) sees of the runtime: the newest snapshot, the journal, the
// way in, the plant clock.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "connectors/runtime/ingest.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

/// A journal row: the record and, with the first event of a message, what the machine said.
struct JournalEntry {
    EventRecord record;
    RawMessage raw;
    std::string duplicate_key;  // of the message, with its first event; empty: none
    bool operator==(const JournalEntry&) const = default;
};

/// One number of the process for GET /metrics: `name` is Prometheus's, without a prefix.
struct Metric {
    std::string name;
    std::string help;
    bool counter = true;  // false: a gauge
    double value = 0;
};

/// What the writer publishes after each batch (at most 60 a second).
struct PublishedBatch {
    SnapshotPtr snapshot;
    std::shared_ptr<const std::vector<EventRecord>> records;  // those since the last publication, in order
};

class TwinHost {
public:
    virtual ~TwinHost() = default;
    [[nodiscard]] virtual SnapshotPtr snapshot() const = 0;
    [[nodiscard]] virtual Ingest& ingest() = 0;
    /// Plant time now: the only clock of a server; virtual in tests and replays.
    [[nodiscard]] virtual Instant now() const = 0;
    /// Names this journal: a client that resumes with another epoch gets a snapshot.
    [[nodiscard]] virtual std::string epoch() const = 0;
    /// At most `limit` entries from sequence `from` on.
    [[nodiscard]] virtual Result<std::vector<JournalEntry>> read(std::uint64_t from, std::size_t limit) const = 0;
    /// `listener` is called on the writer's thread and must only hand over. Returns the key for unsubscribe().
    virtual std::uint64_t subscribe(std::function<void(const PublishedBatch&)> listener) = 0;
    virtual void unsubscribe(std::uint64_t key) = 0;
    /// What ails the process now, a sentence each; empty: it is well.
    [[nodiscard]] virtual std::vector<std::string> troubles() const { return {}; }
    /// What the host counts of itself.
    [[nodiscard]] virtual std::vector<Metric> metrics() const { return {}; }
};

}  // namespace glassline
