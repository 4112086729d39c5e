#include "connectors/wire/mtconnect/machine.hpp"

#include "connectors/wire/mtconnect/shdr_interpreter.hpp"
#include "model.hpp"
#include "twin/fold.hpp"

using namespace glassline;
using namespace glassline::mtconnect;

namespace {

// Says SHDR lines of one second each to a machine and folds what comes of them.
struct Fixture {
    DeviceModel devices = model();
    ShdrInterpreter shdr{devices, 0, {StationId("S"), StationId()}, 0};
    TwinState twin;
    std::vector<Event> events;  // of the last call

    Fixture() {
        LineDescription line;
        line.id = LineId("L");
        line.stations.resize(1);
        line.stations[0].id = StationId("S");
        fold_in({{LineDescribed{line}, second(0)}});
    }
    static Instant second(int s) { return from_micros(1'660'000'000'000'000 + s * 1'000'000LL); }
    void fold_in(MachineEvents said) {
        events.clear();
        for (auto& one : said) {
            EventRecord record;
            record.sequence = twin.sequence + 1;
            record.source = SourceId("a");
            record.occurred_at = one.at;
            record.received_at = one.at;
            record.event = one.event;
            fold(twin, record);
            events.push_back(std::move(one.event));
        }
    }
    void say(int s, const std::string& pairs) { fold_in(shdr.take(to_iso8601(second(s)) + "|" + pairs, second(s))); }
    StationState& station() { return twin.lines.at(LineId("L")).stations.at(StationId("S")); }
    std::int32_t code() { return station().state.code; }
    std::vector<std::string> faults() {
        std::vector<std::string> out;
        for (const auto& fault : station().faults) out.push_back(fault.code);
        return out;
    }
    template <class T>
    std::size_t count() const {
        std::size_t n = 0;
        for (const auto& event : events) n += std::holds_alternative<T>(event) ? 1 : 0;
        return n;
    }
};
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "execution words become E10 states") {
    struct Row {
        const char* pairs;
        int code;
    };
    // From README.md, said one after another.
    const Row rows[] = {{"execution|ACTIVE", 1000},
                        {"mode|AUTOMATIC", 1100},
                        {"execution|READY", 2000},
                        {"execution|INTERRUPTED", 2100},
                        {"execution|FEED_HOLD", 2100},
                        {"execution|OPTIONAL_STOP", 2100},
                        {"execution|PROGRAM_STOPPED", 2100},
                        {"execution|STOPPED", 2100},
                        {"execution|PROGRAM_COMPLETED", 2000},
                        {"execution|WAIT", 2200},
                        {"wait|PART_LOAD", 2202},
                        {"wait|PART_UNLOAD", 2201},
                        {"wait|TOOL_LOAD", 2300},
                        {"wait|POWERING_UP", 2000},
                        {"fmode|SETUP", 4500},
                        {"fmode|MAINTENANCE", 4000},
                        {"fmode|PROCESS_DEVELOPMENT", 2000},
                        {"execution|Active", 3100},
                        {"fmode|PRODUCTION", 1100},
                        {"estop|TRIGGERED", 5000},
                        {"estop|ARMED", 1100},
                        {"execution|UNAVAILABLE", 0},
                        {"execution|Running", 0}};
    int s = 0;
    for (const auto& row : rows) {
        CAPTURE(row.pairs);
        say(++s, row.pairs);
        CHECK(code() == row.code);
    }
    CHECK(twin.sources.at(SourceId("a")).unmapped.count("MTConnect EXECUTION 'Running'") == 1);
    say(30, "execution|READY");
    say(31, "execution|READY");
    CHECK(events.empty());  // said again
    CHECK(station().since == second(30));
}

TEST_CASE_FIXTURE(Fixture,
                  "several conditions of an item are active at a time; NORMAL clears the one it names, or all") {
    say(1, "execution|READY");
    say(2, "system|Warning|428|||MEMORY PROTECT (AUTO OPERATION)");
    say(3, "system|Warning|406|||MEMORY PROTECT");
    say(4, "motion|FAULT|610||HIGH|MISSING TOOL DATA");
    CHECK(faults() == Texts{"428", "406", "610"});
    CHECK(code() == 5000);  // a fault, and it does not work
    CHECK(station().faults[0].severity == FaultSeverity::warning);
    CHECK(station().faults[2].severity == FaultSeverity::error);
    CHECK(station().faults[2].cause == "MOTION_PROGRAM");
    CHECK(station().faults[2].description == "MISSING TOOL DATA");
    say(5, "system|Normal|428|||");
    CHECK(faults() == Texts{"406", "610"});
    say(6, "system|Warning|406|||MEMORY PROTECT");
    CHECK(events.empty());
    say(7, "system|Fault|406|||MEMORY PROTECT");  // the same code at another level
    CHECK(faults() == Texts{"610", "406"});
    CHECK(station().faults[1].severity == FaultSeverity::error);
    say(8, "motion|Normal||||");
    CHECK(faults() == Texts{"406"});
    say(9, "system|Normal|999|||");
    CHECK(faults() == Texts{"406"});
    CHECK(code() == 5000);
    say(10, "execution|ACTIVE");
    CHECK(code() == 1000);  // it says itself that it works
    say(11, "system|UNAVAILABLE||||");
    CHECK(faults().empty());
}

TEST_CASE_FIXTURE(Fixture, "a part count is unknown until it is said, and again when it is UNAVAILABLE; never zero") {
    say(1, "parts|UNAVAILABLE");
    REQUIRE(station().part_counters.size() == 1);
    const auto& counter = station().part_counters[0];
    CHECK_FALSE(counter.known);
    CHECK_FALSE(counter.begun);
    say(2, "parts|7");
    CHECK(counter.known);
    CHECK(counter.count == 7);
    CHECK(counter.done == 0);  // nobody here saw those seven
    say(3, "parts|9");
    CHECK(counter.done == 2);
    say(4, "parts|9");
    CHECK(events.empty());
    say(5, "parts|UNAVAILABLE");
    CHECK_FALSE(counter.known);
    CHECK(counter.count == 9);
    say(6, "parts|11.0");
    CHECK(counter.done == 4);  // its own count says what happened meanwhile
    say(7, "parts|0");
    CHECK(counter.resets == 1);
    CHECK(counter.done == 4);
    say(8, "parts|1");
    CHECK(counter.done == 5);
    say(9, "parts|2:MANUAL");
    CHECK(counter.resets == 2);
    CHECK(counter.done == 5);
    say(10, "parts|many");
    CHECK_FALSE(counter.known);
    say(11, "target|500");
    CHECK(station().part_counters.size() == 1);  // a plan is no count
    say(5, "parts|100");                         // a late word
    CHECK(counter.count == 2);
}

TEST_CASE_FIXTURE(Fixture, "the program is the recipe; a subprogram is not") {
    say(1, R"(program|TNC:\BRIAN\WARMUP.H|subprogram|SUB1)");
    CHECK(station().recipe == R"(TNC:\BRIAN\WARMUP.H)");
    say(2, "program|UNAVAILABLE");
    CHECK(station().recipe.empty());
}

TEST_CASE_FIXTURE(Fixture, "AVAILABILITY UNAVAILABLE makes everything unknown") {
    say(1, "avail|AVAILABLE|execution|ACTIVE|mode|AUTOMATIC|parts|3|program|P|motion|WARNING|1|||slow");
    CHECK(station().online);
    CHECK(code() == 1100);
    say(2, "avail|UNAVAILABLE");
    CHECK_FALSE(station().online);
    CHECK(code() == 0);
    CHECK(station().since == second(2));
    CHECK(faults().empty());
    CHECK_FALSE(station().part_counters[0].known);
    CHECK(station().recipe.empty());
    say(3, "execution|READY");
    CHECK(code() == 2000);
}

TEST_CASE_FIXTURE(Fixture, "a lost connection does the same, on the machine's clock; what comes then is no older") {
    fold_in(shdr.lost(second(50)));
    CHECK(events.empty());  // it never said a word
    say(1, "avail|AVAILABLE|execution|ACTIVE");
    // The machine's clock is an hour behind ours: its stamps stay in its own time.
    fold_in(shdr.take(to_iso8601(second(10)) + "|parts|5", second(3'610)));
    fold_in(shdr.lost(second(3'630)));
    CHECK(code() == 0);
    CHECK(station().since == second(30));
    CHECK_FALSE(station().online);
    say(2, "avail|AVAILABLE|execution|READY");  // the value it has had since long ago
    CHECK(code() == 2000);
    CHECK(station().since == second(30));
    CHECK(station().online);
}

TEST_CASE_FIXTURE(Fixture, "late words go into the past and leave the present") {
    say(10, "execution|ACTIVE");
    say(5, "execution|READY");
    CHECK(code() == 1000);
    REQUIRE(station().history.size() == 2);
    CHECK(station().history[0].state.code == 2000);
    CHECK(station().history[0].until == second(10));
    say(11, "execution|READY");
    CHECK(code() == 2000);
}

TEST_CASE_FIXTURE(Fixture, "values without a slot are told once a minute, with their number") {
    say(0, "Sload|1");
    REQUIRE(events.size() == 1);
    CHECK(events[0] == Event(MessageUnmapped{"MTConnect LOAD Sload", true, StationId("S"), 1}));
    for (int s = 1; s < 60; ++s) {
        say(s, "Sload|" + std::to_string(s));
        CHECK(events.empty());
    }
    say(60, "Sload|60");
    REQUIRE(events.size() == 1);
    CHECK(std::get<MessageUnmapped>(events[0]).count == 60);
    say(61, "nobody|1|Sload|9");
    REQUIRE(events.size() == 1);
    CHECK(events[0] == Event(MessageUnmapped{"MTConnect key nobody", false, StationId("S"), 1}));
    fold_in(shdr.finish());
    CHECK(std::get<MessageUnmapped>(events.at(0)).count == 1);
    CHECK(twin.sources.at(SourceId("a")).unmapped.at("MTConnect LOAD Sload").count == 62);
    say(62, "Lathe:execution|ACTIVE");  // a device that is no station
    CHECK(std::get<MessageUnmapped>(events.at(0)).station.empty());
    CHECK(code() == 0);
}

TEST_CASE_FIXTURE(Fixture, "unreadable lines and missing zones are told with their number") {
    fold_in(shdr.take("what is this", second(1)));
    CHECK(count<MessageRefused>() == 1);
    fold_in(shdr.take("and this", second(2)));
    CHECK(events.empty());
    fold_in(shdr.take("2022-08-08T23:06:40|execution|ACTIVE", second(3)));
    CHECK(count<ZoneMissing>() == 1);
    fold_in(shdr.finish());
    CHECK(count<MessageRefused>() == 1);
    CHECK(twin.sources.at(SourceId("a")).refused.begin()->second.count == 2);
}

TEST_CASE_FIXTURE(Fixture, "a new watch vouches for nothing of the one before") {
    say(1, "avail|AVAILABLE|system|FAULT|1|||x");
    ShdrInterpreter again(devices, 0, {StationId("S"), StationId()}, 0);
    fold_in(again.begin(second(2)));
    CHECK(faults().empty());
    CHECK_FALSE(station().online);
}
