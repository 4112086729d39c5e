// How the model draws: streams of random numbers that don't disturb each other, and the laws of a duration.
#pragma once

#include <algorithm>
#include <cstdint>

#include "twin/base/rng.hpp"
#include "twin/simulation/tuning.hpp"

namespace glassline {

/// The stream of station `number` in the run of `seed`.
[[nodiscard]] inline Rng station_stream(std::uint64_t seed, std::uint64_t number) {
    return Rng(seed * 0x9e3779b97f4a7c15ULL + (number + 1) * 0xd1b54a32d192ed03ULL);
}

/// A bell of four uniforms out of one random number: mean 0, standard deviation 1, bounded at 3.47.
[[nodiscard]] inline double bell(Rng& rng) {
    const std::uint64_t bits = rng.next();
    const std::uint64_t sum = (bits & 0xffffU) + ((bits >> 16U) & 0xffffU) + ((bits >> 32U) & 0xffffU) + (bits >> 48U);
    return (static_cast<double>(sum) / 65'535.0 - 2.0) * 1.7320508075688772;
}

/// A duration of the mean; `spread` is the standard deviation as a share of it (bell only). Never under half of a
/// bell's mean.
[[nodiscard]] inline double drawn(Law law, double mean, double spread, Rng& rng) {
    switch (law) {
        case Law::constant:
            return mean;
        case Law::bell:
            return std::max(mean * 0.5, mean * (1.0 + spread * bell(rng)));
        case Law::exponential:
            return rng.exponential(mean);
    }
    return mean;
}

[[nodiscard]] inline std::int64_t whole_us(double us) { return static_cast<std::int64_t>(us + 0.5); }

}  // namespace glassline
