// A production event log as a table: which operation of which work order ran on which machine from when to when. The
// columns are those that process-mining tools agree on (case, activity, resource, start and end), with quantities.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

namespace glassline {

struct OperationRow {
    std::size_t line = 0;  // of the text
    std::string order;
    std::string activity;
    std::string machine;  // the activity where the table names no machine
    std::string product;
    Instant start{};
    Instant complete{};
    std::uint32_t order_quantity = 0;  // 0: not said
    std::uint32_t completed = 0;
    std::uint32_t rejected = 0;
    bool operator==(const OperationRow&) const = default;
};

struct RefusedRow {
    std::string reason;
    std::string example;
};

struct WorkOrderLog {
    std::vector<OperationRow> rows;  // in the order of the file
    std::vector<RefusedRow> refused;
};

/// Times without a zone are `zone_minutes` east of UTC. Error: the header lacks a column that is needed, and says
/// which there are.
[[nodiscard]] Result<WorkOrderLog> read_work_order_log(std::string_view text, int zone_minutes);

/// ISO 8601, also with `/` in the date, `dd.mm.yyyy`, without seconds. Error: anything else; dd/mm and mm/dd can't be
/// told apart and are refused.
[[nodiscard]] Result<Instant> parse_table_time(const std::string& text, int zone_minutes);

}  // namespace glassline
