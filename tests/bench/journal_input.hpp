// Journal entries and bare rows of the same bytes, and a bare SQLite to hold our journal against.
#pragma once

#include <sqlite3.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "connectors/journal/journal_writer.hpp"
#include "connectors/wire/cfx/encode.hpp"

namespace glassline::bench {

/// A table of a key and a blob with the settings of our journal (WAL, synchronous=FULL): what anybody gets from SQLite
/// who only keeps the messages.
class BareSqlite {
public:
    explicit BareSqlite(const std::string& path) {
        check(sqlite3_open(path.c_str(), &handle_));
        run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8192;"
            "CREATE TABLE message(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
        check(sqlite3_prepare_v2(handle_, "INSERT INTO message(bytes) VALUES(?)", -1, &insert_, nullptr));
    }
    ~BareSqlite() {
        sqlite3_finalize(insert_);
        sqlite3_close(handle_);
    }
    BareSqlite(const BareSqlite&) = delete;
    BareSqlite& operator=(const BareSqlite&) = delete;

    /// One transaction, durable on return.
    void append(const std::string* first, const std::string* last) {
        run("BEGIN IMMEDIATE");
        for (; first != last; ++first) {
            sqlite3_reset(insert_);
            sqlite3_bind_blob64(insert_, 1, first->data(), first->size(), SQLITE_STATIC);
            if (sqlite3_step(insert_) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(handle_));
        }
        run("COMMIT");
    }

private:
    void check(int code) {
        if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
    }
    void run(const char* sql) { check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }
    sqlite3* handle_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

/// CFX messages of a simulated shift, as the emulated machines send them.
[[nodiscard]] inline std::vector<std::string> cfx_messages(const std::vector<EventRecord>& records) {
    std::vector<std::string> messages;
    for (const auto& record : records) {
        const cfx::Head head{"Glassline.Machine.1", cfx::guid(record.sequence, 7), record.occurred_at, 60};
        if (auto message = cfx::encode(head, record.event)) messages.push_back(std::move(message->body));
    }
    return messages;
}

}  // namespace glassline::bench
