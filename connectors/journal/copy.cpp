#include "connectors/journal/copy.hpp"

#include "connectors/journal/sqlite.hpp"

namespace glassline {

Status copy_journal(const std::string& from, const std::string& to) {
    const auto database = sqlite::Database::open(from, sqlite::Database::Mode::read_only, "");
    if (!database) return database.error();
    auto statement = database->prepare("VACUUM INTO ?");
    if (!statement) return statement.error();
    statement->bind_text(1, to);
    if (statement->step() != sqlite::Statement::Step::done) return database->error("cannot be copied to " + to);
    return Done{};
}

}  // namespace glassline
