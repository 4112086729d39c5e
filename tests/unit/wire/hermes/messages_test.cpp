#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "connectors/wire/hermes/hermes_message.hpp"
#include "tests/support/files.hpp"
#include "tests/support/hermes.hpp"

using namespace glassline;
using namespace glassline::hermes;

namespace {

// Elements and attributes of a document in order of the text, read without an XML library.
std::vector<std::string> tokens(const std::string& text) {
    static const std::regex pattern("<([A-Za-z]+)|([A-Za-z]+=\"[^\"]*\")");
    std::vector<std::string> found;
    for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it)
        found.push_back((*it)[1].matched ? "<" + (*it)[1].str() : (*it)[2].str());
    // Attributes of one element have no order.
    for (auto at = found.begin(); at != found.end();) {
        const auto next = std::find_if(at + 1, found.end(), [](const std::string& t) { return t[0] == '<'; });
        std::sort(at + 1, next);
        at = next;
    }
    return found;
}

std::vector<std::string> recorded_documents() {
    const auto text = test::read_file(GLASSLINE_SOURCE_DIR "/data/recordings/hermes-line/line.trace");
    Framer framer;
    std::vector<std::string> documents;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        at = end + 1;
        const auto xml = line.find('<');
        if (xml == std::string::npos) continue;
        for (auto& document : framer.feed(line.substr(xml))) documents.push_back(std::move(document));
    }
    return documents;
}

template <class M>
M read_back(const M& message) {
    const auto document = parse(write({"t", message}));
    REQUIRE(document.has_value());
    REQUIRE(std::holds_alternative<M>(document->message));
    return std::get<M>(document->message);
}

Board full_board() {
    Board board;
    board.board_id = "6ee5e2d6-df7d-4151-82a8-3978fb9b9250";
    board.created_by = "Loader & <Sons>";
    board.failed = 2;
    board.product_type = "PROD-A";
    board.flipped = 2;
    board.top_barcode = "PNL-\"1\"";
    board.bottom_barcode = "B-1";
    board.length_mm = 180.125;
    board.width_mm = 120;
    board.thickness_mm = 1.6;
    board.conveyor_speed_mm_s = 250;
    board.top_clearance_mm = 0;
    board.bottom_clearance_mm = 12.5;
    board.weight_g = 95;
    board.work_order = "WO-1";
    board.batch = "B1";
    board.route = route_return;
    board.action = 2;
    board.sub_boards = {{1, "PNL-1-1", 1}, {2, "", 4}};
    return board;
}

}  // namespace

TEST_CASE("every document of the recording, on all channels, is of the standard and written back word for word") {
    const auto documents = recorded_documents();
    REQUIRE(documents.size() == 747);
    std::map<std::string, int> counts;
    for (const auto& text : documents) {
        CAPTURE(text);
        const auto document = parse(text);
        REQUIRE(document.has_value());
        CHECK(!std::holds_alternative<Other>(document->message));
        CHECK(tokens(write(*document)) == tokens(text));
        ++counts[std::string(name_of(document->message))];
    }
    // Counted in the file by `grep -o`.
    CHECK(counts["BoardAvailable"] == 84);
    CHECK(counts["MachineReady"] == 98);
    CHECK(counts["StopTransport"] == 84);
    CHECK(counts["SendHermesCapabilities"] == 8);
    CHECK(counts["CurrentConfiguration"] == 8);
}

TEST_CASE("the recording's configuration and capabilities mean what they say") {
    for (const auto& text : recorded_documents()) {
        const auto document = parse(text);
        REQUIRE(document.has_value());
        if (const auto* current = std::get_if<CurrentConfiguration>(&document->message)) {
            const auto& c = current->configuration;
            if (c.machine_id != "Printer") continue;
            CHECK(c.supervisory_port == 51'249U);
            REQUIRE(c.upstream.size() == 1);
            CHECK(c.upstream[0] == UpstreamConfiguration{1, "", "127.0.0.1", 51'101});
            REQUIRE(c.downstream.size() == 1);
            CHECK(c.downstream[0] == DownstreamConfiguration{1, "", "", 51'102});
            CHECK(fault_of(c).empty());
        }
        if (const auto* can = std::get_if<SendHermesCapabilities>(&document->message)) {
            CHECK(can->messages ==
                  std::vector<std::string>{"MessageCheckAliveResponse", "MessageBoardArrived", "MessageBoardDeparted"});
            CHECK(can->attributes.at("WorkOrderId") == 2);
            CHECK(can->attributes.at("Weight") == 0);
        }
    }
}

TEST_CASE("what a hand-made message says survives the wire, unsaid values stay unsaid") {
    const auto board = full_board();
    CHECK(read_back(BoardAvailable{board}) == BoardAvailable{board});
    CHECK(read_back(BoardAvailable{}) == BoardAvailable{});
    const BoardForecast forecast{"f-1", 12.5, board};
    CHECK(read_back(forecast) == forecast);
    CHECK(read_back(SendBoardInfo{board}) == SendBoardInfo{board});
    CHECK(read_back(SendBoardInfo{}) == SendBoardInfo{});
    MachineReady ready;
    ready.failed = 1;
    ready.forecast_id = "f-1";
    ready.flipped = 0;
    ready.dimensions = board;
    ready.batch = "B1";
    CHECK(read_back(ready) == ready);
    CHECK(read_back(MachineReady{}) == MachineReady{});
    CHECK(read_back(QueryBoardInfo{"T", ""}) == QueryBoardInfo{"T", ""});
    CHECK(read_back(Command{7}) == Command{7});
    CHECK(read_back(StopTransport{transfer_incomplete, "b"}) == StopTransport{transfer_incomplete, "b"});
    Configuration configuration{
        "Printer", 1249, {{1, "in", "10.0.0.1", 50'101}}, {{1, "", "10.0.0.3", 50'102}, {2, "x", "", 50'103}}};
    CHECK(read_back(SetConfiguration{configuration}) == SetConfiguration{configuration});
    CHECK(read_back(CurrentConfiguration{}) == CurrentConfiguration{});
    const QueryWorkOrderInfo query{"q", "Loader", "mag-1", 0, "PNL-1", "", ""};
    CHECK(read_back(query) == query);
    SendWorkOrderInfo order;
    order.query_id = "q";
    order.work_order = "WO-1";
    order.dimensions = board;
    order.route = route_undefined;
    order.sub_boards = board.sub_boards;
    CHECK(read_back(order) == order);
    CHECK(read_back(ReplyWorkOrderInfo{"WO-1", "", 2}) == ReplyWorkOrderInfo{"WO-1", "", 2});
    BoardArrived arrived;
    arrived.machine_id = "Loader";
    arrived.magazine_id = "mag-1";
    arrived.slot_id = 3;
    arrived.transfer = 2;
    arrived.board = board;
    CHECK(read_back(arrived) == arrived);
}

TEST_CASE("sub-boards are left out where they would lift a message over the cap") {
    auto board = full_board();
    for (std::uint32_t n = 1; n <= 1'500; ++n) board.sub_boards.push_back({n, std::string(40, 'x'), 1});
    const auto text = write({"t", BoardAvailable{board}});
    CHECK(text.size() <= max_message_bytes);
    board.sub_boards.clear();
    CHECK(std::get<BoardAvailable>(parse(text)->message).board == board);
}

TEST_CASE("a configuration that can't work is refused with its place") {
    const Configuration good{"M", 1249, {{1, "", "h", 50'101}}, {{1, "", "", 50'102}}};
    CHECK(fault_of(good).empty());
    auto bad = good;
    bad.machine_id.clear();
    CHECK(fault_of(bad) == "MachineId is empty");
    bad = good;
    bad.supervisory_port = 65'536;
    CHECK(fault_of(bad) == "SupervisorySystemPort is not between 1 and 65535");
    bad = good;
    bad.upstream[0].host.clear();
    CHECK(fault_of(bad) == "HostAddress of upstream lane 1 is empty");
    bad = good;
    bad.upstream[0].port = 0;
    CHECK(fault_of(bad) == "Port of upstream lane 1 is not between 1 and 65535");
    bad = good;
    bad.downstream.push_back(bad.downstream[0]);
    CHECK(fault_of(bad) == "DownstreamLaneId 1 is 0 or configured twice");
}
