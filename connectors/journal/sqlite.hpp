// The little of SQLite that a journal needs: a connection and a statement that close themselves.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "twin/base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace glassline::sqlite {

struct CloseDatabase {
    void operator()(sqlite3* handle) const;
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* handle) const;
};

class Statement;

class Database {
public:
    enum class Mode { read_only, read_write, create };
    /// `vfs` empty: the system's. A read-only file of a read-only folder is opened as one that nobody changes.
    [[nodiscard]] static Result<Database> open(const std::string& path, Mode mode, const std::string& vfs);

    /// Runs one or more statements whose rows don't matter.
    [[nodiscard]] Status run(const std::string& sql) const;
    [[nodiscard]] Result<Statement> prepare(const std::string& sql) const;
    [[nodiscard]] Error error(const std::string& doing) const;
    /// The last failure was for want of space.
    [[nodiscard]] bool was_full() const;
    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

private:
    Database(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}
    std::string path_;
    std::unique_ptr<sqlite3, CloseDatabase> handle_;
};

/// A prepared statement. Bound texts and blobs must live until the next reset().
class Statement {
public:
    explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
    void bind(int place, std::int64_t value);
    void bind_text(int place, std::string_view value);
    void bind_blob(int place, std::string_view value);
    void bind_null(int place);

    enum class Step { row, done, failed };
    [[nodiscard]] Step step();
    void reset();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;  // valid until the next step
    [[nodiscard]] std::string_view blob(int column) const;  // valid until the next step
    [[nodiscard]] bool is_null(int column) const;

private:
    std::unique_ptr<sqlite3_stmt, FinalizeStatement> handle_;
};

}  // namespace glassline::sqlite
