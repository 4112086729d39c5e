// A disk in memory with a SQLite VFS of its own that loses what was not synced when the power is cut: each such write
// is kept, dropped or torn, in any order; files never synced may vanish, files deleted may be back. It can also be
// full, and can fail writes and syncs. Everything follows from the seed.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "twin/base/rng.hpp"

namespace glassline::test {

class FaultyDisk {
public:
    explicit FaultyDisk(std::uint64_t seed);
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    /// The VFS's name, for sqlite3_open_v2.
    [[nodiscard]] const std::string& vfs() const { return name_; }

    /// Cuts the power at the n-th write, sync, truncation or deletion from now on; everything fails from then on.
    void cut_after(std::uint64_t operations);
    void cut();
    [[nodiscard]] bool is_off() const;
    /// After a cut: what was lost is lost, handles of before are dead, files can be opened again.
    void power_on();

    void set_capacity(std::size_t bytes);  // of all files together; writes beyond it fail with "full"
    /// Each write fails half done, each sync fails and forgets what it should have kept, with these probabilities.
    void set_failures(double of_writes, double of_syncs);

    // What the counters say of the run: a test that never hit anything proves nothing.
    struct Counts {
        std::uint64_t dropped = 0;
        std::uint64_t torn = 0;
        std::uint64_t kept = 0;
        std::uint64_t vanished = 0;
        std::uint64_t resurrected = 0;
        std::uint64_t full = 0;
        std::uint64_t failed_writes = 0;
        std::uint64_t failed_syncs = 0;
    };
    [[nodiscard]] Counts counts() const;

    // ---- for the VFS (faulty_vfs.cpp); all under `mutex` ----
    struct Write {
        std::size_t offset = 0;
        std::string bytes;
        bool truncate = false;  // to `offset`
    };
    static constexpr std::size_t shm_slots = 8;
    struct File {
        std::string now;
        std::string durable;
        std::vector<Write> unsynced;
        bool durable_entry = false;  // the folder knows it for good
        int shared = 0;              // locks
        const void* reserved = nullptr;
        const void* exclusive = nullptr;
        std::vector<std::unique_ptr<char[]>> shm;
        std::array<int, shm_slots> shm_shared{};
        std::array<const void*, shm_slots> shm_exclusive{};
    };
    mutable std::mutex mutex;
    std::uint64_t generation = 1;

    std::shared_ptr<File> open(const std::string& path, bool create);
    [[nodiscard]] bool exists(const std::string& path) const { return files_.count(path) != 0; }
    // SQLite result codes.
    int write(File& file, std::size_t offset, const char* bytes, std::size_t size);
    int truncate(File& file, std::size_t size);
    int sync(File& file, bool folder);
    int remove(const std::string& path, bool folder);
    [[nodiscard]] bool off() const { return off_; }

private:
    bool spend();  // one operation; false: the power is off
    void lose(File& file);
    void cut_locked();

    std::string name_;
    void* vfs_ = nullptr;
    Rng rng_;
    std::map<std::string, std::shared_ptr<File>> files_;
    std::map<std::string, std::shared_ptr<File>> deleted_;  // not yet for good
    bool off_ = false;
    std::uint64_t left_ = ~0ULL;
    std::size_t capacity_ = ~std::size_t{0};
    double write_failures_ = 0;
    double sync_failures_ = 0;
    Counts counts_;
};

}  // namespace glassline::test
