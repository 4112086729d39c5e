// SQLite's side of FaultyDisk: files, locks and shared memory for WAL between the connections of this process.
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>

#include "tests/support/faulty_disk.hpp"

namespace glassline::test {

namespace {

struct Handle {
    sqlite3_file base;
    FaultyDisk* disk;
    std::shared_ptr<FaultyDisk::File> file;
    std::string path;
    std::uint64_t generation;
    bool folder_known;  // a sync of this handle also syncs its folder entry (new WAL files, as SQLite's own VFS does)
    bool delete_on_close;
    int level;
    unsigned shm_shared;
    unsigned shm_exclusive;
};

Handle& of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
FaultyDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }
sqlite3_vfs* system_vfs() { return sqlite3_vfs_find(nullptr); }

bool dead(const Handle& handle) { return handle.disk->off() || handle.generation != handle.disk->generation; }

void release_shm(Handle& handle) {
    for (std::size_t slot = 0; slot < FaultyDisk::shm_slots; ++slot) {
        const unsigned bit = 1U << slot;
        if ((handle.shm_shared & bit) != 0) --handle.file->shm_shared[slot];
        if ((handle.shm_exclusive & bit) != 0) handle.file->shm_exclusive[slot] = nullptr;
    }
    handle.shm_shared = 0;
    handle.shm_exclusive = 0;
}

void unlock_to(Handle& handle, int level) {
    auto& file = *handle.file;
    if (handle.level > SQLITE_LOCK_SHARED) {
        if (file.exclusive == &handle) file.exclusive = nullptr;
        if (file.reserved == &handle) file.reserved = nullptr;
    }
    if (level == SQLITE_LOCK_NONE && handle.level >= SQLITE_LOCK_SHARED) --file.shared;
    handle.level = level;
}

int x_close(sqlite3_file* file) {
    auto& handle = of(file);
    FaultyDisk& disk = *handle.disk;
    const std::lock_guard guard(disk.mutex);
    release_shm(handle);
    if (handle.level > SQLITE_LOCK_NONE) unlock_to(handle, SQLITE_LOCK_NONE);
    if (handle.delete_on_close && !dead(handle)) disk.remove(handle.path, true);
    handle.file.reset();
    handle.path.~basic_string();
    handle.file.~shared_ptr();
    return SQLITE_OK;
}

int x_read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    if (dead(handle)) return SQLITE_IOERR_READ;
    const auto& bytes = handle.file->now;
    const auto at = static_cast<std::size_t>(offset);
    const auto wanted = static_cast<std::size_t>(size);
    const auto there = at < bytes.size() ? std::min(wanted, bytes.size() - at) : 0;
    if (there > 0) std::memcpy(to, bytes.data() + at, there);
    std::memset(static_cast<char*>(to) + there, 0, wanted - there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int x_write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    if (dead(handle)) return SQLITE_IOERR_WRITE;
    return handle.disk->write(*handle.file, static_cast<std::size_t>(offset), static_cast<const char*>(from),
                              static_cast<std::size_t>(size));
}

int x_truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    return dead(handle) ? SQLITE_IOERR_TRUNCATE : handle.disk->truncate(*handle.file, static_cast<std::size_t>(size));
}

int x_sync(sqlite3_file* file, int) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    if (dead(handle)) return SQLITE_IOERR_FSYNC;
    const int code = handle.disk->sync(*handle.file, handle.folder_known);
    if (code == SQLITE_OK) handle.folder_known = false;
    return code;
}

int x_size(sqlite3_file* file, sqlite3_int64* size) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    if (dead(handle)) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(handle.file->now.size());
    return SQLITE_OK;
}

int x_lock(sqlite3_file* file, int level) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    if (dead(handle)) return SQLITE_IOERR_LOCK;
    if (handle.level >= level) return SQLITE_OK;
    auto& locks = *handle.file;
    const auto others = [&](const void* holder) { return holder != nullptr && holder != &handle; };
    if (level == SQLITE_LOCK_SHARED) {
        if (others(locks.exclusive)) return SQLITE_BUSY;
        ++locks.shared;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (others(locks.reserved) || others(locks.exclusive)) return SQLITE_BUSY;
        locks.reserved = &handle;
    } else {
        if (others(locks.reserved) || others(locks.exclusive) || locks.shared > 1) return SQLITE_BUSY;
        locks.exclusive = &handle;
    }
    handle.level = level;
    return SQLITE_OK;
}

int x_unlock(sqlite3_file* file, int level) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    if (handle.level > level) unlock_to(handle, level);
    return SQLITE_OK;
}

int x_reserved(sqlite3_file* file, int* yes) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    *yes = handle.file->reserved != nullptr || handle.file->exclusive != nullptr ? 1 : 0;
    return SQLITE_OK;
}

int x_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int x_sector(sqlite3_file*) { return 512; }
int x_traits(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int x_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    *out = nullptr;
    if (dead(handle)) return SQLITE_IOERR_SHMMAP;
    auto& pages = handle.file->shm;
    const auto wanted = static_cast<std::size_t>(page);
    if (wanted >= pages.size() && extend == 0) return SQLITE_OK;
    while (pages.size() <= wanted) pages.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    *out = pages[wanted].get();
    return SQLITE_OK;
}

int x_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    auto& locks = *handle.file;
    const auto first = static_cast<std::size_t>(offset);
    const auto last = first + static_cast<std::size_t>(count);
    const bool shared = (flags & SQLITE_SHM_SHARED) != 0;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        for (auto slot = first; slot < last; ++slot) {
            const unsigned bit = 1U << slot;
            if ((handle.shm_shared & bit) != 0) --locks.shm_shared[slot];
            if ((handle.shm_exclusive & bit) != 0) locks.shm_exclusive[slot] = nullptr;
            handle.shm_shared &= ~bit;
            handle.shm_exclusive &= ~bit;
        }
        return SQLITE_OK;
    }
    if (dead(handle)) return SQLITE_IOERR_SHMLOCK;
    for (auto slot = first; slot < last; ++slot) {
        const int own = (handle.shm_shared & (1U << slot)) != 0 ? 1 : 0;
        if (locks.shm_exclusive[slot] != nullptr && locks.shm_exclusive[slot] != &handle) return SQLITE_BUSY;
        if (!shared && locks.shm_shared[slot] > own) return SQLITE_BUSY;
    }
    for (auto slot = first; slot < last; ++slot) {
        const unsigned bit = 1U << slot;
        if (shared) {
            if ((handle.shm_shared & bit) == 0) ++locks.shm_shared[slot];
            handle.shm_shared |= bit;
        } else {
            locks.shm_exclusive[slot] = &handle;
            handle.shm_exclusive |= bit;
        }
    }
    return SQLITE_OK;
}

void x_shm_barrier(sqlite3_file* file) { const std::lock_guard guard(of(file).disk->mutex); }

int x_shm_unmap(sqlite3_file* file, int) {
    auto& handle = of(file);
    const std::lock_guard guard(handle.disk->mutex);
    release_shm(handle);
    return SQLITE_OK;
}

const sqlite3_io_methods methods{2,          x_close,       x_read,      x_write,   x_truncate, x_sync,   x_size,
                                 x_lock,     x_unlock,      x_reserved,  x_control, x_sector,   x_traits, x_shm_map,
                                 x_shm_lock, x_shm_barrier, x_shm_unmap, nullptr,   nullptr};

int v_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    auto& disk = disk_of(vfs);
    const std::lock_guard guard(disk.mutex);
    auto* handle = new (file) Handle{};
    handle->base.pMethods = nullptr;
    static std::atomic<int> unnamed{0};
    handle->path = name != nullptr ? name : "unnamed-" + std::to_string(++unnamed);
    handle->folder_known = !disk.exists(handle->path);
    handle->file = disk.open(handle->path, (flags & SQLITE_OPEN_CREATE) != 0);
    if (!handle->file) {
        handle->path.~basic_string();
        handle->file.~shared_ptr();
        return SQLITE_CANTOPEN;
    }
    handle->disk = &disk;
    handle->generation = disk.generation;
    handle->delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    handle->base.pMethods = &methods;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int v_delete(sqlite3_vfs* vfs, const char* name, int folder) {
    auto& disk = disk_of(vfs);
    const std::lock_guard guard(disk.mutex);
    return disk.remove(name, folder != 0);
}

int v_access(sqlite3_vfs* vfs, const char* name, int, int* yes) {
    auto& disk = disk_of(vfs);
    const std::lock_guard guard(disk.mutex);
    if (disk.off()) return SQLITE_IOERR_ACCESS;
    *yes = disk.exists(name) ? 1 : 0;
    return SQLITE_OK;
}

int v_full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}
int v_random(sqlite3_vfs*, int size, char* out) { return system_vfs()->xRandomness(system_vfs(), size, out); }
int v_sleep(sqlite3_vfs*, int us) { return system_vfs()->xSleep(system_vfs(), us); }
int v_time(sqlite3_vfs*, double* out) { return system_vfs()->xCurrentTime(system_vfs(), out); }
int v_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

FaultyDisk::FaultyDisk(std::uint64_t seed) : rng_(seed) {
    static std::atomic<int> disks{0};
    name_ = "faulty-" + std::to_string(++disks);
    auto* vfs = new sqlite3_vfs{};
    vfs->iVersion = 1;
    vfs->szOsFile = sizeof(Handle);
    vfs->mxPathname = 512;
    vfs->zName = name_.c_str();
    vfs->pAppData = this;
    vfs->xOpen = v_open;
    vfs->xDelete = v_delete;
    vfs->xAccess = v_access;
    vfs->xFullPathname = v_full_path;
    vfs->xRandomness = v_random;
    vfs->xSleep = v_sleep;
    vfs->xCurrentTime = v_time;
    vfs->xGetLastError = v_error;
    sqlite3_vfs_register(vfs, 0);
    vfs_ = vfs;
}

FaultyDisk::~FaultyDisk() {
    auto* vfs = static_cast<sqlite3_vfs*>(vfs_);
    sqlite3_vfs_unregister(vfs);
    delete vfs;
}

}  // namespace glassline::test
