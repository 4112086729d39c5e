#include "twin/base/hash.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace glassline {
namespace {

constexpr std::uint64_t multiplier = 0x9e3779b97f4a7c15ULL;

// The finishing step of splitmix64: each input bit reaches each output bit.
constexpr std::uint64_t mix(std::uint64_t v) {
    v = (v ^ (v >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    v = (v ^ (v >> 27U)) * 0x94d049bb133111ebULL;
    return v ^ (v >> 31U);
}

// Eight bytes, the first one lowest: the digest is the same on every byte order.
std::uint64_t word_of(const char* bytes) {
    std::uint64_t word = 0;
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(&word, bytes, sizeof word);
    } else {
        for (unsigned i = 0; i < 8; ++i) {
            word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
        }
    }
    return word;
}

}  // namespace

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
    std::uint64_t state = mix(seed + multiplier * (bytes.size() + 1));
    std::size_t at = 0;
    for (; bytes.size() - at >= 8; at += 8) state = mix(state ^ word_of(bytes.data() + at)) * multiplier;
    if (at < bytes.size()) {
        std::array<char, 8> rest{};
        std::memcpy(rest.data(), bytes.data() + at, bytes.size() - at);
        state = mix(state ^ word_of(rest.data())) * multiplier;
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
