// What an emulated machine writes is what a receiver reads: decode(encode(e)) == e over simulated days, for every kind
// of event that the simulation tells, but for what CFX has no field for.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <regex>

#include "connectors/wire/cfx/decode.hpp"
#include "connectors/wire/cfx/encode.hpp"
#include "tests/simulation/simulated_lines.hpp"
#include "twin/simulation/line_simulation.hpp"

using namespace glassline;
using namespace glassline::test;

namespace {

// CFX names a panel by its primary and its Hermes identifier, knows no product and no size, no board changed by hand,
// and has no word for a unit that nobody judged: the SDK's default status is Pass.
struct AsCfxHasIt {
    static PanelEvidence evidence(const PanelEvidence& said) {
        return {said.primary_identifier, said.hermes_board_id, "", ""};
    }
    static PanelFacts facts(const PanelFacts& said, bool with_order) {
        PanelFacts out;
        out.units = said.units;
        for (auto& unit : out.units) {
            if (unit.result == UnitResult::unknown) unit.result = UnitResult::good;
            if (unit.result == UnitResult::missing) unit.result = UnitResult::skipped;
        }
        if (!with_order) return out;
        out.order = said.order;
        out.batch = said.batch;
        out.order_evidence = said.order_evidence;
        return out;
    }
    template <class Moved>
    static Event moved(Moved event) {
        event.panel = evidence(event.panel);
        event.facts = facts(event.facts, false);
        // UnitsLoaded and UnitsUnloaded know no Hermes id and no lane.
        if (event.transfer == Transfer::by_magazine) {
            event.panel.hermes_board_id.clear();
            event.lane = 1;
        }
        if (event.transfer == Transfer::by_hand) event.transfer = Transfer::by_conveyor;
        return event;
    }
    Event operator()(const UnitsArrived& event) const { return moved(event); }
    Event operator()(const UnitsDeparted& event) const { return moved(event); }
    Event operator()(WorkStarted event) const {
        event.panel = evidence(event.panel);
        return event;
    }
    Event operator()(WorkCompleted event) const {
        event.panel = evidence(event.panel);
        return event;
    }
    Event operator()(UnitsInitialized event) const {
        event.panel = evidence(event.panel);
        event.facts = facts(event.facts, true);
        return event;
    }
    Event operator()(UnitsDisqualified event) const {
        event.panel = evidence(event.panel);
        event.facts = facts(event.facts, false);
        return event;
    }
    template <class T>
    Event operator()(const T& event) const {
        return event;
    }
};

}  // namespace

TEST_CASE("CFX: three simulated days come back as they were told, in the wire form of the SDK") {
    const DemoDay day;
    SimulationTuning tuning;
    tuning.stops_per_hour = 6;
    tuning.unrepairable = 0.3;
    tuning.unit_failure = 0.04;
    tuning.pauses = {{3000, 3300}};
    Chaos chaos(2);
    chaos[0].at_s = 900;
    chaos[0].duration_s = 120;
    chaos[0].station = day.line.stations[7].id;
    chaos[0].description = "belt \"2\" stands \\ \xe2\x82\xac";
    chaos[1].kind = ChaosKind::operator_away;
    chaos[1].at_s = 1000;
    chaos[1].duration_s = 4000;
    chaos[1].count = 2;
    const std::regex stamp("\"TimeStamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}[+-]\\d\\d:\\d\\d\"");
    std::map<std::string, int> kinds;
    cfx::Decoder decoder;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        LineSimulation simulation(day.line, day.orders, seed, simulated_start, tuning, chaos);
        Rng guids(seed);
        for (const auto& told : simulation.advance_to(simulated_start + std::chrono::hours(3))) {
            const auto& station = std::visit(
                [](const auto& e) -> StationId {
                    if constexpr (requires { e.station; }) return e.station;
                    return {};
                },
                told.event);
            CAPTURE(seed);
            CAPTURE(type_name(told.event));
            const int zone = seed == 1 ? 0 : seed == 2 ? 330 : -210;
            const cfx::Head head{day.line.find(station)->cfx_handle, cfx::guid(guids.next(), guids.next()), told.at,
                                 zone, told.place};
            const auto message = cfx::encode(head, told.event, seed == 3);
            REQUIRE(message);
            const auto meanings = decoder.decode(message->body, message->content_encoding, {day.line, ""});
            REQUIRE(meanings.size() == 1);
            CHECK(meanings[0].occurred_at == told.at);
            CHECK(meanings[0].unique_id == head.unique_id);
            CHECK(meanings[0].station == station);
            REQUIRE(meanings[0].events.size() == 1);
            CHECK((meanings[0].events[0] == std::visit(AsCfxHasIt{}, told.event)));
            const std::string_view json = meanings[0].json;
            CHECK(json.starts_with("{\"MessageName\":\"CFX."));
            CHECK(json.find("\"MessageBody\":{\"$type\":\"CFX.") != std::string_view::npos);
            if (kinds[std::string(type_name(told.event))]++ < 20) CHECK(std::regex_search(std::string(json), stamp));
            if (!told.place.stage_name.empty()) {
                CHECK(json.find("\"StageName\":\"" + told.place.stage_name + "\"") != std::string_view::npos);
            }
        }
    }
    for (const auto& [kind, count] : kinds) std::printf("%-20s %d\n", kind.c_str(), count);
    for (const char* kind :
         {"StationOnline", "StationStateChanged", "FaultOccurred", "FaultCleared", "RecipeActivated", "UnitsArrived",
          "UnitsDeparted", "WorkStarted", "WorkCompleted", "WorkStageStarted", "WorkStageCompleted", "UnitsInspected",
          "UnitsRepaired", "UnitsDisqualified", "UnitsInitialized"}) {
        CAPTURE(kind);
        CHECK(kinds[kind] > 0);
    }
}

TEST_CASE("CFX: what the emulation says beside the simulation comes back, too") {
    const DemoDay day;
    const auto& station = day.line.stations[2];
    const cfx::Head head{station.cfx_handle, cfx::guid(1, 2), simulated_start, 0, {}};
    cfx::Decoder decoder;
    const HeartbeatReceived heartbeat{station.id, 30};
    const auto beat = decoder.decode(cfx::encode(head, heartbeat)->body, "", {day.line, ""});
    CHECK((beat.at(0).events.at(0) == Event(heartbeat)));
    const FaultAcknowledged acknowledged{station.id, FaultId("7e3f1a00-0000-4000-8000-000000000001"), "op-2"};
    const auto seen = decoder.decode(cfx::encode(head, acknowledged)->body, "", {day.line, ""});
    CHECK((seen.at(0).events.at(0) == Event(acknowledged)));
    PanelFacts facts;
    facts.units = {Unit{"P-1", 1, 10, 20}};
    const auto read =
        decoder.decode(cfx::encode_identifiers_read(head, {"P", "h", "", ""}, facts).body, "", {day.line, ""});
    CHECK(read.at(0).message_name == "CFX.Sensor.Identification.IdentifiersRead");
    REQUIRE(read.at(0).events.size() == 1);
    CHECK_FALSE(std::holds_alternative<MessageUnmapped>(read[0].events[0]));
    CHECK_FALSE(std::holds_alternative<MessageRefused>(read[0].events[0]));
}
