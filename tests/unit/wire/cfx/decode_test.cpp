#include "connectors/wire/cfx/decode.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "connectors/wire/cfx/encode.hpp"
#include "connectors/wire/cfx/unwrap.hpp"
#include "connectors/wire/cfx/values.hpp"
#include "connectors/wire/cfx/vocabulary.hpp"
#include "tests/support/files.hpp"

using namespace glassline;

namespace {

LineDescription two_machines() {
    LineDescription line;
    line.id = LineId("L1");
    line.zone = "+02:00";
    StationDescription placer;
    placer.id = StationId("placer");
    placer.cfx_handle = "ASM.EBYSIPLACE.12345678";
    StationDescription mounter;
    mounter.id = StationId("mounter");
    mounter.cfx_handle = "KNS.iFlex.DC017580";
    line.stations = {placer, mounter};
    return line;
}

std::string arrived(const std::string& stamp, const std::string& name = "CFX.Production.UnitsArrived") {
    return R"({"MessageName":")" + name + R"(","Version":"2.1","TimeStamp":")" + stamp +
           R"(","UniqueID":"u-1","Source":"ASM.EBYSIPLACE.12345678","MessageBody":{"primaryidentifier":"P1","Lane":2,)"
           R"("Units":[{"UnitIdentifier":"P1","PositionNumber":1,"X":NaN,"Status":"Fail"},)"
           R"({"UnitIdentifier":"U2","PositionNumber":2,"X":3}]}})";
}

template <class E>
const E* only(const cfx::Meaning& meaning) {
    const E* found = nullptr;
    for (const auto& event : meaning.events) {
        if (const auto* hit = std::get_if<E>(&event)) found = hit;
    }
    return found;
}

std::string reference_folder() {
    if (const char* set = std::getenv("GLASSLINE_REFERENCE_DATA")) return std::string(set) + "/cfx/examples";
    return (std::filesystem::path(GLASSLINE_SOURCE_DIR) / "../shared/cfx/examples").lexically_normal().string();
}

}  // namespace

TEST_CASE("CFX: an arrival in every form a transport carries it") {
    const auto line = two_machines();
    cfx::Decoder decoder;
    const auto json = arrived("2026-11-23T14:10:05.1234567+01:00");
    const auto check = [&](const std::string& payload, const char* encoding) {
        const auto meanings = decoder.decode(payload, encoding, {line, ""});
        REQUIRE(meanings.size() == 1);
        const auto& meaning = meanings.front();
        CHECK(meaning.unique_id == "u-1");
        CHECK(to_iso8601(meaning.occurred_at) == "2026-11-23T13:10:05.123456Z");
        REQUIRE(meaning.events.size() == 1);
        const auto* event = only<UnitsArrived>(meaning);
        REQUIRE(event != nullptr);
        CHECK(event->station == StationId("placer"));
        CHECK(event->panel.primary_identifier == "P1");
        CHECK(event->lane == 2);
        REQUIRE(event->facts.units.size() == 2);
        CHECK(event->facts.units[0].identifier.empty());  // the panel's own: known by its position
        CHECK(event->facts.units[0].result == UnitResult::failed);
        CHECK(event->facts.units[0].x_mm == 0);
        CHECK(event->facts.units[1].identifier == "U2");
    };
    check(json, "");
    check("\xef\xbb\xbf" + json, "");
    check(cfx::gzip(json), "gzip");
    check(cfx::gzip(json), "");
    check(json, "gzip");  // announced and not done
    check("[" + json + "]", "");
    check(arrived("2026-11-23T14:10:05.1234567+01:00", "cfx.production.UNITSARRIVED"), "");
}

TEST_CASE("CFX: a time stamp without a zone gets the line's, and says so") {
    const auto line = two_machines();
    cfx::Decoder decoder;
    const auto meanings = decoder.decode(arrived("2026-11-23T14:10:05"), "", {line, ""});
    CHECK(to_iso8601(meanings[0].occurred_at) == "2026-11-23T12:10:05.000Z");
    CHECK(only<ZoneMissing>(meanings[0]) != nullptr);
    CHECK(only<UnitsArrived>(meanings[0]) != nullptr);
}

TEST_CASE("CFX: damage is refused with its reason and stays where it is") {
    const auto line = two_machines();
    cfx::Decoder decoder;
    const auto good = arrived("2026-11-23T14:10:05Z");
    const auto batch = decoder.decode("[" + good + ",{\"MessageName\":}," + good + "]", "", {line, ""});
    REQUIRE(batch.size() == 3);
    CHECK(only<UnitsArrived>(batch[0]) != nullptr);
    CHECK(only<MessageRefused>(batch[1])->reason == "not JSON");
    CHECK(only<UnitsArrived>(batch[2]) != nullptr);

    const auto reason = [&](const std::string& payload) {
        const auto meanings = decoder.decode(payload, "", {line, ""});
        REQUIRE(meanings.size() == 1);
        const auto* refused = only<MessageRefused>(meanings[0]);
        REQUIRE(refused != nullptr);
        return refused->reason;
    };
    CHECK(reason("") == "payload: is empty");
    CHECK(reason("hello") == "payload: is no JSON object or array");
    CHECK(reason("[]") == "batch is empty");
    CHECK(reason("[{},{") == "batch: is cut short");
    CHECK(reason("{}") == "envelope has no MessageName");
    CHECK(reason("{\"a\":\"\xff\xfe\"}") == "text is not UTF-8");
    CHECK(reason(cfx::gzip(good).substr(0, 40)) == "gzip: is damaged or cut short");
    CHECK(reason("{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}") ==
          "JSON is nested deeper than 64 levels");
    CHECK(reason(cfx::gzip(std::string(cfx::max_json_bytes + 1, ' '))).find("inflates to more") != std::string::npos);
    // The decoder is as good as new after all that.
    CHECK(only<UnitsArrived>(decoder.decode(good, "", {line, ""})[0]) != nullptr);
}

TEST_CASE("CFX: what changes no state is kept under its name") {
    const auto line = two_machines();
    cfx::Decoder decoder;
    const auto said = [&](const std::string& name, const std::string& source) {
        const auto meanings =
            decoder.decode(R"({"MessageName":")" + name + R"(","TimeStamp":"2026-11-23T14:10:05Z","Source":")" +
                               source + R"(","MessageBody":{}})",
                           "", {line, ""});
        const auto* event = only<MessageUnmapped>(meanings[0]);
        REQUIRE(event != nullptr);
        return *event;
    };
    CHECK(said("CFX.Production.SetupRequirementsChanged", "KNS.iFlex.DC017580") ==
          MessageUnmapped{"CFX.Production.SetupRequirementsChanged", true, StationId("mounter")});
    CHECK(said("ACME.Own.Thing", "KNS.iFlex.DC017580") ==
          MessageUnmapped{"ACME.Own.Thing", false, StationId("mounter")});
    CHECK(said("CFX.Production.UnitsArrived", "Nobody") ==
          MessageUnmapped{"CFX.Production.UnitsArrived", true, StationId()});
}

TEST_CASE("CFX: more units than a panel can have are cut and flagged") {
    const auto line = two_machines();
    cfx::Decoder decoder;
    std::string body = R"({"PrimaryIdentifier":"P","Units":[)";
    for (int i = 0; i < 32'774; ++i)
        body += std::string(i == 0 ? "" : ",") + R"({"PositionNumber":)" + std::to_string(i) + "}";
    const auto meaning = decoder.decode_body("CFX.Production.UnitsArrived", body + "]}", {line, "KNS.iFlex.DC017580"});
    CHECK(only<UnitsArrived>(meaning)->facts.units.size() == max_units);
    CHECK(only<MessageRefused>(meaning) != nullptr);
}

TEST_CASE("CFX: state codes in every form of the wire") {
    CHECK(cfx::state_code("2202") == 2202);
    CHECK(cfx::state_code("22a0") == 2201);
    CHECK(cfx::state_code("22B0") == 2202);
    CHECK(cfx::state_code("SBY_NoProductStarved") == 2202);
    CHECK(cfx::state_code("prd") == 1000);
    CHECK(cfx::state_code("3312") == 3312);
    CHECK_FALSE(cfx::state_code("Running"));
    CHECK_FALSE(cfx::state_code(""));
    CHECK(cfx::parse_time_span("00:01:25") == std::chrono::seconds(85));
    CHECK(cfx::parse_time_span("-1.02:00:00.5000000") == -(std::chrono::hours(26) + std::chrono::milliseconds(500)));
    CHECK_FALSE(cfx::parse_time_span("soon"));
    CHECK(cfx::to_time_span(std::chrono::milliseconds(85'500)) == "00:01:25.5000000");
    CHECK(cfx::vocabulary_size() >= 182);
    CHECK(cfx::canonical_name("cfx.heartbeat") == "CFX.Heartbeat");
}

TEST_CASE("CFX: what an emulated machine writes reads back as the same event") {
    const auto line = two_machines();
    cfx::Decoder decoder;
    const StationId station("placer");
    PanelEvidence panel{"P1", "8f0c", "", ""};
    PanelFacts facts;
    facts.units = {Unit{"", 1, 1.5, 2, 90, UnitResult::good, true, false},
                   Unit{"U2", 2, 0, 0, 0, UnitResult::failed, true, false}};
    PanelFacts ordered = facts;
    ordered.order = WorkOrderId("WO-1");
    ordered.batch = "B1";
    ordered.order_evidence = OrderEvidence::work_started;
    PanelFacts initialized = ordered;
    initialized.order_evidence = OrderEvidence::units_initialized;
    const Instant at = from_micros(1'700'000'000'123'456);
    Fault fault;
    fault.id = FaultId("f-1");
    fault.code = "E \"1\"";
    fault.cause = "MechanicalFailure";
    fault.severity = FaultSeverity::alarm;
    fault.description = "line\nbreak";
    fault.occurred_at = at;
    const std::vector<Event> all = {
        UnitsArrived{station, panel, facts, 2, Transfer::by_conveyor},
        UnitsDeparted{station, panel, facts, 1, Transfer::by_conveyor},
        UnitsArrived{station, {"C1", "", "", ""}, facts, 1, Transfer::by_magazine},
        WorkStarted{station, TransactionId("t"), panel, ordered, 1},
        WorkCompleted{station, TransactionId("t"), panel, facts, WorkResult::aborted},
        WorkStageStarted{station, TransactionId("t"), 2, "STAGE2"},
        WorkStageCompleted{station, TransactionId("t"), 2, "STAGE2", WorkResult::failed},
        UnitsInitialized{station, panel, initialized},
        UnitsDisqualified{station, panel, facts, "DefectiveRepairNotPossible"},
        UnitsInspected{station,
                       TransactionId("t"),
                       "AOI",
                       {{"P1", 1, UnitResult::good, {}},
                        {"P1", 2, UnitResult::failed, {{"P1", "TOMBSTONE", "R12", station, at}}}}},
        UnitsRepaired{station, TransactionId("t"), {{"P1", 2, UnitResult::good, {}}}},
        StationStateChanged{station, equipment_state_from_code(2202), equipment_state_from_code(1100),
                            std::chrono::seconds(85)},
        StationOnline{station},
        StationOffline{station},
        FaultOccurred{station, fault},
        FaultCleared{station, FaultId("f-1")},
        FaultAcknowledged{station, FaultId("f-1"), "BADGE", {}},
        RecipeActivated{station, "R", "B", 25, WorkOrderId("WO-1")},
        HeartbeatReceived{station, 60}};
    for (const auto& event : all) {
        for (const bool compress : {false, true}) {
            CAPTURE(type_name(event));
            const auto message = cfx::encode({"ASM.EBYSIPLACE.12345678", cfx::guid(1, 2), at, 60}, event, compress);
            REQUIRE(message);
            const auto meanings = decoder.decode(message->body, message->content_encoding, {line, ""});
            REQUIRE(meanings.size() == 1);
            CHECK(meanings[0].occurred_at == at);
            CHECK(meanings[0].unique_id == "00000000-0000-4001-8000-000000000002");
            REQUIRE(meanings[0].events.size() == 1);
            CHECK((meanings[0].events[0] == event));
        }
    }
    CHECK_FALSE(cfx::encode({}, TimePassed{}));
}

TEST_CASE("CFX: each example of the documentation is read, none is lost") {
    const auto folder = reference_folder();
    if (!std::filesystem::is_directory(folder)) {
        std::cout << "SKIPPED: no CFX examples in " << folder << "; set GLASSLINE_REFERENCE_DATA\n";
        return;
    }
    const auto line = two_machines();
    cfx::Decoder decoder;
    std::size_t files = 0;
    std::size_t folded = 0;
    std::size_t known = 0;
    std::size_t unknown = 0;
    std::size_t refused = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto text = test::read_file(entry.path().string());
        auto name = entry.path().stem().string();
        CAPTURE(name);
        ++files;
        cfx::Meaning meaning;
        if (text.find("\"MessageName\"") != std::string::npos) {
            auto meanings = decoder.decode(text, "", {line, ""});
            REQUIRE(meanings.size() == 1);
            meaning = std::move(meanings[0]);
        } else {
            // "Name.2.json", "Name.router.json": further examples of Name.
            while (cfx::canonical_name(name).empty() && name.rfind('.') != std::string::npos && name.rfind('.') > 4) {
                name.resize(name.rfind('.'));
            }
            meaning = decoder.decode_body(name, text, {line, "KNS.iFlex.DC017580"});
        }
        REQUIRE_FALSE(meaning.events.empty());
        const auto& event = meaning.events.front();
        if (std::holds_alternative<MessageRefused>(event)) {
            ++refused;
            std::cout << "refused " << entry.path().filename() << ": " << std::get<MessageRefused>(event).reason
                      << "\n";
        } else if (const auto* unmapped = std::get_if<MessageUnmapped>(&event)) {
            ++(unmapped->known ? known : unknown);
            if (!unmapped->known) std::cout << "unknown " << entry.path().filename() << "\n";
        } else {
            ++folded;
        }
        if (entry.path().filename() == "CFX.ResourcePerformance.StationStateChanged.ASM.EBYSIPLACE.12345678.json") {
            const auto* changed = std::get_if<StationStateChanged>(&event);
            REQUIRE(changed != nullptr);
            CHECK(changed->station == StationId("placer"));
            CHECK(changed->state.e10 == EquipmentClass::productive);
            CHECK(changed->old_state.code == 5000);
            CHECK(changed->old_duration == std::chrono::seconds(1));
            CHECK(to_iso8601(meaning.occurred_at) == "2019-05-09T12:54:40.026172Z");
        }
        if (entry.path().filename() == "CFX.Production.Assembly.MaterialsInstalled.KNS.iFlex.DC017580.json") {
            const auto* installed = std::get_if<MaterialsInstalled>(&event);
            REQUIRE(installed != nullptr);
            CHECK(installed->station == StationId("mounter"));
            CHECK_FALSE(installed->materials.empty());
            CHECK(to_iso8601(meaning.occurred_at) == "2019-05-09T14:31:52.677261Z");
        }
    }
    CHECK(files >= 150);
    CHECK(folded >= 25);
    CHECK(folded + known + unknown + refused == files);
    std::cout << "CFX examples: " << files << " files, " << folded << " folded, " << known << " kept as known, "
              << unknown << " unknown, " << refused << " refused\n";
}
