// A token bucket a key (a peer's address), on a clock that is handed in. At most max_keys are remembered; the fullest
// (longest quiet) go first.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>

#include "twin/base/time.hpp"

namespace glassline::gateway {

class RateLimit {
public:
    static constexpr std::size_t max_keys = 4'096;

    RateLimit(double burst, double per_second) : burst_(burst), per_second_(per_second) {}

    /// False: too many; nothing is taken then.
    bool allow(const std::string& key, Instant now) {
        if (buckets_.size() >= max_keys && !buckets_.contains(key)) forget(now);
        auto [at, fresh] = buckets_.try_emplace(key, Bucket{burst_, now});
        auto& bucket = at->second;
        if (!fresh) {
            bucket.level = level(bucket, now);
            bucket.at = std::max(bucket.at, now);
        }
        if (bucket.level < 1) return false;
        bucket.level -= 1;
        return true;
    }
    [[nodiscard]] std::size_t keys() const { return buckets_.size(); }

private:
    struct Bucket {
        double level;
        Instant at;
    };
    [[nodiscard]] double level(const Bucket& bucket, Instant now) const {
        const auto gone = std::max(now - bucket.at, Duration{0});
        return std::min(burst_, bucket.level + seconds(gone) * per_second_);
    }
    void forget(Instant now) {
        std::erase_if(buckets_, [&](const auto& entry) { return level(entry.second, now) >= burst_; });
        while (buckets_.size() >= max_keys) {
            auto fullest = std::max_element(buckets_.begin(), buckets_.end(), [&](const auto& a, const auto& b) {
                return level(a.second, now) < level(b.second, now);
            });
            buckets_.erase(fullest);
        }
    }

    double burst_;
    double per_second_;
    std::map<std::string, Bucket> buckets_;
};

}  // namespace glassline::gateway
