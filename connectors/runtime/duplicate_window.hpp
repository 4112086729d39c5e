// Which messages were already journalled: the keys of the newest ones, bounded, rebuilt from the journal's tail.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_set>

namespace glassline {

class DuplicateWindow {
public:
    explicit DuplicateWindow(std::size_t bound) : bound_(bound) {}

    [[nodiscard]] bool contains(const std::string& key) const { return keys_.count(key) != 0; }
    /// Remembers the key and forgets the oldest over the bound. A known key stays where it is.
    void add(const std::string& key) {
        if (!keys_.insert(key).second) return;
        order_.push_back(key);
        if (order_.size() <= bound_) return;
        keys_.erase(order_.front());
        order_.pop_front();
    }
    [[nodiscard]] std::size_t size() const { return order_.size(); }

private:
    std::size_t bound_;
    std::unordered_set<std::string> keys_;
    std::deque<std::string> order_;
};

}  // namespace glassline
