// Writes foreign recordings into a journal with the times at which they were received then: what a Writer does with
// live deliveries, without clock and thread. Time between messages passes by TimePassed records, too.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "connectors/journal/journal_writer.hpp"
#include "connectors/runtime/ingest.hpp"

namespace glassline {

struct RecorderCounts {
    std::uint64_t messages = 0;
    std::uint64_t records = 0;
    std::uint64_t duplicates = 0;
};

class Recorder {
public:
    /// Opens or creates the journal and recalls its newest state.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> open(const std::string& journal_path);
    ~Recorder();

    [[nodiscard]] const TwinState& state() const;
    /// Journals one delivery as received at `received_at`, or at the newest time in the journal when that is later: its
    /// order of receipt never turns back. `done` of the delivery is not called.
    [[nodiscard]] Status add(Delivery delivery, Instant received_at);
    /// Makes everything durable and stores the state.
    [[nodiscard]] Result<RecorderCounts> finish();

private:
    struct Impl;
    explicit Recorder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace glassline
