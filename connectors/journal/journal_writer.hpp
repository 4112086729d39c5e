// The journal's one writer: appends batches of stamped records, each batch one transaction that is on the disk when
// append() returns (SQLite WAL, synchronous=FULL). One thread uses it; WAL checkpoints run on a thread of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "connectors/runtime/twin_host.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

struct JournalOptions {
    std::string vfs;                        // SQLite VFS; empty: the system's. Tests bring their own
    std::size_t ballast_bytes = 4U << 20U;  // kept beside the file and given back on a full disk; 0: none
    bool lock = true;                       // refuse a second writer of the same file
    bool background_checkpoints = true;     // false: SQLite's automatic ones, on the writer's path
};

class JournalWriter {
public:
    /// Opens or creates. Error: not a journal, a newer format, another writer has it, no space, no right.
    [[nodiscard]] static Result<std::unique_ptr<JournalWriter>> open(const std::string& path,
                                                                     const JournalOptions& options = {});
    ~JournalWriter();
    JournalWriter(const JournalWriter&) = delete;
    JournalWriter& operator=(const JournalWriter&) = delete;

    /// Random, made with the file.
    [[nodiscard]] const std::string& epoch() const;
    /// Of the newest durable record; 0: none.
    [[nodiscard]] std::uint64_t last_sequence() const;

    /// All or nothing, durable on return. The first entry's sequence is last_sequence() + 1 and there are no gaps (our
    /// bug asserts). On an error nothing of the batch is in the journal, and the same call may be made again.
    [[nodiscard]] Status append(const std::vector<JournalEntry>& entries);

    /// Keeps a whole state, so that readers need not fold from the beginning.
    [[nodiscard]] Status write_checkpoint(const TwinState& state, Instant newest_occurred_at);

private:
    struct Impl;
    explicit JournalWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace glassline
