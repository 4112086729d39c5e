// Small secret files in the state folder: written whole or not at all, readable by the owner alone.
#pragma once

#include <optional>
#include <string>

#include "twin/base/result.hpp"

namespace glassline::gateway {

/// Creates the folder (0700) when it is missing.
[[nodiscard]] Status ensure_folder(const std::string& dir);
/// Writes beside the file, syncs and renames over it; mode 0600.
[[nodiscard]] Status write_private(const std::string& path, const std::string& bytes);
/// Nothing: there is no such file. Error: it can't be read, or is over `limit` bytes.
[[nodiscard]] Result<std::optional<std::string>> read_small(const std::string& path, std::size_t limit);
/// Changes whenever the file does; empty when there is none.
[[nodiscard]] std::string file_stamp(const std::string& path);

/// Holds an exclusive lock on a file for as long as it lives, against other processes.
class FileLock {
public:
    explicit FileLock(const std::string& path);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int fd_ = -1;
};

}  // namespace glassline::gateway
