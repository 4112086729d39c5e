// The one writer of a server: takes deliveries from all sources, stamps, appends them in batches, tells their senders,
// folds and publishes. A TwinHost for the gateway and an Ingest for the sources.
//
// Use: open() recalls the newest state from the journal; start() begins to write; stop() drains what was taken and
// ends. Deliveries may be submitted from any thread between the two.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "connectors/journal/journal_writer.hpp"
#include "connectors/runtime/clock.hpp"
#include "connectors/runtime/twin_host.hpp"
#include "twin/line/line_description.hpp"

namespace glassline {

inline constexpr std::size_t max_batch_deliveries = 4'096;      // of one transaction
inline constexpr std::size_t max_duplicate_keys = 200'000;      // remembered, in memory
inline constexpr std::size_t max_unpublished_records = 65'536;  // then readers are told at once
inline constexpr std::size_t max_publications_per_s = 60;

struct WriterOptions {
    std::string journal_path;
    JournalOptions journal;
    Duration tick = std::chrono::seconds(1);      // between two TimePassed; zero: none (tests)
    std::size_t checkpoint_interval = 10'000;     // records between two stored states
    std::function<void(const std::string&)> log;  // one line; called on the writer's thread; may be empty
};

class Writer final : public TwinHost, public Ingest {
public:
    /// `clock` outlives the writer.
    [[nodiscard]] static Result<std::unique_ptr<Writer>> open(WriterOptions options, const Clock& clock);
    ~Writer() override;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void start();
    /// Takes no more, makes durable what was taken, stores the state, ends the thread. May be called twice.
    void stop();

    /// Journals each line whose description differs from the one that the twin has. Call it between open and start.
    void describe(const std::vector<LineDescription>& lines);

    bool submit(Delivery delivery) override;

    [[nodiscard]] SnapshotPtr snapshot() const override;
    [[nodiscard]] Ingest& ingest() override { return *this; }
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] std::string epoch() const override;
    [[nodiscard]] Result<std::vector<JournalEntry>> read(std::uint64_t from, std::size_t limit) const override;
    std::uint64_t subscribe(std::function<void(const PublishedBatch&)> listener) override;
    void unsubscribe(std::uint64_t key) override;
    [[nodiscard]] std::vector<std::string> troubles() const override;
    [[nodiscard]] std::vector<Metric> metrics() const override;

private:
    struct Impl;
    explicit Writer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace glassline
