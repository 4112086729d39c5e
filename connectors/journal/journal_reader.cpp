#include "connectors/journal/journal_reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <utility>

#include "connectors/journal/compressed.hpp"
#include "connectors/journal/journal_format.hpp"
#include "connectors/journal/sqlite.hpp"
#include "twin/base/binary.hpp"

namespace glassline {

using sqlite::Database;
using sqlite::Statement;

namespace {

std::int64_t as_row(std::uint64_t sequence) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return static_cast<std::int64_t>(std::min(sequence, most));
}

Result<JournalEntry> entry_of(const Statement& row, bool raw) {
    JournalEntry entry;
    entry.record.sequence = static_cast<std::uint64_t>(row.integer(0));
    entry.record.received_at = from_micros(row.integer(1));
    entry.record.occurred_at = from_micros(row.integer(2));
    entry.record.source = SourceId(std::string(row.text(3)));
    entry.duplicate_key = std::string(row.text(4));
    const auto where = "record " + std::to_string(entry.record.sequence);
    auto event = from_binary<Event>(row.blob(5));
    if (!event) return Error{where, event.error().what, event.error().remedy};
    entry.record.event = std::move(*event);
    if (raw && !row.is_null(6)) {
        entry.raw.format = std::string(row.text(6));
        auto bytes = unpack(row.blob(7));
        if (!bytes) return Error{where + "'s raw message", bytes.error().what, bytes.error().remedy};
        entry.raw.bytes = std::move(*bytes);
    }
    return entry;
}

}  // namespace

struct JournalReader::Impl {
    std::string path;
    Database database;
    std::string epoch;
};

JournalReader::JournalReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JournalReader::~JournalReader() = default;

Result<std::unique_ptr<JournalReader>> JournalReader::open(const std::string& path, const std::string& vfs) {
    if (vfs.empty()) {
        std::error_code ignored;
        const auto kind = std::filesystem::status(path, ignored).type();
        if (kind == std::filesystem::file_type::not_found) {
            return Error{path, "there is no such file", "name the file that `--journal` named"};
        }
        if (kind == std::filesystem::file_type::directory) {
            return Error{path, "is a folder", "name the journal's file in it"};
        }
    }
    auto database = Database::open(path, Database::Mode::read_only, vfs);
    if (!database) return database.error();
    auto impl = std::make_unique<Impl>(Impl{path, std::move(*database), ""});
    auto meta = impl->database.prepare("SELECT key, value FROM meta");
    if (!meta) return Error{path, "is not a Glassline journal", "name the file that `--journal` named"};
    int format = 0;
    while (meta->step() == Statement::Step::row) {
        if (meta->text(0) == "format") format = std::atoi(std::string(meta->text(1)).c_str());
        if (meta->text(0) == "epoch") impl->epoch = std::string(meta->text(1));
    }
    if (format < 1 || format > journal_format::version) {
        return Error{path,
                     "is of journal format " + std::to_string(format) + ", this program reads up to " +
                         std::to_string(journal_format::version),
                     "use the newer program"};
    }
    return std::unique_ptr<JournalReader>(new JournalReader(std::move(impl)));
}

Result<JournalInfo> JournalReader::info() const {
    JournalInfo info;
    info.epoch = impl_->epoch;
    auto ends = impl_->database.prepare(
        "SELECT (SELECT min(sequence) FROM record), (SELECT max(sequence) FROM record),"
        "(SELECT received_at FROM record ORDER BY sequence LIMIT 1),"
        "(SELECT received_at FROM record ORDER BY sequence DESC LIMIT 1)");
    if (!ends) return ends.error();
    if (ends->step() != Statement::Step::row) return impl_->database.error("cannot be read");
    info.first = static_cast<std::uint64_t>(ends->integer(0));
    info.last = static_cast<std::uint64_t>(ends->integer(1));
    info.first_received_at = from_micros(ends->integer(2));
    info.last_received_at = from_micros(ends->integer(3));
    return info;
}

Result<std::vector<JournalEntry>> JournalReader::read(std::uint64_t from, std::size_t limit) const {
    std::vector<JournalEntry> out;
    if (limit == 0) return out;
    const auto done = each(from, std::numeric_limits<std::uint64_t>::max(), true, [&](JournalEntry&& entry) {
        out.push_back(std::move(entry));
        return out.size() < limit;
    });
    if (!done) return done.error();
    return out;
}

Status JournalReader::each(std::uint64_t first, std::uint64_t last, bool raw,
                           const std::function<bool(JournalEntry&&)>& take) const {
    auto rows = impl_->database.prepare(std::string("SELECT ") + journal_format::columns +
                                        " FROM record WHERE sequence BETWEEN ? AND ? ORDER BY sequence");
    if (!rows) return rows.error();
    rows->bind(1, as_row(first));
    rows->bind(2, as_row(last));
    while (true) {
        const auto step = rows->step();
        if (step == Statement::Step::failed) return impl_->database.error("cannot be read");
        if (step == Statement::Step::done) return Done{};
        auto entry = entry_of(*rows, raw);
        if (!entry) return Error{impl_->path, entry.error().where + ": " + entry.error().what, entry.error().remedy};
        if (!take(std::move(*entry))) return Done{};
    }
}

Result<std::uint64_t> JournalReader::first_received_from(Instant t) const {
    const auto ends = info();
    if (!ends) return ends.error();
    auto row = impl_->database.prepare("SELECT received_at FROM record WHERE sequence = ?");
    if (!row) return row.error();
    // received_at never falls with the sequence, so the time needs no index.
    std::uint64_t low = ends->first;
    std::uint64_t high = ends->last + 1;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        row->reset();
        row->bind(1, as_row(middle));
        if (row->step() != Statement::Step::row) return impl_->database.error("cannot be read");
        if (from_micros(row->integer(0)) < t) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

namespace {
Result<std::optional<StoredState>> stored_of(const Database& database, Statement& row) {
    const auto step = row.step();
    if (step == Statement::Step::failed) return database.error("cannot be read");
    if (step == Statement::Step::done) return std::optional<StoredState>{};
    const auto bytes = unpack(row.blob(1));
    if (!bytes) return bytes.error();
    auto state = from_binary<TwinState>(*bytes);
    if (!state) return state.error();
    return std::optional<StoredState>{StoredState{std::move(*state), from_micros(row.integer(0))}};
}
}  // namespace

Result<std::optional<StoredState>> JournalReader::stored_state(std::uint64_t sequence) const {
    auto row = impl_->database.prepare(
        "SELECT newest_occurred_at, state FROM checkpoint WHERE sequence <= ? ORDER BY sequence DESC LIMIT 1");
    if (!row) return row.error();
    row->bind(1, as_row(sequence));
    return stored_of(impl_->database, *row);
}

Result<std::optional<StoredState>> JournalReader::stored_state_by(Instant t) const {
    auto row = impl_->database.prepare(
        "SELECT newest_occurred_at, state FROM checkpoint WHERE newest_occurred_at <= ? AND as_of <= ? "
        "ORDER BY sequence DESC LIMIT 1");
    if (!row) return row.error();
    row->bind(1, micros(t));
    row->bind(2, micros(t));
    return stored_of(impl_->database, *row);
}

Result<std::vector<std::uint64_t>> JournalReader::stored_sequences() const {
    auto rows = impl_->database.prepare("SELECT sequence FROM checkpoint ORDER BY sequence");
    if (!rows) return rows.error();
    std::vector<std::uint64_t> out;
    while (rows->step() == Statement::Step::row) out.push_back(static_cast<std::uint64_t>(rows->integer(0)));
    return out;
}

Result<std::vector<std::string>> JournalReader::tail_keys(std::size_t records) const {
    auto rows = impl_->database.prepare(
        "SELECT duplicate_key FROM record WHERE sequence > (SELECT max(sequence) FROM record) - ? "
        "AND duplicate_key IS NOT NULL ORDER BY sequence");
    if (!rows) return rows.error();
    rows->bind(1, as_row(records));
    std::vector<std::string> out;
    while (true) {
        const auto step = rows->step();
        if (step == Statement::Step::failed) return impl_->database.error("cannot be read");
        if (step == Statement::Step::done) return out;
        out.emplace_back(rows->text(0));
    }
}

}  // namespace glassline
