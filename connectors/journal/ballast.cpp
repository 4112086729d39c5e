#include "connectors/journal/ballast.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace glassline {

Ballast::Ballast(std::string path, std::size_t bytes) : path_(std::move(path)), bytes_(bytes) {
    struct stat found {};
    reserved_ = bytes_ > 0 && ::stat(path_.c_str(), &found) == 0 && static_cast<std::size_t>(found.st_size) >= bytes_;
}

bool Ballast::reserve() {
    if (bytes_ == 0 || reserved_) return true;
    const int file = ::open(path_.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) return false;
    reserved_ = ::posix_fallocate(file, 0, static_cast<off_t>(bytes_)) == 0;
    if (!reserved_ && ::ftruncate(file, 0) != 0) ::unlink(path_.c_str());  // half a reserve helps nobody
    ::close(file);
    return reserved_;
}

bool Ballast::give_back() {
    if (!reserved_) return false;
    reserved_ = false;
    return ::truncate(path_.c_str(), 0) == 0 || ::unlink(path_.c_str()) == 0;
}

}  // namespace glassline
