// What the window asks of a running server beside its feed: acknowledging an alarm, messages with what the machines
// really said, the whole journal to replay. One thread works the asks off; the frame loop only looks for answers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/runtime/twin_host.hpp"
#include "twin/base/ids.hpp"
#include "twin/base/result.hpp"

namespace glassline::feed {

inline constexpr std::uint64_t journal_page = 1'000;  // records an answer, the server's own bound
inline constexpr std::uint64_t max_served_records =
    200'000;                                          // replayed from a server; a longer journal is opened itself
inline constexpr std::uint64_t recent_records = 400;  // looked through for a station's messages

class OperatorClient {
public:
    OperatorClient(std::string url, std::string token);
    ~OperatorClient();

    void acknowledge(const AlarmId& alarm);
    /// The newest records up to `newest`; an ask that was not begun yet is replaced.
    void ask_recent(std::uint64_t newest);
    /// All records up to `newest`, to replay them.
    void ask_recording(std::uint64_t newest);

    struct Answers {
        std::optional<std::string> sentence;  // what went wrong, or that it went well
        std::shared_ptr<const std::vector<JournalEntry>> recent;
        std::optional<std::vector<JournalEntry>> recording;
        double loaded = -1;  // 0 to 1 while a recording comes in; -1: none does
    };
    /// What came since the last call.
    [[nodiscard]] Answers take();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace glassline::feed
