// A file that only takes space: given back when the disk is full, so that the journal can be closed, opened and read.
#pragma once

#include <cstddef>
#include <string>

namespace glassline {

class Ballast {
public:
    Ballast(std::string path, std::size_t bytes);
    /// Reserves the space if it is not yet; false when the disk has none to give.
    bool reserve();
    /// True when there was space to give back.
    bool give_back();
    [[nodiscard]] bool reserved() const { return reserved_; }

private:
    std::string path_;
    std::size_t bytes_;
    bool reserved_ = false;
};

}  // namespace glassline
