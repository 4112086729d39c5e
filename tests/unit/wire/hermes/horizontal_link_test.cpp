// Both ends of a horizontal link, by scripts that are broken at every step. The tables of what is legal are written
// here by hand, apart from the code.
#include "connectors/wire/hermes/horizontal_link.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <map>

#include "connectors/wire/hermes/check_alive.hpp"
#include "tests/support/hermes.hpp"

using namespace glassline;
using namespace glassline::hermes;
using glassline::test::said;
using glassline::test::xml;
using S = LinkState;

namespace {

const Instant start = from_micros(1'700'000'000'000'000);
Duration after(int seconds) { return std::chrono::seconds(seconds); }

const std::string id = "6ee5e2d6-df7d-4151-82a8-3978fb9b9250";
const std::string other_id = "0e5e7b0a-967f-408c-834e-2e2c43f8a1ad";

ServiceDescription machine(std::string name, std::vector<std::string> features = {}) {
    ServiceDescription description;
    description.machine_id = std::move(name);
    description.features = std::move(features);
    return description;
}

Board board(const std::string& board_id = id) {
    Board b;
    b.board_id = board_id;
    b.created_by = "Loader";
    b.top_barcode = "PNL-1";
    return b;
}

const std::vector<S> open_states{S::socket_connected,   S::not_available_not_ready, S::board_available,
                                 S::machine_ready,      S::available_and_ready,     S::transporting,
                                 S::transport_finished, S::transport_stopped};

// Brings the giving machine into a state, by what both say.
DownstreamInterface giving(S state) {
    DownstreamInterface link(machine("A"), "+00:00");
    link.connected(start);
    const auto hear = [&](const Message& m) { static_cast<void>(link.feed(xml(m), start)); };
    if (state == S::socket_connected) return link;
    hear(machine("B"));
    if (state != S::not_available_not_ready && state != S::machine_ready) REQUIRE(link.board_available(board(), start));
    if (state != S::not_available_not_ready && state != S::board_available) hear(MachineReady{});
    if (state >= S::transporting) hear(StartTransport{id, {}});
    if (state == S::transport_finished) REQUIRE(link.transport_finished(transfer_complete, start));
    if (state == S::transport_stopped) hear(StopTransport{transfer_complete, id});
    REQUIRE(link.state() == state);
    REQUIRE(link.close_reason().empty());
    static_cast<void>(link.take_output());
    return link;
}

// Brings the taking machine into a state. It speaks first, so its first state is the one after its own description.
UpstreamInterface taking(S state) {
    UpstreamInterface link(machine("B"), "+00:00");
    link.connected(start);
    const auto hear = [&](const Message& m) { static_cast<void>(link.feed(xml(m), start)); };
    if (state != S::socket_connected) {
        hear(machine("A"));
        if (state != S::not_available_not_ready && state != S::machine_ready) hear(BoardAvailable{board()});
        if (state != S::not_available_not_ready && state != S::board_available)
            REQUIRE(link.machine_ready(MachineReady{}, start));
        if (state >= S::transporting) REQUIRE(link.start_transport(start));
        if (state == S::transport_finished) hear(TransportFinished{transfer_complete, id});
        if (state == S::transport_stopped) REQUIRE(link.stop_transport(transfer_complete, start));
        REQUIRE(link.state() == state);
    }
    REQUIRE(link.close_reason().empty());
    static_cast<void>(link.take_output());
    return link;
}

const std::map<std::string, Message> neighbours_words{
    {"ServiceDescription", machine("N")},
    {"BoardAvailable", BoardAvailable{board()}},
    {"RevokeBoardAvailable", RevokeBoardAvailable{}},
    {"MachineReady", MachineReady{}},
    {"RevokeMachineReady", RevokeMachineReady{}},
    {"StartTransport", StartTransport{id, {}}},
    {"StopTransport", StopTransport{transfer_complete, id}},
    {"TransportFinished", TransportFinished{transfer_complete, id}},
    {"BoardForecast", BoardForecast{}},
    {"QueryBoardInfo", QueryBoardInfo{"PNL-1", ""}},
    {"SendBoardInfo", SendBoardInfo{}},
    {"Command", Command{1}},
    {"CheckAlive", CheckAlive{}},
    {"Notification", Notification{0, severity_info, "hello"}},
    {"BoardArrived", BoardArrived{}},
    {"Unheard-of", Other{"UnheardOf"}},
};

using Legal = std::map<std::string, std::map<S, S>>;

std::map<S, S> stays(std::vector<S> states) {
    std::map<S, S> same;
    for (const auto state : states) same[state] = state;
    return same;
}
std::map<S, S> established_states() {
    auto same = stays(open_states);
    same.erase(S::socket_connected);
    return same;
}

// What the client may say to the server, and what becomes of the state.
Legal clients_words() {
    return {{"ServiceDescription", {{S::socket_connected, S::not_available_not_ready}}},
            {"MachineReady",
             {{S::not_available_not_ready, S::machine_ready}, {S::board_available, S::available_and_ready}}},
            {"RevokeMachineReady",
             {{S::machine_ready, S::not_available_not_ready}, {S::available_and_ready, S::board_available}}},
            {"StartTransport", {{S::available_and_ready, S::transporting}}},
            {"StopTransport",
             {{S::transporting, S::transport_stopped}, {S::transport_finished, S::not_available_not_ready}}},
            {"QueryBoardInfo", established_states()},
            {"Command", established_states()},
            {"CheckAlive", stays(open_states)},
            {"Notification", stays(open_states)},
            {"BoardArrived", stays(open_states)},
            {"Unheard-of", stays(open_states)}};
}

// What the server may say to the client.
Legal servers_words() {
    return {
        {"ServiceDescription", {{S::socket_connected, S::not_available_not_ready}}},
        {"BoardAvailable",
         {{S::not_available_not_ready, S::board_available},
          {S::machine_ready, S::available_and_ready},
          {S::transporting, S::transporting},
          {S::transport_stopped, S::transport_stopped}}},
        {"RevokeBoardAvailable",
         {{S::board_available, S::not_available_not_ready},
          {S::available_and_ready, S::machine_ready},
          {S::transporting, S::transporting},
          {S::transport_stopped, S::transport_stopped}}},
        {"TransportFinished",
         {{S::transporting, S::transport_finished}, {S::transport_stopped, S::not_available_not_ready}}},
        {"BoardForecast", stays({S::not_available_not_ready, S::machine_ready, S::transporting, S::transport_stopped})},
        {"SendBoardInfo", established_states()},
        {"Command", established_states()},
        {"CheckAlive", stays(open_states)},
        {"Notification", stays(open_states)},
        {"BoardArrived", stays(open_states)},
        {"Unheard-of", stays(open_states)}};
}

template <class Link>
void every_word_in_every_state(const std::function<Link(S)>& in, const Legal& legal) {
    int refused = 0;
    for (const auto state : open_states) {
        for (const auto& [word, message] : neighbours_words) {
            CAPTURE(name_of(state));
            CAPTURE(word);
            Link link = in(state);
            const S before = link.state();
            static_cast<void>(link.feed(xml(message), start));
            const auto allowed = legal.find(word);
            if (allowed != legal.end() && allowed->second.count(state) != 0) {
                const S next = allowed->second.at(state);
                CHECK(name_of(link.state()) == name_of(next == state ? before : next));
                CHECK(link.close_reason().empty());
                continue;
            }
            ++refused;
            const auto answer = said(link.take_output());
            REQUIRE(answer.size() == 1);
            const auto* note = std::get_if<Notification>(&answer[0]);
            REQUIRE(note != nullptr);
            CHECK(note->code == 1);
            CHECK(note->severity == 1);
            CHECK(!note->description.empty());
            CHECK(!link.close_reason().empty());
            CHECK(link.state() == before);
            // What stands behind it in the same read is not looked at any more.
            CHECK(link.feed(xml(message), start).empty());
            CHECK(link.take_output().empty());
        }
    }
    MESSAGE(refused << " illegal words refused");
    CHECK(refused > 60);
}

}  // namespace

TEST_CASE("the giving machine takes each word of the neighbour where it is legal, and closes on it elsewhere") {
    every_word_in_every_state<DownstreamInterface>(giving, clients_words());
}

TEST_CASE("the taking machine takes each word of the neighbour where it is legal, and closes on it elsewhere") {
    every_word_in_every_state<UpstreamInterface>(taking, servers_words());
}

TEST_CASE("two machines hand a board over, with either readiness first, and are where they began") {
    for (const bool ready_first : {true, false}) {
        CAPTURE(ready_first);
        DownstreamInterface a(machine("A"), "+00:00");
        UpstreamInterface b(machine("B"), "+00:00");
        std::vector<std::string> heard_a;
        std::vector<std::string> heard_b;
        const auto exchange = [&] {
            for (const auto& m : a.feed(b.take_output(), start)) heard_a.emplace_back(name_of(m));
            for (const auto& m : b.feed(a.take_output(), start)) heard_b.emplace_back(name_of(m));
        };
        a.connected(start);
        b.connected(start);
        exchange();
        CHECK(a.neighbour().machine_id == "B");
        CHECK(b.neighbour().machine_id == "A");
        if (ready_first) {
            REQUIRE(b.machine_ready(MachineReady{}, start));
            exchange();
            REQUIRE(a.board_available(board(), start));
        } else {
            REQUIRE(a.board_available(board(), start));
            exchange();
            REQUIRE(b.machine_ready(MachineReady{}, start));
        }
        exchange();
        exchange();
        CHECK(b.board() == board());
        REQUIRE(b.start_transport(start));
        exchange();
        CHECK(a.transported() == id);
        REQUIRE(a.transport_finished(transfer_complete, start));
        exchange();
        REQUIRE(b.stop_transport(transfer_complete, start));
        exchange();
        CHECK(a.neighbour_transfer() == transfer_complete);
        CHECK(b.neighbour_transfer() == transfer_complete);
        CHECK(a.state() == S::not_available_not_ready);
        CHECK(b.state() == S::not_available_not_ready);
        CHECK(heard_a == std::vector<std::string>{"MachineReady", "StartTransport", "StopTransport"});
        CHECK(heard_b == std::vector<std::string>{"BoardAvailable", "TransportFinished"});
    }
}

TEST_CASE("an end says nothing that its state does not allow") {
    for (const auto state : open_states) {
        CAPTURE(name_of(state));
        const bool idle = state == S::not_available_not_ready || state == S::machine_ready;
        CHECK(giving(state).board_available(board(), start) == idle);
        CHECK(giving(state).board_forecast(BoardForecast{}, start) == idle);
        CHECK(giving(state).revoke_board_available(start) ==
              (state == S::board_available || state == S::available_and_ready));
        CHECK(giving(state).transport_finished(transfer_complete, start) ==
              (state == S::transporting || state == S::transport_stopped));
        CHECK(taking(state).machine_ready(MachineReady{}, start) ==
              (state == S::not_available_not_ready || state == S::board_available));
        CHECK(taking(state).revoke_machine_ready(start) ==
              (state == S::machine_ready || state == S::available_and_ready));
        CHECK(taking(state).start_transport(start) == (state == S::available_and_ready));
        CHECK(taking(state).stop_transport(transfer_complete, start) ==
              (state == S::transporting || state == S::transport_finished));
        CHECK(taking(state).query_board_info({}, start) == (state != S::socket_connected));
        auto refused = giving(state);
        if (!idle) {
            static_cast<void>(refused.board_available(board(), start));
            CHECK(refused.take_output().empty());
        }
    }
}

TEST_CASE("Start, Stop and Finished must name the board that is under way") {
    auto start_other = giving(S::available_and_ready);
    static_cast<void>(start_other.feed(xml(StartTransport{other_id, {}}), start));
    CHECK(start_other.close_reason() == "StartTransport names board " + other_id + ", but " + id + " is offered");
    auto stop_other = giving(S::transporting);
    static_cast<void>(stop_other.feed(xml(StopTransport{transfer_complete, other_id}), start));
    CHECK(stop_other.close_reason() == "StopTransport names board " + other_id + ", but " + id + " is under way");
    auto finish_other = taking(S::transporting);
    static_cast<void>(finish_other.feed(xml(TransportFinished{transfer_complete, other_id}), start));
    CHECK(finish_other.close_reason() == "TransportFinished names board " + other_id + ", but " + id + " is under way");
    for (const auto& bytes : {start_other.take_output(), stop_other.take_output(), finish_other.take_output()}) {
        const auto answer = said(bytes);
        REQUIRE(answer.size() == 1);
        CHECK(std::get<Notification>(answer[0]).severity == 1);
    }
}

TEST_CASE("a StartTransport that crossed the revocation is taken and can be ended as not started") {
    auto link = giving(S::available_and_ready);
    REQUIRE(link.revoke_board_available(start));
    CHECK(link.state() == S::machine_ready);
    static_cast<void>(link.feed(xml(StartTransport{id, {}}), start));
    CHECK(link.state() == S::transporting);
    REQUIRE(link.transport_finished(transfer_not_started, start));
    static_cast<void>(link.feed(xml(StopTransport{transfer_not_started, id}), start));
    CHECK(link.state() == S::not_available_not_ready);
    // The other end hears the revocation while it believes the board to move.
    auto taker = taking(S::transporting);
    static_cast<void>(taker.feed(xml(RevokeBoardAvailable{}) + xml(BoardForecast{}), start));
    static_cast<void>(taker.feed(xml(TransportFinished{transfer_not_started, id}), start));
    CHECK(taker.state() == S::transport_finished);
    CHECK(taker.neighbour_transfer() == transfer_not_started);
}

TEST_CASE("a board that was handed over can't be started again") {
    auto link = giving(S::transport_finished);
    static_cast<void>(link.feed(xml(StopTransport{transfer_complete, id}) + xml(MachineReady{}), start));
    CHECK(link.state() == S::machine_ready);
    static_cast<void>(link.feed(xml(StartTransport{id, {}}), start));
    CHECK(!link.close_reason().empty());
    auto unnamed = giving(S::machine_ready);
    static_cast<void>(unnamed.feed(xml(StartTransport{"", {}}), start));
    CHECK(!unnamed.close_reason().empty());
}

TEST_CASE("a ping is answered in any state, a plain CheckAlive and a pong are not") {
    for (const auto state : open_states) {
        CAPTURE(name_of(state));
        auto link = giving(state);
        static_cast<void>(link.feed(xml(CheckAlive{1, "77"}) + xml(CheckAlive{}) + xml(CheckAlive{2, "1"}), start));
        CHECK(said(link.take_output()) == std::vector<Message>{CheckAlive{2, "77"}});
    }
}

TEST_CASE("a neighbour that promised pongs and falls silent is given up, one that never introduced itself as well") {
    for (const bool promised : {true, false}) {
        CAPTURE(promised);
        DownstreamInterface link(machine("A"), "+00:00");
        link.connected(start);
        static_cast<void>(link.feed(xml(machine("B", promised ? std::vector<std::string>{"FeatureCheckAliveResponse"}
                                                              : std::vector<std::string>{})),
                                    start));
        static_cast<void>(link.take_output());
        link.tick(start + after(5));
        CHECK(said(link.take_output()) == std::vector<Message>{promised ? CheckAlive{1, "1"} : CheckAlive{}});
        link.tick(start + after(16));
        CHECK(link.close_reason() == (promised ? "the neighbour answered no ping for 15 s" : ""));
    }
    DownstreamInterface mute(machine("A"), "+00:00");
    mute.connected(start);
    mute.tick(start + after(14));
    CHECK(mute.close_reason().empty());
    CHECK(mute.take_output().empty());
    mute.tick(start + after(16));
    CHECK(mute.close_reason() == "the neighbour did not introduce itself within 15 s");
}

TEST_CASE("a goodbye is said once; the neighbour's is heard") {
    auto link = giving(S::board_available);
    link.say_goodbye(machine_shutdown, severity_info, "the shift ends", start);
    link.say_goodbye(machine_shutdown, severity_info, "the shift ends", start);
    CHECK(said(link.take_output()) ==
          std::vector<Message>{Notification{machine_shutdown, severity_info, "the shift ends"}});
    CHECK(!link.board_available(board(other_id), start));
    for (const int code : {connection_refused, connection_reset, machine_shutdown}) {
        auto hears = taking(S::board_available);
        static_cast<void>(hears.feed(xml(Notification{code, severity_info, "the shift ends"}), start));
        CHECK(hears.close_reason() == "the neighbour says: the shift ends");
    }
}

TEST_CASE("a second client reads why it is refused") {
    const auto words = said(refusal("+00:00", start));
    REQUIRE(words.size() == 1);
    CHECK(std::get<Notification>(words[0]).code == connection_refused);
    CHECK(std::get<Notification>(words[0]).severity == severity_error);
}

TEST_CASE("a new connection begins without anything of the old one") {
    auto link = taking(S::transporting);
    link.connected(start + after(60));
    CHECK(said(link.take_output()) == std::vector<Message>{machine("B")});
    static_cast<void>(link.feed(xml(machine("A")), start + after(60)));
    CHECK(link.state() == S::not_available_not_ready);
    CHECK(link.board() == Board{});
    CHECK(link.transported().empty());
}

TEST_CASE("what is no XML ends the link with a fatal Notification") {
    auto link = giving(S::not_available_not_ready);
    static_cast<void>(link.feed("<Hermes Timestamp=\"t\"><Broken</Hermes>", start));
    const auto answer = said(link.take_output());
    REQUIRE(answer.size() == 1);
    CHECK(std::get<Notification>(answer[0]).severity == 1);
    CHECK(!link.close_reason().empty());
}
