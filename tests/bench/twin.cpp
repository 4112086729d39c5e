// How fast the model folds, copies, digests and is written; the mark on folding is of a real day's mix of events.
#include "connectors/wire/files/line_file.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/workload.hpp"
#include "tests/support/files.hpp"
#include "twin/base/binary.hpp"
#include "twin/fold.hpp"

using namespace glassline;
using namespace glassline::bench;

namespace {

TwinState folded(const std::vector<EventRecord>& records) {
    TwinState state;
    for (const auto& record : records) fold(state, record);
    return state;
}

void measure(Report& report, const std::string& name, const std::vector<EventRecord>& records) {
    const double fold_s = best_seconds(report.rounds(7, 1), [&] { keep(folded(records)); });
    report.add({"fold, " + name, static_cast<double>(records.size()) / fold_s / 1e6, "M events/s", Limit::at_least, 3});
    const auto state = folded(records);
    const auto bytes = static_cast<double>(to_binary(state).size());
    const double copy_s = best_seconds(report.rounds(9, 1), [&] {
        TwinState copy = state;
        keep(copy);
    });
    report.add({"copy of the state after it", copy_s * 1e6, "us"});
    const double digest_s = best_seconds(report.rounds(9, 1), [&] { keep(digest(state)); });
    report.add({"digest of it (" + std::to_string(static_cast<int>(bytes / 1000)) + " KB)", digest_s * 1e6, "us"});
}

}  // namespace

int main(int argc, char** argv) {
    Report report(argc, argv);
    measure(report, "ten stations, 100 panels", ten_station_records(100));
    if (!report.smoke()) {
        measure(report, "ten stations, 1,000 panels", ten_station_records(1'000));
        measure(report, "ten stations, 5,000 panels (some forgotten)", ten_station_records(5'000));
    }
    const auto line = read_line_file(test::read_file(GLASSLINE_SOURCE_DIR "/data/lines/demo.json"));
    const auto shift = simulated_records(line.value, shift_orders(line.value), shift_length(report));
    measure(report, "simulated shift with its seconds", shift);
    const double write_s = best_seconds(report.rounds(5, 1), [&] {
        for (const auto& record : shift) keep(to_binary(record));
    });
    report.add({"record to bytes", static_cast<double>(shift.size()) / write_s / 1e6, "M/s"});
    std::vector<std::string> written;
    for (const auto& record : shift) written.push_back(to_binary(record));
    const double read_s = best_seconds(report.rounds(5, 1), [&] {
        for (const auto& bytes : written) keep(from_binary<EventRecord>(bytes));
    });
    report.add({"bytes to record", static_cast<double>(shift.size()) / read_s / 1e6, "M/s"});
    return report.done();
}
