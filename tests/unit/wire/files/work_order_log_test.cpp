#include "connectors/wire/files/work_order_log.hpp"

#include <doctest/doctest.h>

#include "connectors/wire/files/csv.hpp"

using namespace glassline;

TEST_CASE("quotes hold delimiters and line ends, the delimiter is the header's, line numbers are the text's") {
    const auto table = read_csv(
        "\xEF\xBB\xBF"
        "a;\"b, c\"\r\n\"x\"\"y\n;z\"; 2 \r\n\r\n3;4");
    CHECK(table.delimiter == ';');
    CHECK(table.header == std::vector<std::string>{"a", "b, c"});
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[0].fields == std::vector<std::string>{"x\"y\n;z", "2"});
    CHECK(table.rows[1].line == 5);
    CHECK(read_csv("").rows.empty());
}

TEST_CASE("times as tables write them, in the table's zone") {
    const auto expected = parse_iso8601("2026-11-23T13:03:00Z")->instant;
    for (const auto* text :
         {"2026-11-23 14:03", "2026-11-23T14:03:00.000", "2026/11/23 14:03:00.000", "23.11.2026 14:03",
          "23.11.2026 14:03:00", "2026-11-23T13:03:00Z", "2026-11-23T15:03:00+02:00"}) {
        const auto time = parse_table_time(text, 60);
        REQUIRE_MESSAGE(time, text);
        CHECK_MESSAGE(*time == expected, text);
    }
    CHECK(*parse_table_time("2026-11-23", 0) == parse_iso8601("2026-11-23T00:00:00Z")->instant);
    for (const auto* text : {"", "11/23/2026 14:03", "23/11/2026", "yesterday", "2026-13-01", "2026-11-23 25:00"}) {
        CHECK_MESSAGE(!parse_table_time(text, 0), text);
    }
}

TEST_CASE("rows that can't be are refused with the reason, the others are read") {
    const auto log = read_work_order_log(
        "Order,Operation,Machine,Start,End,Order Qty,Completed,Scrap\n"
        "W1,Print,P1,2026-01-01T08:00:00Z,2026-01-01T09:00:00Z,\"1000,0\",990,10\n"
        ",Print,P1,2026-01-01T08:00:00Z,2026-01-01T09:00:00Z,1,1,0\n"
        "W1,Print,,2026-01-01T09:00:00Z,2026-01-01T08:00:00Z,1,1,0\n"
        "W1,Print,P1,soon,2026-01-01T08:00:00Z\n"
        "W2,Inspect,,2026-01-01T08:00:00Z,2026-01-01T08:00:00Z,-3,x,1e99\n",
        0);
    REQUIRE(log);
    REQUIRE(log->rows.size() == 2);
    CHECK(log->rows[0].order_quantity == 1000);
    CHECK(log->rows[0].completed == 990);
    CHECK(log->rows[0].rejected == 10);
    CHECK(log->rows[1].machine == "Inspect");
    CHECK(log->rows[1].order_quantity == 0);
    REQUIRE(log->refused.size() == 3);
    CHECK(log->refused[2].reason == "a row whose times can't be read");
    CHECK(log->refused[2].example.rfind("line 5: W1 Print", 0) == 0);
    CHECK(read_work_order_log("a,b\n1,2\n", 0).error().text().find("case activity start") != std::string::npos);
}
