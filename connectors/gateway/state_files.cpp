#include "connectors/gateway/state_files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace glassline::gateway {
namespace {

Error disk_error(const std::string& path) {
    return {path, std::strerror(errno), "check the folder's owner and free space, or choose another with --state"};
}

}  // namespace

Status ensure_folder(const std::string& dir) {
    std::error_code ec;
    if (std::filesystem::is_directory(dir, ec)) return Done{};
    if (!std::filesystem::create_directories(dir, ec) && ec) {
        return Error{dir, "the state folder can't be made: " + ec.message(), "choose another with --state"};
    }
    ::chmod(dir.c_str(), 0700);
    return Done{};
}

Status write_private(const std::string& path, const std::string& bytes) {
    const std::string beside = path + ".new";
    const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return disk_error(beside);
    std::size_t done = 0;
    bool good = ::fchmod(fd, 0600) == 0;
    while (good && done < bytes.size()) {
        const auto n = ::write(fd, bytes.data() + done, bytes.size() - done);
        if (n < 0 && errno == EINTR) continue;
        good = n > 0;
        if (good) done += static_cast<std::size_t>(n);
    }
    good = good && ::fsync(fd) == 0;
    const int reason = errno;
    ::close(fd);
    errno = reason;
    if (!good || ::rename(beside.c_str(), path.c_str()) != 0) return disk_error(path);
    return Done{};
}

Result<std::optional<std::string>> read_small(const std::string& path, std::size_t limit) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        if (errno == ENOENT) return std::optional<std::string>{};
        return disk_error(path);
    }
    std::string out;
    char buffer[4096];
    for (;;) {
        const auto n = ::read(fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            const int reason = errno;
            ::close(fd);
            errno = reason;
            return disk_error(path);
        }
        if (n == 0) break;
        out.append(buffer, static_cast<std::size_t>(n));
        if (out.size() > limit) {
            ::close(fd);
            return Error{path, "is larger than it can be", "move it away and make it anew"};
        }
    }
    ::close(fd);
    return std::optional<std::string>(std::move(out));
}

std::string file_stamp(const std::string& path) {
    struct stat s {};
    if (::stat(path.c_str(), &s) != 0) return {};
    return std::to_string(s.st_ino) + ":" + std::to_string(s.st_size) + ":" + std::to_string(s.st_mtim.tv_sec) + "." +
           std::to_string(s.st_mtim.tv_nsec);
}

FileLock::FileLock(const std::string& path) : fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (fd_ >= 0) ::flock(fd_, LOCK_EX);
}

FileLock::~FileLock() {
    if (fd_ >= 0) ::close(fd_);
}

}  // namespace glassline::gateway
