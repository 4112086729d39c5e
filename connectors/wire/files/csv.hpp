// Comma-separated values as tools write them: quotes (RFC 4180), and `,` `;` tab or `|` between fields, whichever the
// header has most of.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace glassline {

inline constexpr std::size_t max_csv_fields = 1'000;  // a row; further ones are left out

struct CsvRow {
    std::size_t line = 0;  // of the text, from 1
    std::vector<std::string> fields;
};

struct CsvTable {
    char delimiter = ',';
    std::vector<std::string> header;
    std::vector<CsvRow> rows;  // empty lines are left out
};

[[nodiscard]] CsvTable read_csv(std::string_view text);

/// Lower case, letters and digits only: "Work Order Qty." and "work_order_qty" are the same.
[[nodiscard]] std::string plain_header(std::string_view header);

}  // namespace glassline
