// A neighbour's words, any bytes, into both ends of a horizontal link that act as a machine does between the reads:
// whatever comes, an end says nothing that its peer would have to refuse, and after its close_reason nothing at all.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/wire/hermes/horizontal_link.hpp"

using namespace glassline;
using namespace glassline::hermes;

namespace {

constexpr std::string_view board_id = "6ee5e2d6-df7d-4151-82a8-3978fb9b9250";

// One byte chooses a word of the neighbour, so that the deep states are reached; the raw bytes follow at the end.
std::string word(std::uint8_t choice) {
    const std::string id(board_id);
    Board board;
    board.board_id = id;
    const auto xml = [](Message m) { return write({"2026-11-23T13:10:00.000", std::move(m)}); };
    switch (choice % 13) {
        case 0:
            return xml(ServiceDescription{});
        case 1:
            return xml(BoardAvailable{board});
        case 2:
            return xml(RevokeBoardAvailable{});
        case 3:
            return xml(MachineReady{});
        case 4:
            return xml(RevokeMachineReady{});
        case 5:
            return xml(StartTransport{id, {}});
        case 6:
            return xml(StopTransport{transfer_complete, id});
        case 7:
            return xml(TransportFinished{transfer_complete, id});
        case 8:
            return xml(BoardForecast{});
        case 9:
            return xml(QueryBoardInfo{});
        case 10:
            return xml(CheckAlive{1, "1"});
        case 11:
            return xml(StartTransport{"another", {}});
        default:
            return xml(Notification{machine_shutdown, severity_info, ""});
    }
}

template <class Link, class Act>
void run(Link& link, const std::uint8_t* data, std::size_t size, Act act) {
    link.connected(from_micros(0));
    static_cast<void>(link.take_output());
    for (std::size_t i = 0; i < size; ++i) {
        const bool closed = !link.close_reason().empty();
        const auto at = from_micros(static_cast<std::int64_t>(i) * 1'000'000);
        static_cast<void>(link.feed(word(data[i]), at));
        act(data[i] / 13, at);
        link.tick(at);
        if (closed && !link.take_output().empty()) std::abort();
        for (const auto& text : Framer{}.feed(link.take_output())) {
            if (!parse(text)) std::abort();
        }
    }
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    static_cast<void>(link.feed(raw, from_micros(0)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Board board;
    board.board_id = std::string(board_id);
    DownstreamInterface giving(ServiceDescription{}, "+00:00");
    run(giving, data, size, [&](int choice, Instant at) {
        if (choice % 4 == 1) static_cast<void>(giving.board_available(board, at));
        if (choice % 4 == 2) static_cast<void>(giving.revoke_board_available(at));
        if (choice % 4 == 3) static_cast<void>(giving.transport_finished(transfer_complete, at));
    });
    UpstreamInterface taking(ServiceDescription{}, "+00:00");
    run(taking, data, size, [&](int choice, Instant at) {
        if (choice % 5 == 1) static_cast<void>(taking.machine_ready({}, at));
        if (choice % 5 == 2) static_cast<void>(taking.revoke_machine_ready(at));
        if (choice % 5 == 3) static_cast<void>(taking.start_transport(at));
        if (choice % 5 == 4) static_cast<void>(taking.stop_transport(transfer_complete, at));
    });
    return 0;
}
