// CFX decode + validate + normalise beside simdjson's DOM alone, Hermes beside pugixml alone, on the same bytes.
// The marks are on instructions, which don't move with the load of a machine: `decode_instructions.sh` counts them by
//     bench_decode --count CASE ours|theirs TIMES
// under callgrind. Time is printed beside them without a mark.
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "connectors/wire/cfx/decode.hpp"
#include "connectors/wire/cfx/encode.hpp"
#include "connectors/wire/hermes/to_events.hpp"
#include "connectors/wire/hermes/trace.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/files.hpp"

using namespace glassline;

namespace {

struct Case {
    std::string name;
    bool hermes = false;
    std::vector<std::string> messages;
};

LineDescription bench_line() {
    LineDescription line;
    line.id = LineId("L");
    for (const auto* id : {"Loader", "Printer", "SPI", "Placer1", "Placer2", "Reflow", "AOI", "Unloader"}) {
        StationDescription station;
        station.id = StationId(id);
        station.cfx_handle = std::string("Glassline.") + id + ".1";
        station.hermes_machine_id = id;
        line.stations.push_back(station);
    }
    return line;
}

std::string work_completed(std::size_t units) {
    WorkCompleted event;
    event.transaction = TransactionId(cfx::guid(1, 2));
    event.panel.primary_identifier = "PANEL-0001";
    for (std::size_t i = 0; i < units; ++i) {
        Unit unit;
        unit.identifier = "UNIT-0001-" + std::to_string(i);
        unit.position = static_cast<std::uint32_t>(i + 1);
        unit.x_mm = 50.5 + static_cast<double>(i);
        unit.y_mm = 80.25;
        unit.result = UnitResult::good;
        event.facts.units.push_back(unit);
    }
    const cfx::Head head{"Glassline.Placer1.1", cfx::guid(3, 4), from_micros(1'795'439'400'780'000), 60};
    return cfx::encode(head, event)->body;
}

std::vector<Case> cases() {
    std::vector<Case> out;
    const std::string root = GLASSLINE_SOURCE_DIR;
    out.push_back(
        {"cfx, state change of 397 B", false, {test::read_file(root + "/data/wire/cfx/station_state_changed.json")}});
    for (const std::size_t units : {8, 540}) {
        const auto message = work_completed(units);
        out.push_back({"cfx, WorkCompleted of " + std::to_string(message.size()) + " B", false, {message}});
    }
    Case captured{"cfx, the captured messages", false, {}};
    for (const auto& entry : std::filesystem::directory_iterator(root + "/data/wire/cfx")) {
        if (entry.path().extension() == ".json") captured.messages.push_back(test::read_file(entry.path()));
    }
    out.push_back(std::move(captured));
    const char* reference = std::getenv("GLASSLINE_REFERENCE_DATA");
    if (reference != nullptr && std::filesystem::exists(std::string(reference) + "/cfx/examples")) {
        Case examples{"cfx, the reference examples", false, {}};
        for (const auto& entry : std::filesystem::directory_iterator(std::string(reference) + "/cfx/examples")) {
            examples.messages.push_back(test::read_file(entry.path()));
        }
        out.push_back(std::move(examples));
    }
    Case trace{"hermes, the recorded line", true, {}};
    const auto lines = hermes::read_trace(test::read_file(root + "/data/recordings/hermes-line/line.trace"));
    for (const auto& line : *lines) trace.messages.push_back(line.xml);
    out.push_back(std::move(trace));
    return out;
}

/// Reads every key and value of a DOM, as anybody must who wants to know what a message says.
std::size_t walk(const simdjson::dom::element& element) {
    std::size_t sum = 0;
    switch (element.type()) {
        case simdjson::dom::element_type::ARRAY:
            for (const auto item : simdjson::dom::array(element)) sum += walk(item);
            return sum;
        case simdjson::dom::element_type::OBJECT:
            for (const auto field : simdjson::dom::object(element)) sum += field.key.size() + walk(field.value);
            return sum;
        case simdjson::dom::element_type::STRING:
            return std::string_view(element).size();
        case simdjson::dom::element_type::DOUBLE:
            return static_cast<std::size_t>(double(element) != 0);
        case simdjson::dom::element_type::INT64:
            return static_cast<std::size_t>(std::int64_t(element) != 0);
        default:
            return 1;
    }
}

class Bench {
public:
    void ours(const Case& c) {
        for (const auto& message : c.messages) {
            if (c.hermes) {
                auto document = hermes::parse(message);
                bench::keep(hermes::to_events(std::move(*document), {line_, StationId("Printer")}));
            } else {
                bench::keep(decoder_.decode(message, "", {line_, ""}));
            }
        }
    }
    void theirs(const Case& c) {
        for (const auto& message : c.messages) {
            if (c.hermes) {
                pugi::xml_document document;
                bench::keep(document.load_buffer(message.data(), message.size()));
            } else {
                // A message with a bare NaN is no JSON: the parser's refusal is then its share of the work.
                simdjson::dom::element root;
                if (parser_.parse(message.data(), message.size(), true).get(root) == simdjson::SUCCESS) {
                    bench::keep(walk(root));
                }
            }
        }
    }

private:
    LineDescription line_ = bench_line();
    cfx::Decoder decoder_;
    simdjson::dom::parser parser_;
};

}  // namespace

// What callgrind counts; a name that it can find.
extern "C" __attribute__((noinline)) void glassline_measured(Bench* bench, const Case* c, bool ours, int times) {
    for (int i = 0; i < times; ++i) ours ? bench->ours(*c) : bench->theirs(*c);
}

int main(int argc, char** argv) {
    const auto all = cases();
    Bench run;
    if (argc == 5 && std::string_view(argv[1]) == "--count") {
        const auto& c = all.at(static_cast<std::size_t>(std::atoi(argv[2])));
        const bool ours = std::string_view(argv[3]) == "ours";
        ours ? run.ours(c) : run.theirs(c);  // buffers grow once
        glassline_measured(&run, &c, ours, std::atoi(argv[4]));
        return 0;
    }
    if (argc == 2 && std::string_view(argv[1]) == "--list") {
        for (std::size_t i = 0; i < all.size(); ++i) {
            std::printf("%zu\t%s\t%zu\t%s\n", i, all[i].name.c_str(), all[i].messages.size(),
                        all[i].hermes ? "pugixml" : "simdjson DOM");
        }
        return 0;
    }
    bench::Report report(argc, argv);
    for (const auto& c : all) {
        std::size_t bytes = 0;
        for (const auto& message : c.messages) bytes += message.size();
        const int times = report.smoke() ? 1 : static_cast<int>(1 + 4'000'000 / bytes);
        const int rounds = report.rounds(7, 1);
        const double ours = bench::best_seconds(rounds, [&] { glassline_measured(&run, &c, true, times); });
        const double theirs = bench::best_seconds(rounds, [&] { glassline_measured(&run, &c, false, times); });
        const double messages = static_cast<double>(c.messages.size()) * times;
        report.add({"decode " + c.name + ", time a message", ours / messages * 1e6, "us"});
        report.add({"decode " + c.name + ", time", ours / theirs, c.hermes ? "x pugixml" : "x simdjson DOM"});
    }
    return report.done();
}
