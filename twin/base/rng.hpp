// A seeded random number generator (xoshiro256**, seeded by splitmix64; Blackman and Vigna 2018). Same seed, same
// numbers, on every machine: the standard library's distributions don't promise that, so the few needed are here.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

namespace glassline {

class Rng {
public:
    explicit Rng(std::uint64_t seed) {
        for (auto& word : state_) {
            seed += 0x9e3779b97f4a7c15ULL;
            std::uint64_t z = seed;
            z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
            z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
            word = z ^ (z >> 31U);
        }
    }

    std::uint64_t next() {
        const std::uint64_t result = rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t t = state_[1] << 17U;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = rotl(state_[3], 45);
        return result;
    }

    /// In [0, 1).
    double uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// In [0, count); count > 0. The bias is under 2^-32 for the counts used here.
    std::uint64_t below(std::uint64_t count) { return next() % count; }
    bool chance(double probability) { return uniform() < probability; }
    double exponential(double mean) { return -mean * std::log(1.0 - uniform()); }
    double normal(double mean, double deviation) {
        const double u = 1.0 - uniform();
        const double v = uniform();
        return mean + deviation * std::sqrt(-2.0 * std::log(u)) * std::cos(6.283185307179586 * v);
    }

private:
    static constexpr std::uint64_t rotl(std::uint64_t v, unsigned k) { return (v << k) | (v >> (64U - k)); }
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace glassline
