#include "connectors/wire/mtconnect/shdr_line.hpp"

#include <doctest/doctest.h>

#include "connectors/wire/mtconnect/shdr_framer.hpp"

using namespace glassline;
using namespace glassline::mtconnect;

namespace {
using Tokens = std::vector<std::string>;
Tokens tokens(std::string_view line) { return read_shdr_line(line).tokens; }
}  // namespace

TEST_CASE("bars part tokens, blanks around them go, empty values stay") {
    CHECK(tokens("t|a|1|b|2") == Tokens{"t", "a", "1", "b", "2"});
    CHECK(tokens("t| a\t|  1 \r\n") == Tokens{"t", "a", "1"});
    CHECK(tokens("t|system|Normal||||") == Tokens{"t", "system", "Normal", "", "", "", ""});
    CHECK(tokens("t|p1block|") == Tokens{"t", "p1block", ""});
    CHECK(tokens("|a|1") == Tokens{"", "a", "1"});
    CHECK(tokens("") == Tokens{""});
}

TEST_CASE("a token in quotes may hold bars and escapes; without its end the quotes are letters") {
    CHECK(tokens(R"(t|a|"x \| y"|b|2)") == Tokens{"t", "a", "x | y", "b", "2"});
    CHECK(tokens(R"(t|a|"say \"go\""  |b|2)") == Tokens{"t", "a", "say \"go\"", "b", "2"});
    CHECK(tokens(R"(t|a|"no end|b|2)") == Tokens{"t", "a", "\"no end", "b", "2"});
    CHECK(tokens(R"(t|a|"in" the middle|b)") == Tokens{"t", "a", "\"in\" the middle", "b"});
    CHECK(tokens(R"(t|a|"")") == Tokens{"t", "a", ""});
    CHECK(tokens(R"(t|program|TNC:\BRIAN\WARMUP.H)") == Tokens{"t", "program", R"(TNC:\BRIAN\WARMUP.H)"});
}

TEST_CASE("what stands before the first bar") {
    const auto stamp = [](std::string_view text) { return read_shdr_line(std::string(text) + "|a|1").stamp; };
    CHECK(stamp("").kind == ShdrStamp::Kind::none);
    const auto full = stamp("2022-08-08T13:51:34.7167146Z");
    CHECK(full.kind == ShdrStamp::Kind::absolute);
    CHECK(to_iso8601(full.at) == "2022-08-08T13:51:34.716714Z");
    CHECK(full.zone == Zone::stated);
    CHECK(stamp("2022-08-08T13:51:34").zone == Zone::missing);
    const auto lasting = stamp("2022-08-08T13:51:34Z@12.5");
    CHECK(lasting.kind == ShdrStamp::Kind::absolute);
    CHECK(lasting.duration_s == doctest::Approx(12.5));
    const auto relative = stamp("1234.5");
    CHECK(relative.kind == ShdrStamp::Kind::relative);
    CHECK(relative.offset_ms == doctest::Approx(1234.5));
    CHECK(stamp("avail").kind == ShdrStamp::Kind::word);
    CHECK(stamp("nan").kind == ShdrStamp::Kind::word);
    CHECK(stamp("2022-13-08T13:51:34Z").kind == ShdrStamp::Kind::word);
}

TEST_CASE("commands, with and without a blank behind the star") {
    CHECK(read_shdr_command("* PONG 10000") == ShdrCommand{"PONG", "10000"});
    CHECK(read_shdr_command("*adapterVersion:UNAVAILABLE") == ShdrCommand{"adapterVersion", "UNAVAILABLE"});
    CHECK(read_shdr_command("* shdrVersion: 2") == ShdrCommand{"shdrVersion", "2"});
    CHECK(read_shdr_command("*") == ShdrCommand{"", ""});
    CHECK_FALSE(read_shdr_command("2022|*|1"));
}

TEST_CASE("a read may end at any byte") {
    const std::string stream =
        "2022-08-08T13:51:34Z|avail|AVAILABLE\r\n\n* PONG 1000\n"
        "2022-08-08T13:51:35Z|@ASSET@|T1|CuttingTool|--multiline--ABCD\n<CuttingTool>\n "
        "a|b\n</CuttingTool>\n--multiline--ABCD\n"
        "|x|1\n";
    const std::vector<std::string> whole{"2022-08-08T13:51:34Z|avail|AVAILABLE", "* PONG 1000",
                                         "2022-08-08T13:51:35Z|@ASSET@|T1|CuttingTool|--multiline--ABCD\n<CuttingTool>"
                                         "\n a|b\n</CuttingTool>\n--multiline--ABCD",
                                         "|x|1"};
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        CAPTURE(cut);
        ShdrFramer framer;
        auto messages = framer.feed(std::string_view(stream).substr(0, cut));
        for (auto& message : framer.feed(std::string_view(stream).substr(cut))) messages.push_back(std::move(message));
        CHECK(messages == whole);
        CHECK(framer.skipped_bytes() == 0);
    }
}

TEST_CASE("the last line of a file needs no end; a multi-line value without one is told") {
    ShdrFramer framer;
    CHECK(framer.feed("t|a|1").empty());
    CHECK(framer.finish() == std::vector<std::string>{"t|a|1"});
    CHECK(framer.feed("t|@ASSET@|1|T|--multiline--X\nabc").empty());
    CHECK(framer.finish().empty());
    CHECK(framer.first_skipped() == "t|@ASSET@|1|T|--multiline--X\nabc");
    CHECK(framer.feed("t|b|2\n") == std::vector<std::string>{"t|b|2"});
}

TEST_CASE("a line without an end is thrown away at the bound, and the next one is whole") {
    ShdrFramer framer;
    const std::string endless(max_shdr_line_bytes + 10, 'x');
    CHECK(framer.feed(endless).empty());
    CHECK(framer.feed("yyy").empty());
    CHECK(framer.feed("z\nt|a|1\n") == std::vector<std::string>{"t|a|1"});
    CHECK(framer.skipped_bytes() == endless.size() + 4);
    std::string asset = "t|@ASSET@|1|T|--multiline--X\n";
    const std::string line(1'000'000, 'y');
    for (int i = 0; i < 9; ++i) asset += line + "\n";
    CHECK(framer.feed(asset) == std::vector<std::string>{line});  // beyond the bound lines are lines again
    CHECK(framer.feed("t|a|2\n") == std::vector<std::string>{"t|a|2"});
}
