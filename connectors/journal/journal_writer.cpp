#include "connectors/journal/journal_writer.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <utility>

#include "connectors/journal/ballast.hpp"
#include "connectors/journal/compressed.hpp"
#include "connectors/journal/journal_format.hpp"
#include "connectors/journal/sqlite.hpp"
#include "twin/base/binary.hpp"
#include "twin/base/hash.hpp"

namespace glassline {

using sqlite::Database;
using sqlite::Statement;

namespace {

constexpr int pages_before_checkpoint = 1'000;  // 4 MiB of WAL: SQLite's own measure
constexpr int pages_before_waiting = 32'000;    // 128 MiB: readers hold it up; now the writer waits for them

std::string random_epoch() {
    std::random_device entropy;
    const auto high = static_cast<std::uint64_t>(entropy()) << 32U;
    return to_hex(high | entropy());
}

Result<int> take_lock(const std::string& path) {
    const auto lock_path = path + "-lock";
    const int file = ::open(lock_path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) return Error{lock_path, "cannot be written", "check that the folder exists and may be written"};
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        return Error{path, "another process is writing this journal", "end it, or name another --journal"};
    }
    return file;
}

}  // namespace

struct JournalWriter::Impl {
    std::string path;
    JournalOptions options;
    int lock_file = -1;
    std::optional<Ballast> ballast;
    std::optional<Database> database;
    std::optional<Statement> insert;
    std::optional<Statement> insert_checkpoint;
    std::string epoch;
    std::uint64_t last = 0;
    std::uint64_t appends_since_reserve = 0;

    std::mutex mutex;  // guards the two below: the checkpointing thread's orders
    std::condition_variable wake;
    bool checkpoint_due = false;
    bool ending = false;
    std::thread checkpointing;

    ~Impl() {
        if (checkpointing.joinable()) {
            {
                const std::lock_guard guard(mutex);
                ending = true;
            }
            wake.notify_one();
            checkpointing.join();
        }
        insert.reset();
        insert_checkpoint.reset();
        database.reset();
        if (lock_file >= 0) ::close(lock_file);
    }

    Status prepare() {
        for (const auto* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA cache_size=-8192"}) {
            if (auto done = database->run(pragma); !done) return done;
        }
        if (options.background_checkpoints) {
            if (auto done = database->run("PRAGMA wal_autocheckpoint=0"); !done) return done;
        }
        auto tables = database->prepare("SELECT count(*) FROM sqlite_master");
        if (!tables) return tables.error();
        if (tables->step() != Statement::Step::row) return database->error("cannot be read");
        const bool empty = tables->integer(0) == 0;
        tables->reset();
        if (empty) {
            const auto sql = std::string("BEGIN;") + journal_format::create + "INSERT INTO meta VALUES('format','" +
                             std::to_string(journal_format::version) + "'),('epoch','" + random_epoch() + "');COMMIT;";
            if (auto done = database->run(sql); !done) return done;
        }
        auto meta = database->prepare("SELECT key, value FROM meta");
        if (!meta) return meta.error();
        int format = 0;
        while (meta->step() == Statement::Step::row) {
            if (meta->text(0) == "format") format = std::atoi(std::string(meta->text(1)).c_str());
            if (meta->text(0) == "epoch") epoch = std::string(meta->text(1));
        }
        if (format < 1 || format > journal_format::version || epoch.empty()) {
            return Error{path,
                         "is of journal format " + std::to_string(format) + ", this program writes " +
                             std::to_string(journal_format::version),
                         "use the newer program"};
        }
        auto newest = database->prepare("SELECT max(sequence) FROM record");
        if (!newest) return newest.error();
        if (newest->step() != Statement::Step::row) return database->error("cannot be read");
        last = static_cast<std::uint64_t>(newest->integer(0));
        auto row = database->prepare(std::string("INSERT INTO record(") + journal_format::columns +
                                     ") VALUES(?,?,?,?,?,?,?,?)");
        if (!row) return row.error();
        insert.emplace(std::move(*row));
        auto checkpoint = database->prepare("INSERT OR REPLACE INTO checkpoint VALUES(?,?,?,?)");
        if (!checkpoint) return checkpoint.error();
        insert_checkpoint.emplace(std::move(*checkpoint));
        return Done{};
    }

    void start_checkpointing() {
        if (!options.background_checkpoints) return;
        sqlite3_wal_hook(
            database->handle(),
            [](void* self, sqlite3* handle, const char*, int pages) {
                static_cast<Impl*>(self)->wal_grew(handle, pages);
                return SQLITE_OK;
            },
            this);
        checkpointing = std::thread([this] { run_checkpointing(); });
    }

    void wal_grew(sqlite3* handle, int pages) {
        if (pages >= pages_before_waiting) {
            sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
        } else if (pages >= pages_before_checkpoint) {
            {
                const std::lock_guard guard(mutex);
                checkpoint_due = true;
            }
            wake.notify_one();
        }
    }

    void run_checkpointing() {
        auto own = Database::open(path, Database::Mode::read_write, options.vfs);
        std::unique_lock guard(mutex);
        while (!ending) {
            wake.wait(guard, [this] { return checkpoint_due || ending; });
            checkpoint_due = false;
            if (ending || !own) continue;
            guard.unlock();
            // What it cannot move now (readers, a full disk) stays in the WAL, durable, for the next time.
            sqlite3_wal_checkpoint_v2(own->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
            guard.lock();
        }
    }

    Status insert_all(const std::vector<JournalEntry>& entries) {
        if (auto begun = database->run("BEGIN IMMEDIATE"); !begun) return begun;
        for (const auto& entry : entries) {
            const auto event = to_binary(entry.record.event);
            const auto packed = entry.raw.format.empty() ? std::string{} : pack(entry.raw.bytes);
            insert->reset();
            insert->bind(1, static_cast<std::int64_t>(entry.record.sequence));
            insert->bind(2, micros(entry.record.received_at));
            insert->bind(3, micros(entry.record.occurred_at));
            insert->bind_text(4, entry.record.source.value);
            if (!entry.duplicate_key.empty()) insert->bind_text(5, entry.duplicate_key);
            insert->bind_blob(6, event);
            if (!entry.raw.format.empty()) {
                insert->bind_text(7, entry.raw.format);
                insert->bind_blob(8, packed);
            }
            if (insert->step() != Statement::Step::done) return rolled_back("cannot take a record");
        }
        if (auto committed = database->run("COMMIT"); !committed) return rolled_back("cannot be made durable");
        return Done{};
    }

    Error rolled_back(const std::string& doing) {
        auto error = database->error(doing);
        full = database->was_full();
        insert->reset();
        // An error of this one says "no transaction is active": the failure had already rolled back.
        static_cast<void>(database->run("ROLLBACK"));
        return error;
    }
    bool full = false;
};

JournalWriter::JournalWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JournalWriter::~JournalWriter() = default;

Result<std::unique_ptr<JournalWriter>> JournalWriter::open(const std::string& path, const JournalOptions& options) {
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    impl->options = options;
    if (options.lock) {
        const auto lock = take_lock(path);
        if (!lock) return lock.error();
        impl->lock_file = *lock;
    }
    impl->ballast.emplace(path + "-ballast", options.ballast_bytes);
    for (const bool again : {true, false}) {
        auto database = Database::open(path, Database::Mode::create, options.vfs);
        Status ready = Done{};
        if (database) {
            impl->database.emplace(std::move(*database));
            ready = impl->prepare();
        } else {
            ready = database.error();
        }
        if (ready) break;
        impl->insert.reset();
        impl->insert_checkpoint.reset();
        impl->database.reset();
        if (!again || !impl->ballast->give_back()) return ready.error();
    }
    impl->ballast->reserve();
    impl->start_checkpointing();
    return std::unique_ptr<JournalWriter>(new JournalWriter(std::move(impl)));
}

const std::string& JournalWriter::epoch() const { return impl_->epoch; }
std::uint64_t JournalWriter::last_sequence() const { return impl_->last; }

Status JournalWriter::append(const std::vector<JournalEntry>& entries) {
    if (entries.empty()) return Done{};
    for (std::size_t i = 0; i < entries.size(); ++i) assert(entries[i].record.sequence == impl_->last + 1 + i);
    auto done = impl_->insert_all(entries);
    if (!done && impl_->full && impl_->ballast->give_back()) done = impl_->insert_all(entries);
    if (!done) return done;
    impl_->last = entries.back().record.sequence;
    constexpr std::uint64_t appends_between_reserves = 1'000;
    if (!impl_->ballast->reserved() && ++impl_->appends_since_reserve >= appends_between_reserves) {
        impl_->appends_since_reserve = 0;
        impl_->ballast->reserve();
    }
    return Done{};
}

Status JournalWriter::write_checkpoint(const TwinState& state, Instant newest_occurred_at) {
    assert(state.sequence <= impl_->last);
    const auto packed = pack(to_binary(state));
    auto& row = *impl_->insert_checkpoint;
    row.reset();
    row.bind(1, static_cast<std::int64_t>(state.sequence));
    row.bind(2, micros(state.as_of));
    row.bind(3, micros(newest_occurred_at));
    row.bind_blob(4, packed);
    const bool done = row.step() == Statement::Step::done;
    auto error = done ? Error{} : impl_->database->error("cannot keep a checkpoint");
    row.reset();
    if (!done) return error;
    return Done{};
}

}  // namespace glassline
