// Recordings of a model factory: which order is where and when, which steps are done or failed, and whose clock is
// wrong, held against a reading of the recordings that shares no code with the mapping. They are no part of the source
// tree; without them the test is skipped and says so.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "connectors/wire/files/line_file.hpp"
#include "connectors/wire/json/described_json.hpp"
#include "connectors/wire/mapping/mapper.hpp"
#include "connectors/wire/mqtt/recording.hpp"
#include "tests/support/files.hpp"
#include "twin/alarms/alarms.hpp"
#include "twin/fold.hpp"
#include "twin/timeline.hpp"

using namespace glassline;

namespace {

std::vector<std::string> recordings() {
    const char* data = std::getenv("GLASSLINE_REFERENCE_DATA");
    const auto folder = std::filesystem::path(data != nullptr ? data : GLASSLINE_SOURCE_DIR "/../shared") /
                        "recordings/model-factory-mqtt";
    std::vector<std::string> out;
    if (std::filesystem::is_directory(folder)) {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() == ".log") out.push_back(entry.path().string());
        }
    }
    std::sort(out.begin(), out.end());
    if (out.empty())
        MESSAGE("SKIPPED: no model factory recordings in ", folder.string(), "; set GLASSLINE_REFERENCE_DATA");
    return out;
}

LineDescription factory() {
    const auto line = read_line_file(test::read_file(GLASSLINE_SOURCE_DIR "/data/lines/model-factory.json"));
    REQUIRE_MESSAGE(line.ok(), (line.faults.empty() ? "" : line.faults.front()));
    return line.value;
}

std::vector<RecordedMqtt> messages_of(const std::string& path) {
    std::vector<RecordedMqtt> out;
    const auto text = test::read_file(path);
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto read = read_recorded_mqtt(std::string_view(text).substr(at, end - at));
        at = end + 1;
        if (!read) continue;
        if (const auto* message = std::get_if<RecordedMqtt>(&*read)) out.push_back(*message);
    }
    return out;
}

class Run {
public:
    explicit Run(const LineDescription& line) : line_(line), mapping_(mapping()), mapper_(mapping_, line_) {
        add("line", no_time, no_time, LineDescribed{line_});
    }

    void feed(const RecordedMqtt& message) {
        for (auto& meaning : mapper_.map(message.message.topic, message.message.payload, message.received_at)) {
            if (!meaning.duplicate_key.empty() && !keys_.insert(meaning.duplicate_key).second) continue;
            const auto occurred = meaning.occurred_at == no_time ? message.received_at : meaning.occurred_at;
            for (auto& event : meaning.events) add("mqtt", occurred, message.received_at, std::move(event));
        }
    }
    /// The process ends and begins again: the mapper's memory is gone, the journal's keys are not.
    void restart() { mapper_ = Mapper(mapping_, line_); }

    std::vector<EventRecord> records;
    TwinState state;

private:
    static MappingText mapping() {
        auto read = read_mapping(test::read_file(GLASSLINE_SOURCE_DIR "/data/mappings/model-factory.json"));
        REQUIRE(read.ok());
        return read.value;
    }
    void add(const std::string& source, Instant occurred, Instant received, Event event) {
        EventRecord record;
        record.sequence = records.size() + 1;
        record.source = SourceId(source);
        record.occurred_at = occurred;
        record.received_at = received;
        record.event = std::move(event);
        fold(state, record);
        records.push_back(std::move(record));
    }
    LineDescription line_;
    MappingText mapping_;
    Mapper mapper_;
    std::set<std::string> keys_;
};

// ---- the independent reading ----

// The newest word about each order.
std::map<std::string, Json> orders_by_recording(const std::vector<RecordedMqtt>& messages) {
    std::map<std::string, Json> orders;
    for (const auto& m : messages) {
        if (m.message.topic != "ccu/order/active" && m.message.topic != "ccu/order/completed") continue;
        for (const auto& order : Json::parse(m.message.payload)) {
            auto& known = orders[order["orderId"].get<std::string>()];
            const bool ended = known.is_object() && known["state"] != "IN_PROGRESS";
            if (!ended || order["state"] != "IN_PROGRESS") known = order;
        }
    }
    return orders;
}

// Orders that a vehicle named in the recording.
std::map<std::string, std::string> vehicles_by_recording(const std::vector<RecordedMqtt>& messages) {
    std::map<std::string, std::string> out;
    for (const auto& m : messages) {
        if (m.message.topic.rfind("fts/", 0) != 0) continue;
        const auto json = Json::parse(m.message.payload);
        if (json.contains("orderId")) out[json["orderId"].get<std::string>()] = json["serialNumber"].get<std::string>();
    }
    return out;
}

std::string place_of_step(const Json& step) {
    const std::map<std::string, std::string> places{
        {"HBW", "store"}, {"DRILL", "drill"}, {"MILL", "mill"}, {"AIQS", "inspection"}};
    const auto module = step["moduleType"].get<std::string>();
    if (module == "DPS") return step["command"] == "DROP" ? "goods-in" : "goods-out";
    return places.at(module);
}

// Where a piece went, by time: the last entry at or before a moment is where it was then.
using Way = std::map<std::string, std::string>;
std::map<std::string, Way> ways_by_recording(const std::vector<RecordedMqtt>& messages) {
    const auto vehicles = vehicles_by_recording(messages);
    std::map<std::string, Way> ways;
    for (const auto& [id, order] : orders_by_recording(messages)) {
        if (!order.contains("workpieceId")) continue;
        auto& way = ways[order["workpieceId"].get<std::string>()];
        for (const auto& step : order["productionSteps"]) {
            if (step["type"] != "MANUFACTURE") continue;
            if (step.contains("startedAt")) way[step["startedAt"].get<std::string>()] = place_of_step(step);
            if (!step.contains("stoppedAt") || step["state"] != "FINISHED") continue;
            const auto stopped = step["stoppedAt"].get<std::string>();
            if (step["command"] == "DROP" && vehicles.count(id) != 0) way[stopped] = "vehicle-" + vehicles.at(id);
            if (step["moduleType"] == "DPS" && step["command"] == "PICK") way[stopped] = "left";
        }
    }
    return ways;
}

std::string place_by_twin(const PanelState& panel) {
    struct Text {
        std::string operator()(const AtStation& p) const { return p.station.value; }
        std::string operator()(const OnLink& p) const { return p.from.value + ">" + p.to.value; }
        std::string operator()(const TakenOut& p) const { return p.station.value + " out"; }
        std::string operator()(const LeftLine&) const { return "left"; }
    };
    return std::visit(Text{}, panel.position.place);
}

void check_orders(const std::map<std::string, Json>& orders, const TwinState& state) {
    const std::map<std::string, ExecutionStatus> statuses{{"IN_PROGRESS", ExecutionStatus::active},
                                                      {"FINISHED", ExecutionStatus::finished},
                                                      {"ERROR", ExecutionStatus::failed},
                                                      {"CANCELLED", ExecutionStatus::cancelled}};
    const std::map<std::string, StepStatus> steps{{"ENQUEUED", StepStatus::waiting},
                                                  {"IN_PROGRESS", StepStatus::active},
                                                  {"FINISHED", StepStatus::finished},
                                                  {"ERROR", StepStatus::failed},
                                                  {"CANCELLED", StepStatus::cancelled}};
    CHECK(state.orders.orders.size() == orders.size());
    for (const auto& [id, order] : orders) {
        CAPTURE(id);
        const auto found = state.orders.orders.find(WorkOrderId(id));
        REQUIRE(found != state.orders.orders.end());
        const auto& twin = found->second;
        CHECK(twin.order.product == order["type"].get<std::string>());
        CHECK(twin.status == statuses.at(order["state"].get<std::string>()));
        CHECK((twin.finished_at != no_time) == (order["state"] == "FINISHED"));
        REQUIRE(twin.steps.size() == order["productionSteps"].size());
        for (std::size_t i = 0; i < twin.steps.size(); ++i) {
            const auto& said = order["productionSteps"][i];
            CAPTURE(i);
            CHECK(twin.steps[i].id == said["id"].get<std::string>());
            CHECK(twin.steps[i].status == steps.at(said["state"].get<std::string>()));
            if (said.contains("startedAt")) {
                CHECK(to_iso8601(twin.steps[i].started_at) == said["startedAt"].get<std::string>());
            }
            if (said.contains("stoppedAt")) {
                CHECK(to_iso8601(twin.steps[i].ended_at) == said["stoppedAt"].get<std::string>());
            }
        }
    }
}

}  // namespace

TEST_CASE("model factory: every order has the status, steps and times that the control unit gave it") {
    const auto line = factory();
    for (const auto& path : recordings()) {
        CAPTURE(path);
        const auto messages = messages_of(path);
        Run run(line);
        for (const auto& message : messages) run.feed(message);
        CHECK(broken_invariant(run.state) == "");
        check_orders(orders_by_recording(messages), run.state);
        for (const auto& [name, tally] : run.state.sources.at(SourceId("mqtt")).unmapped) {
            CHECK_MESSAGE(tally.first_example.find("not in the vocabulary") == std::string::npos, name);
        }
        CHECK(run.state.sources.at(SourceId("mqtt")).refused.empty());
    }
}

TEST_CASE("model factory: at every recorded moment each piece is where the control unit's steps say") {
    const auto line = factory();
    std::size_t compared = 0;
    for (const auto& path : recordings()) {
        CAPTURE(path);
        const auto messages = messages_of(path);
        Run run(line);
        for (const auto& message : messages) run.feed(message);
        const auto ways = ways_by_recording(messages);
        std::set<std::string> stamps;
        for (const auto& [piece, way] : ways) {
            for (const auto& [stamp, place] : way) stamps.insert(stamp);
        }
        for (const auto& stamp : stamps) {
            CAPTURE(stamp);
            const auto state = state_at_time(run.records, parse_iso8601(stamp)->instant);
            const auto& panels = state.lines.at(line.id).panels;
            for (const auto& [piece, way] : ways) {
                CAPTURE(piece);
                auto newest = way.upper_bound(stamp);
                if (newest == way.begin()) continue;
                --newest;
                const auto panel = panels.find(PanelId(piece));
                REQUIRE(panel != panels.end());
                CHECK(place_by_twin(panel->second) == newest->second);
                ++compared;
            }
        }
    }
    if (!recordings().empty()) CHECK(compared > 500);
}

TEST_CASE("model factory: what a restart sees again is folded once; messages that went missing change no end") {
    const auto line = factory();
    for (const auto& path : recordings()) {
        CAPTURE(path);
        const auto messages = messages_of(path);
        Run whole(line);
        Run holed(line);
        for (std::size_t i = 0; i < messages.size(); ++i) {
            whole.feed(messages[i]);
            if (i % 400 == 399) holed.restart();
            // Every second list of active orders is lost.
            if (messages[i].message.topic == "ccu/order/active" && i % 2 == 0) continue;
            holed.feed(messages[i]);
        }
        CHECK(broken_invariant(holed.state) == "");
        const auto& expected = whole.state.orders.orders;
        const auto& got = holed.state.orders.orders;
        REQUIRE(expected.size() == got.size());
        for (const auto& [id, order] : expected) {
            CAPTURE(id.value);
            CHECK(got.at(id).status == order.status);
            CHECK(got.at(id).finished_at == order.finished_at);
            CHECK(got.at(id).panels == order.panels);
            REQUIRE(got.at(id).steps.size() == order.steps.size());
            for (std::size_t i = 0; i < order.steps.size(); ++i) {
                CHECK(got.at(id).steps[i].status == order.steps[i].status);
                CHECK(got.at(id).steps[i].ended_at == order.steps[i].ended_at);
            }
        }
        for (const auto& [id, panel] : whole.state.lines.at(line.id).panels) {
            const auto& other = holed.state.lines.at(line.id).panels.at(id);
            CHECK(place_by_twin(other) == place_by_twin(panel));
            CHECK(other.order == panel.order);
        }
    }
}

TEST_CASE("model factory: the sensors' wrong clocks are found, named and measured, and reorder nothing") {
    const auto line = factory();
    for (const auto& path : recordings()) {
        CAPTURE(path);
        const auto messages = messages_of(path);
        Run run(line);
        for (const auto& message : messages) run.feed(message);
        const auto& clocks = run.state.sources.at(SourceId("mqtt")).clocks;
        int sensors = 0;
        for (const auto& [name, clock] : clocks) {
            if (name.rfind("osf/arduino/", 0) != 0) continue;
            ++sensors;
            // The same difference, read straight from one message of that topic.
            for (const auto& m : messages) {
                if (m.message.topic != name) continue;
                const auto stamp = Json::parse(m.message.payload)["timestamp"].get<std::string>();
                const auto behind = m.received_at - parse_iso8601(stamp)->instant;
                const auto off = behind - clock.behind;
                CHECK(std::abs(seconds(off)) < 2);
                CHECK(seconds(behind) > 20 * 3600);
                break;
            }
        }
        CHECK(sensors == 5);
        CHECK(run.state.sources.at(SourceId("mqtt")).clocks.count("module/v1/ff/SVR4H73275/connection") == 0);
        const auto alarms = alarms_of(run.state, line.id);
        CHECK(std::any_of(alarms.begin(), alarms.end(), [](const Alarm& a) { return a.id.value == "mqtt/clock"; }));
        // No event of a sensor lies before the recording.
        for (const auto& record : run.records) {
            const auto* fault = std::get_if<FaultOccurred>(&record.event);
            if (fault != nullptr && fault->station.value == "sensors") {
                CHECK(record.occurred_at >= messages.front().received_at);
            }
        }
    }
}
