#include "connectors/journal/sqlite.hpp"

#include <sqlite3.h>

namespace glassline::sqlite {

namespace {
constexpr int busy_wait_ms = 5'000;  // a checkpoint of another connection ends long before

std::string as_uri(const std::string& path) {
    std::string out = "file:";
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') {
            constexpr auto digits = "0123456789abcdef";
            out += '%';
            out += digits[static_cast<unsigned char>(c) >> 4U];
            out += digits[static_cast<unsigned char>(c) & 15U];
        } else {
            out += c;
        }
    }
    return out + "?immutable=1";
}

std::string remedy_of(int code) {
    switch (code & 0xff) {
        case SQLITE_FULL:
            return "free some space on its disk; it goes on by itself";
        case SQLITE_CANTOPEN:
            return "check that the folder exists and may be written";
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return "check it with `glassline inspect --verify` and restore a backup";
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return "give this user the right to write it";
        default:
            return "";
    }
}
}  // namespace

void CloseDatabase::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
void FinalizeStatement::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

Result<Database> Database::open(const std::string& path, Mode mode, const std::string& vfs) {
    int flags = SQLITE_OPEN_NOMUTEX;
    flags |= mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (mode == Mode::create) flags |= SQLITE_OPEN_CREATE;
    sqlite3* raw = nullptr;
    int code = sqlite3_open_v2(path.c_str(), &raw, flags, vfs.empty() ? nullptr : vfs.c_str());
    Database opened(path, raw);
    if (code == SQLITE_OK) {
        sqlite3_busy_timeout(raw, busy_wait_ms);
        sqlite3_extended_result_codes(raw, 1);
        code = sqlite3_exec(raw, "SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr);
    }
    if (code != SQLITE_OK && mode == Mode::read_only && (code & 0xff) == SQLITE_CANTOPEN) {
        sqlite3* fixed = nullptr;
        const int again =
            sqlite3_open_v2(as_uri(path).c_str(), &fixed, flags | SQLITE_OPEN_URI, vfs.empty() ? nullptr : vfs.c_str());
        Database second(path, fixed);
        if (again == SQLITE_OK &&
            sqlite3_exec(fixed, "SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr) == SQLITE_OK) {
            return second;
        }
    }
    if (code != SQLITE_OK) return opened.error("cannot be opened");
    return opened;
}

Status Database::run(const std::string& sql) const {
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return error("'" + sql.substr(0, sql.find(' ')) + "' failed");
    }
    return Done{};
}

Result<Statement> Database::prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle_.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
        SQLITE_OK) {
        return error("is not a journal as this version knows it");
    }
    return Statement(statement);
}

Error Database::error(const std::string& doing) const {
    const int code = sqlite3_extended_errcode(handle_.get());
    return {path_, doing + ": " + sqlite3_errmsg(handle_.get()) + " (" + std::to_string(code) + ")", remedy_of(code)};
}

bool Database::was_full() const { return (sqlite3_errcode(handle_.get()) & 0xff) == SQLITE_FULL; }

void Statement::bind(int place, std::int64_t value) { sqlite3_bind_int64(handle_.get(), place, value); }
void Statement::bind_text(int place, std::string_view value) {
    sqlite3_bind_text64(handle_.get(), place, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
}
void Statement::bind_blob(int place, std::string_view value) {
    sqlite3_bind_blob64(handle_.get(), place, value.data(), value.size(), SQLITE_STATIC);
}
void Statement::bind_null(int place) { sqlite3_bind_null(handle_.get(), place); }

Statement::Step Statement::step() {
    switch (sqlite3_step(handle_.get())) {
        case SQLITE_ROW:
            return Step::row;
        case SQLITE_DONE:
            return Step::done;
        default:
            return Step::failed;
    }
}
void Statement::reset() {
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
std::string_view Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    return {data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}
std::string_view Statement::blob(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_.get(), column));
    return {data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}
bool Statement::is_null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }

}  // namespace glassline::sqlite
