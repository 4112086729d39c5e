// Operators as a shared resource: jobs wait for one of them, the urgent first, then in the order of asking.
#pragma once

#include <cstdint>
#include <vector>

namespace glassline {

/// In the order of urgency.
enum class JobKind : std::uint8_t {
    repair,  // of a machine that stands
    verify,  // calls of an inspection machine
    splice,  // a new reel on one that runs low
    rework,  // of a panel at the bench
};

struct Job {
    JobKind kind = JobKind::repair;
    std::uint16_t station = 0;
    std::uint32_t panel = 0;
    std::int64_t takes = 0;  // us, once somebody is there
};

class Crew {
public:
    /// `count` 0: always somebody at hand.
    void start(std::uint32_t count);
    void ask(const Job& job);
    /// The job that somebody goes to next, as a number for job(); false when nobody is free or nothing is asked for.
    bool assign(std::uint32_t& number);
    void done(std::uint32_t number);
    [[nodiscard]] const Job& job(std::uint32_t number) const { return jobs_[number]; }
    /// Operators that are away, and whether all of them pause.
    void set_away(std::uint32_t away) { away_ = away; }
    void set_paused(bool paused) { paused_ = paused; }
    [[nodiscard]] std::uint32_t busy() const { return busy_; }
    [[nodiscard]] std::uint32_t count() const { return count_; }

private:
    std::vector<Job> jobs_;
    std::vector<std::uint32_t> unused_;   // numbers of jobs that are done
    std::vector<std::uint32_t> waiting_;  // numbers, in the order of asking
    std::uint32_t count_ = 0;
    std::uint32_t away_ = 0;
    std::uint32_t busy_ = 0;
    bool paused_ = false;
};

}  // namespace glassline
