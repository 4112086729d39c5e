#include "twin/base/hash.hpp"

namespace glassline {
namespace {

constexpr std::uint64_t multiplier = 0x9e3779b97f4a7c15ULL;

// The finishing step of splitmix64: each input bit reaches each output bit.
constexpr std::uint64_t mix(std::uint64_t v) {
    v = (v ^ (v >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    v = (v ^ (v >> 27U)) * 0x94d049bb133111ebULL;
    return v ^ (v >> 31U);
}

}  // namespace

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
    std::uint64_t state = mix(seed + multiplier * (bytes.size() + 1));
    // Byte by byte, so that the digest is the same on every byte order; compilers make one load of a whole word.
    const auto byte = [&](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])); };
    std::size_t at = 0;
    for (; bytes.size() - at >= 8; at += 8) {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < 8; ++i) word |= byte(at + i) << (8 * i);
        state = mix(state ^ word) * multiplier;
    }
    if (at < bytes.size()) {
        std::uint64_t word = 0;
        for (std::size_t i = 0; at + i < bytes.size(); ++i) word |= byte(at + i) << (8 * i);
        state = mix(state ^ word) * multiplier;
    }
    return mix(state);
}

std::string to_hex(std::uint64_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out(16, '0');
    for (std::size_t i = 16; i-- > 0; value >>= 4U) out[i] = digits[value & 0xfU];
    return out;
}

}  // namespace glassline
