// The real line's recording folded, and held against a reading of the trace that shares no code with the twin.
#include <doctest/doctest.h>
#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "connectors/wire/files/line_file.hpp"
#include "connectors/wire/hermes/to_events.hpp"
#include "connectors/wire/hermes/trace.hpp"
#include "tests/support/files.hpp"
#include "twin/fold.hpp"
#include "twin/timeline.hpp"

using namespace glassline;

namespace {

const std::vector<std::string> route{"Loader", "Printer", "SPI", "Placer1", "Placer2", "Reflow", "AOI", "Unloader"};

LineDescription line_of_recording() {
    const auto line = read_line_file(test::read_file(GLASSLINE_SOURCE_DIR "/data/lines/hermes-line.json"));
    REQUIRE_MESSAGE(line.ok(), (line.faults.empty() ? "" : line.faults.front()));
    return line.value;
}

std::vector<hermes::TraceLine> trace() {
    const auto lines =
        hermes::read_trace(test::read_file(GLASSLINE_SOURCE_DIR "/data/recordings/hermes-line/line.trace"));
    REQUIRE(lines.has_value());
    return lines.value();
}

std::vector<EventRecord> records_of(const std::vector<hermes::TraceLine>& lines, const LineDescription& line) {
    std::vector<EventRecord> records;
    const auto add = [&](const std::string& source, Instant occurred, Instant received, Event event) {
        EventRecord record;
        record.sequence = records.size() + 1;
        record.source = SourceId(source);
        record.occurred_at = occurred;
        record.received_at = received;
        record.event = std::move(event);
        records.push_back(std::move(record));
    };
    add("line", lines.front().at, lines.front().at, LineDescribed{line});
    for (const auto& l : lines) {
        const auto document = hermes::parse(l.xml);
        REQUIRE(document.has_value());
        const auto meaning = hermes::to_events(hermes::Document(*document), {line, StationId(l.machine)});
        for (const auto& event : meaning.events) add(l.machine, meaning.occurred_at, l.at, event);
    }
    return records;
}

// An independent reading: per barcode the (time, machine, arrived?) reports, by regular expression.
struct Report {
    std::string stamp;
    std::string machine;
    bool arrived;
};
std::map<std::string, std::vector<Report>> reports_of(const std::vector<hermes::TraceLine>& lines) {
    static const std::regex pattern(
        "Timestamp=\"([^\"]+)\".*<Board(Arrived|Departed) MachineId=\"([^\"]+)\".*TopBarcode=\"([^\"]+)\"");
    std::map<std::string, std::vector<Report>> reports;
    for (const auto& l : lines) {
        std::smatch match;
        if (std::regex_search(l.xml, match, pattern))
            reports[match[4]].push_back({match[1], match[3], match[2] == "Arrived"});
    }
    return reports;
}

// Where the recording says a panel is at a moment: "Printer", "Printer>SPI", or "" before it was seen.
std::string place_by_recording(const std::vector<Report>& reports, const std::string& stamp) {
    int newest = -1;  // index on the route of the newest arrival, or of a departure that had no arrival
    std::set<std::string> departed;
    for (const auto& r : reports) {
        if (r.stamp > stamp) continue;
        const int index = static_cast<int>(std::find(route.begin(), route.end(), r.machine) - route.begin());
        newest = std::max(newest, index);
        if (!r.arrived) departed.insert(r.machine);
    }
    if (newest < 0) return "";
    const auto& machine = route[static_cast<std::size_t>(newest)];
    if (departed.count(machine) == 0) return machine;
    return newest + 1 == static_cast<int>(route.size()) ? machine + ">"
                                                        : machine + ">" + route[static_cast<std::size_t>(newest) + 1];
}

std::string place_by_twin(const PanelState& panel) {
    struct Text {
        std::string operator()(const AtStation& p) const { return p.station.value; }
        std::string operator()(const OnLink& p) const { return p.from.value + ">" + p.to.value; }
        std::string operator()(const TakenOut& p) const { return p.station.value + " out"; }
        std::string operator()(const LeftLine& p) const { return p.from.value + ">"; }
    };
    return std::visit(Text{}, panel.position.place);
}

void check_whole_line(const LineState& line) {
    REQUIRE(line.panels.size() == 6);
    int inferred = 0;
    for (int n = 1; n <= 6; ++n) {
        const std::string barcode = "PNL-00000" + std::to_string(n);
        CAPTURE(barcode);
        const auto& panel = line.panels.at(PanelId(barcode));
        std::vector<std::string> visited;
        for (const auto& visit : panel.visits) {
            visited.push_back(visit.station.value);
            if (visit.arrival == Certainty::inferred) {
                ++inferred;
                CHECK(visit.station.value == "Loader");
                CHECK(barcode == "PNL-000001");
            }
        }
        CHECK(visited == route);
        CHECK(panel.order.value == "WO-1000");
        CHECK(panel.batch == "WO-1000-B1");
        CHECK(panel.order_evidence == OrderEvidence::hermes_board);
        REQUIRE(panel.units.size() == 4);
        CHECK(panel.units[2].identifier == barcode + "-3");
        CHECK(panel.finished_at != no_time);
    }
    CHECK(inferred == 1);
}

}  // namespace

TEST_CASE("the real line: six panels visit eight machines in order, the arrival nobody announced is inferred") {
    const auto line = line_of_recording();
    const auto records = records_of(trace(), line);
    TwinState state;
    for (const auto& record : records) {
        fold(state, record);
        CHECK(broken_invariant(state) == "");
    }
    check_whole_line(state.lines.at(line.id));
    CHECK(state.orders.orders.at(WorkOrderId("WO-1000")).panels.size() == 6);
}

TEST_CASE("at every recorded moment the twin agrees with the recording about where each panel is") {
    const auto line = line_of_recording();
    const auto lines = trace();
    const auto records = records_of(lines, line);
    const auto reports = reports_of(lines);
    REQUIRE(reports.size() == 6);
    std::set<std::string> stamps;
    for (const auto& [barcode, list] : reports) {
        for (const auto& r : list) stamps.insert(r.stamp);
    }
    REQUIRE(stamps.size() > 40);
    for (const auto& stamp : stamps) {
        const auto state = state_at_time(records, parse_iso8601(stamp)->instant);
        for (const auto& [barcode, list] : reports) {
            CAPTURE(stamp);
            CAPTURE(barcode);
            const auto& panels = state.lines.at(line.id).panels;
            const auto panel = panels.find(PanelId(barcode));
            CHECK((panel == panels.end() ? "" : place_by_twin(panel->second)) == place_by_recording(list, stamp));
        }
    }
}

TEST_CASE("eight connections race: any interleaving of the machines' channels ends in the same visits") {
    const auto line = line_of_recording();
    auto lines = trace();
    // Machine by machine is the worst race there is: each channel whole before the next begins, last machine first.
    std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) {
        return std::find(route.begin(), route.end(), a.machine) > std::find(route.begin(), route.end(), b.machine);
    });
    TwinState state;
    for (const auto& record : records_of(lines, line)) fold(state, record);
    CHECK(broken_invariant(state) == "");
    check_whole_line(state.lines.at(line.id));
}
