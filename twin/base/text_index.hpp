// A hash table from text, for the large indices of a state that are looked into with each event: one hash instead of a
// dozen comparisons. Nothing depends on its order; written out it is sorted, byte for byte as a std::map would be.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "twin/base/hash.hpp"

namespace glassline {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return static_cast<std::size_t>(hash64(text)); }
};

template <class T>
using TextIndex = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

/// Its entries in the order of their keys, for all that is written or shown.
template <class T>
[[nodiscard]] std::vector<const std::pair<const std::string, T>*> sorted(const TextIndex<T>& index) {
    std::vector<const std::pair<const std::string, T>*> entries;
    entries.reserve(index.size());
    for (const auto& entry : index) entries.push_back(&entry);
    std::sort(entries.begin(), entries.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    return entries;
}

/// Two parts side by side as a key to look up with; only a long one takes memory from the heap.
class JoinedKey {
public:
    JoinedKey(std::string_view first, std::string_view second) : size_(first.size() + second.size()) {
        if (size_ <= short_.size()) {
            std::copy(second.begin(), second.end(), std::copy(first.begin(), first.end(), short_.begin()));
        } else {
            long_.reserve(size_);
            long_.append(first).append(second);
        }
    }
    [[nodiscard]] std::string_view view() const {
        return size_ <= short_.size() ? std::string_view(short_.data(), size_) : std::string_view(long_);
    }

private:
    std::size_t size_;
    std::array<char, 80> short_;  // a GUID with a station's name before it
    std::string long_;
};

}  // namespace glassline
