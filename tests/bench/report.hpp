// One figure beside its limit, as text or JSON. Each benchmark program makes a Report, adds figures and returns done().
//
//     bench_NAME [--json] [--smoke]      --smoke: the shortest run that still does everything, for ctest
#pragma once

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

namespace glassline::bench {

enum class Limit { none, at_most, at_least };

struct Figure {
    std::string what;
    double value = 0;
    std::string unit;  // "x simdjson DOM", "M events/s"
    Limit limit = Limit::none;
    double mark = 0;
    [[nodiscard]] bool met() const {
        return limit == Limit::none || (limit == Limit::at_most ? value <= mark : value >= mark);
    }
};

class Report {
public:
    Report(int argc, char** argv);
    [[nodiscard]] bool smoke() const { return smoke_; }
    /// `full` in a real run, `least` in a smoke run.
    [[nodiscard]] int rounds(int full, int least) const { return smoke_ ? least : full; }
    void add(Figure figure);
    /// Prints the JSON form if it was asked for. The exit status: a missed mark is no failure, it is shown.
    [[nodiscard]] int done() const;

private:
    bool json_ = false;
    bool smoke_ = false;
    std::vector<Figure> figures_;
};

/// CPU time of the calling thread in seconds: does not count what other programs take.
[[nodiscard]] inline double thread_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}
/// Monotonic seconds.
[[nodiscard]] inline double wall_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The shortest CPU time of `rounds` runs, in seconds: what disturbs only adds.
template <class F>
[[nodiscard]] double best_seconds(int rounds, F&& run) {
    double best = 1e30;
    for (int i = 0; i < rounds; ++i) {
        const double began = thread_seconds();
        run();
        best = std::min(best, thread_seconds() - began);
    }
    return best;
}

/// The value below which the share `p` of the samples lies. Sorts them.
[[nodiscard]] inline double percentile(std::vector<double>& samples, double p) {
    if (samples.empty()) return 0;
    std::sort(samples.begin(), samples.end());
    return samples[std::min(samples.size() - 1, static_cast<std::size_t>(p * static_cast<double>(samples.size())))];
}

/// Keeps the compiler from dropping a result that nobody reads.
template <class T>
inline void keep(const T& value) {
    asm volatile("" : : "r,m"(value) : "memory");
}

}  // namespace glassline::bench
