// How a journal lies in its SQLite file. Columns are read by number, so they are only ever appended.
//
// meta        format (a number), epoch (random, names this journal for ever)
// record      one row an event record; raw and duplicate_key stand with the first event of their message
// checkpoint  the whole state after `sequence`, packed; newest_occurred_at is the newest occurred_at up to there, so
//             that a question about a moment of plant time knows whether it may start from it
#pragma once

namespace glassline::journal_format {

inline constexpr int version = 1;

inline constexpr auto create = R"(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record(
  sequence INTEGER PRIMARY KEY,
  received_at INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  duplicate_key TEXT,
  event BLOB NOT NULL,
  raw_format TEXT,
  raw BLOB);
CREATE TABLE checkpoint(
  sequence INTEGER PRIMARY KEY,
  as_of INTEGER NOT NULL,
  newest_occurred_at INTEGER NOT NULL,
  state BLOB NOT NULL);
)";

inline constexpr auto columns = "sequence, received_at, occurred_at, source, duplicate_key, event, raw_format, raw";

}  // namespace glassline::journal_format
