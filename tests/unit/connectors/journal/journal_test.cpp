#include <doctest/doctest.h>
#include <sqlite3.h>

#include <fstream>

#include "connectors/journal/journal_reader.hpp"
#include "connectors/journal/journal_writer.hpp"
#include "connectors/journal/recall.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/traffic.hpp"

using namespace glassline;

namespace {

std::vector<JournalEntry> entries_from(std::uint64_t first, std::size_t count) {
    std::vector<JournalEntry> out;
    for (std::size_t i = 0; i < count; ++i) {
        const auto sequence = first + i;
        auto message = test::traffic_message(9, sequence);
        JournalEntry entry;
        entry.record.sequence = sequence;
        entry.record.source = message.source;
        entry.record.occurred_at = message.events.front().occurred_at;
        entry.record.received_at = test::traffic_start + from_seconds(static_cast<double>(sequence / 3));
        entry.record.event = message.events.front().event;
        entry.raw = message.raw;
        entry.duplicate_key = message.duplicate_key;
        out.push_back(entry);
    }
    return out;
}

JournalOptions plain() {
    JournalOptions options;
    options.ballast_bytes = 0;
    return options;
}

void damage(const std::string& path, const std::string& sql) {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    REQUIRE(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(handle);
}

void write_hundred(const std::string& path) {
    auto writer = JournalWriter::open(path, plain());
    REQUIRE(writer.has_value());
    REQUIRE((*writer)->append(entries_from(1, 60)).has_value());
    REQUIRE((*writer)->append(entries_from(61, 40)).has_value());
}

}  // namespace

TEST_CASE("what was appended is read back as it was, by number and by time, after opening again") {
    const test::Scratch scratch;
    const auto path = scratch.file("journal");
    write_hundred(path);
    std::string epoch;
    {
        auto again = JournalWriter::open(path, plain());
        REQUIRE(again.has_value());
        CHECK((*again)->last_sequence() == 100);
        epoch = (*again)->epoch();
        CHECK(epoch.size() == 16);
    }
    auto reader = JournalReader::open(path);
    REQUIRE(reader.has_value());
    const auto info = (*reader)->info();
    CHECK(info->first == 1);
    CHECK(info->last == 100);
    CHECK(info->epoch == epoch);
    CHECK(*(*reader)->read(1, 1'000) == entries_from(1, 100));
    CHECK(*(*reader)->read(95, 3) == entries_from(95, 3));
    CHECK((*reader)->read(101, 3)->empty());
    CHECK(*(*reader)->first_received_from(test::traffic_start) == 1);
    CHECK(*(*reader)->first_received_from(test::traffic_start + from_seconds(10)) == 30);
    CHECK(*(*reader)->first_received_from(test::traffic_start + from_seconds(10.5)) == 33);
    CHECK(*(*reader)->first_received_from(test::traffic_start + from_seconds(1'000)) == 101);
    CHECK((*reader)->tail_keys(2)->size() == 2);
    CHECK((*reader)->tail_keys(2)->back() == "m9-100");
}

TEST_CASE("verify finds a missing row, a damaged event, a damaged message and a state that is not the fold's") {
    const test::Scratch scratch;
    const auto path = scratch.file("journal");
    write_hundred(path);
    REQUIRE(verify(**JournalReader::open(path)).has_value());
    SUBCASE("missing row") {
        damage(path, "DELETE FROM record WHERE sequence = 40");
        CHECK(verify(**JournalReader::open(path)).error().text().find("record 40 is missing") != std::string::npos);
    }
    SUBCASE("damaged event") {
        damage(path, "UPDATE record SET event = x'ffff' WHERE sequence = 7");
        CHECK(verify(**JournalReader::open(path)).error().text().find("record 7") != std::string::npos);
    }
    SUBCASE("damaged message") {
        damage(path, "UPDATE record SET raw = x'00010203' WHERE sequence = 8");
        CHECK(verify(**JournalReader::open(path)).error().text().find("record 8's raw message") != std::string::npos);
    }
    SUBCASE("a state that is not the fold's") {
        {
            auto writer = JournalWriter::open(path, plain());
            auto state = recall(**JournalReader::open(path), 100)->state;
            state.events_without_station += 1;
            REQUIRE((*writer)->write_checkpoint(state, no_time).has_value());
        }
        CHECK(verify(**JournalReader::open(path)).error().text().find("checkpoint at 100") != std::string::npos);
    }
}

TEST_CASE("a second writer, a newer format and a file that is no journal are refused in a sentence") {
    const test::Scratch scratch;
    const auto path = scratch.file("journal");
    {
        const auto first = JournalWriter::open(path, plain());
        REQUIRE(first.has_value());
        const auto second = JournalWriter::open(path, plain());
        REQUIRE_FALSE(second.has_value());
        CHECK(second.error().text().find("another process") != std::string::npos);
    }
    damage(path, "UPDATE meta SET value = '99' WHERE key = 'format'");
    CHECK(JournalWriter::open(path, plain()).error().text().find("format 99") != std::string::npos);
    CHECK(JournalReader::open(path).error().text().find("format 99") != std::string::npos);
    std::ofstream(scratch.file("other")) << std::string(10'000, 'x');
    CHECK_FALSE(JournalWriter::open(scratch.file("other"), plain()).has_value());
    CHECK_FALSE(JournalReader::open(scratch.file("other")).has_value());
    CHECK_FALSE(JournalReader::open(scratch.file("nowhere")).has_value());
    CHECK_FALSE(JournalWriter::open(scratch.file("no/such/folder"), plain()).has_value());
}

TEST_CASE("a journal in a folder that may not be written is read all the same") {
    const test::Scratch scratch;
    const auto folder = scratch.file("archive");
    std::filesystem::create_directory(folder);
    write_hundred(folder + "/journal");
    std::filesystem::permissions(folder, std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    auto reader = JournalReader::open(folder + "/journal");
    REQUIRE(reader.has_value());
    CHECK((*reader)->read(1, 1'000)->size() == 100);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}
