#include "tests/support/faulty_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace glassline::test {

namespace {

void do_write(std::string& to, const FaultyDisk::Write& write) {
    if (write.truncate) {
        if (write.offset < to.size()) to.resize(write.offset);
        return;
    }
    if (to.size() < write.offset + write.bytes.size()) to.resize(write.offset + write.bytes.size());
    to.replace(write.offset, write.bytes.size(), write.bytes);
}

}  // namespace

void FaultyDisk::cut_after(std::uint64_t operations) {
    const std::lock_guard guard(mutex);
    left_ = operations;
}

void FaultyDisk::cut() {
    const std::lock_guard guard(mutex);
    cut_locked();
}

bool FaultyDisk::is_off() const {
    const std::lock_guard guard(mutex);
    return off_;
}

FaultyDisk::Counts FaultyDisk::counts() const {
    const std::lock_guard guard(mutex);
    return counts_;
}

void FaultyDisk::power_on() {
    const std::lock_guard guard(mutex);
    if (!off_) cut_locked();
    off_ = false;
    left_ = ~0ULL;
}

void FaultyDisk::set_capacity(std::size_t bytes) {
    const std::lock_guard guard(mutex);
    capacity_ = bytes;
}

void FaultyDisk::set_failures(double of_writes, double of_syncs) {
    const std::lock_guard guard(mutex);
    write_failures_ = of_writes;
    sync_failures_ = of_syncs;
}

bool FaultyDisk::spend() {
    if (off_) return false;
    if (left_ != ~0ULL && left_-- == 0) {
        cut_locked();
        return false;
    }
    return true;
}

void FaultyDisk::cut_locked() {
    off_ = true;
    ++generation;
    for (auto& [path, file] : deleted_) {
        if (files_.count(path) != 0 || !rng_.chance(0.5)) continue;
        ++counts_.resurrected;
        files_[path] = file;
    }
    deleted_.clear();
    std::map<std::string, std::shared_ptr<File>> left;
    for (auto& [path, file] : files_) {
        if (!file->durable_entry && rng_.chance(0.5)) {
            ++counts_.vanished;
            continue;
        }
        // A fresh object: handles of before keep the old one and can harm nothing.
        auto survivor = std::make_shared<File>();
        survivor->durable = std::move(file->durable);
        survivor->unsynced = std::move(file->unsynced);
        survivor->durable_entry = true;
        lose(*survivor);
        left[path] = std::move(survivor);
    }
    files_ = std::move(left);
}

void FaultyDisk::lose(File& file) {
    auto& writes = file.unsynced;
    for (std::size_t i = writes.size(); i > 1; --i) std::swap(writes[i - 1], writes[rng_.below(i)]);
    const double keep = rng_.uniform();  // some cuts lose nearly all, some nearly nothing
    for (auto& write : writes) {
        if (!rng_.chance(keep)) {
            ++counts_.dropped;
            continue;
        }
        constexpr std::size_t sector = 512;
        if (!write.truncate && write.bytes.size() > sector && rng_.chance(0.3)) {
            ++counts_.torn;
            write.bytes.resize(sector * (1 + rng_.below(write.bytes.size() / sector)));
        } else {
            ++counts_.kept;
        }
        do_write(file.durable, write);
    }
    writes.clear();
    file.now = file.durable;
}

std::shared_ptr<FaultyDisk::File> FaultyDisk::open(const std::string& path, bool create) {
    if (off_) return nullptr;
    const auto found = files_.find(path);
    if (found != files_.end()) return found->second;
    if (!create) return nullptr;
    deleted_.erase(path);
    return files_[path] = std::make_shared<File>();
}

int FaultyDisk::write(File& file, std::size_t offset, const char* bytes, std::size_t size) {
    if (!spend()) return SQLITE_IOERR_WRITE;
    if (offset + size > file.now.size()) {
        std::size_t total = offset + size - file.now.size();
        for (const auto& [path, other] : files_) total += other->now.size();
        if (total > capacity_) {
            ++counts_.full;
            return SQLITE_FULL;
        }
    }
    const bool fails = rng_.chance(write_failures_);
    if (fails) {
        ++counts_.failed_writes;
        size = rng_.below(size + 1);
    }
    Write done{offset, std::string(bytes, size), false};
    do_write(file.now, done);
    file.unsynced.push_back(std::move(done));
    return fails ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int FaultyDisk::truncate(File& file, std::size_t size) {
    if (!spend()) return SQLITE_IOERR_TRUNCATE;
    const Write done{size, "", true};
    do_write(file.now, done);
    file.unsynced.push_back(done);
    return SQLITE_OK;
}

int FaultyDisk::sync(File& file, bool folder) {
    if (!spend()) return SQLITE_IOERR_FSYNC;
    if (rng_.chance(sync_failures_)) {
        // As Linux does: the error is told once, what was not written is forgotten as if it had been.
        ++counts_.failed_syncs;
        file.unsynced.clear();
        return SQLITE_IOERR_FSYNC;
    }
    for (const auto& write : file.unsynced) do_write(file.durable, write);
    file.unsynced.clear();
    if (folder) {
        for (auto& [path, other] : files_) other->durable_entry = true;
        deleted_.clear();
    }
    return SQLITE_OK;
}

int FaultyDisk::remove(const std::string& path, bool folder) {
    if (!spend()) return SQLITE_IOERR_DELETE;
    const auto found = files_.find(path);
    if (found == files_.end()) return SQLITE_IOERR_DELETE_NOENT;
    if (!folder) deleted_[path] = found->second;
    files_.erase(found);
    return SQLITE_OK;
}

}  // namespace glassline::test
