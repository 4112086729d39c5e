// Reads a journal, also while its writer appends. A reader is a connection of its own; one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/runtime/twin_host.hpp"
#include "twin/twin_state.hpp"

namespace glassline {

struct JournalInfo {
    std::string epoch;
    std::uint64_t first = 0;  // 0: empty
    std::uint64_t last = 0;
    Instant first_received_at{};
    Instant last_received_at{};
};

struct StoredState {
    TwinState state;
    Instant newest_occurred_at{};  // of all records up to state.sequence
};

class JournalReader {
public:
    [[nodiscard]] static Result<std::unique_ptr<JournalReader>> open(const std::string& path,
                                                                     const std::string& vfs = "");
    ~JournalReader();
    JournalReader(const JournalReader&) = delete;
    JournalReader& operator=(const JournalReader&) = delete;

    [[nodiscard]] Result<JournalInfo> info() const;

    /// At most `limit` entries from sequence `from` on.
    [[nodiscard]] Result<std::vector<JournalEntry>> read(std::uint64_t from, std::size_t limit) const;

    /// Hands every entry of first <= sequence <= last to `take` until it says false. Without `raw` the messages stay
    /// packed away and `raw` of the entries is empty.
    [[nodiscard]] Status each(std::uint64_t first, std::uint64_t last, bool raw,
                              const std::function<bool(JournalEntry&&)>& take) const;

    /// The first sequence received at or after `t`; last + 1 when there is none.
    [[nodiscard]] Result<std::uint64_t> first_received_from(Instant t) const;

    /// The newest stored state of at most `sequence`.
    [[nodiscard]] Result<std::optional<StoredState>> stored_state(std::uint64_t sequence) const;
    /// The newest stored state none of whose records occurred or came after `t`.
    [[nodiscard]] Result<std::optional<StoredState>> stored_state_by(Instant t) const;
    [[nodiscard]] Result<std::vector<std::uint64_t>> stored_sequences() const;

    /// Duplicate keys of the last `records` records, oldest first.
    [[nodiscard]] Result<std::vector<std::string>> tail_keys(std::size_t records) const;

private:
    struct Impl;
    explicit JournalReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace glassline
