#include "connectors/app/truth_file.hpp"

#include <ostream>

#include "connectors/wire/json/described_json.hpp"

namespace glassline::app {
namespace {

Json begin(Instant at, const std::string& kind) {
    Json line = Json::object();
    line["time"] = to_iso8601(at);
    line["kind"] = kind;
    return line;
}

}  // namespace

void TruthFile::event(const Event& event, Instant at) {
    if (out_ == nullptr) return;
    Json json = to_json_value(event);
    Json line = begin(at, std::string(type_name(event)));
    if (json.contains("station")) line["station"] = json["station"];
    if (json.contains("panel") && json["panel"].is_object()) line["panel"] = json["panel"].value("top_barcode", "");
    line["event"] = std::move(json);
    *out_ << line.dump() << '\n';
}

void TruthFile::note(const SimulatedTruth& truth, Instant at) {
    if (out_ == nullptr) return;
    Json line = begin(at, truth.kind);
    line["station"] = truth.station.value;
    if (!truth.panel.empty()) line["panel"] = truth.panel;
    if (!truth.detail.empty()) line["detail"] = truth.detail;
    *out_ << line.dump() << '\n';
}

void TruthFile::link(const std::string& kind, const StationId& station, const std::string& channel, Instant at) {
    if (out_ == nullptr) return;
    Json line = begin(at, kind);
    line["station"] = station.value;
    line["channel"] = channel;
    *out_ << line.dump() << '\n';
}

void TruthFile::handover(const StationId& station, const std::string& board_id, const std::string& barcode,
                         bool confirmed, Instant at) {
    if (out_ == nullptr) return;
    Json line = begin(at, "HermesHandover");
    line["station"] = station.value;
    line["panel"] = barcode;
    line["board_id"] = board_id;
    line["confirmed"] = confirmed;
    *out_ << line.dump() << '\n';
}

void TruthFile::lost(const Event& event, const StationId& station, const std::string& channel, Instant at) {
    if (out_ == nullptr) return;
    Json line = begin(at, "message_lost");
    line["station"] = station.value;
    line["channel"] = channel;
    line["message"] = std::string(type_name(event));
    *out_ << line.dump() << '\n';
}

void TruthFile::losses(const EmulationLosses& losses, Instant at) {
    if (out_ == nullptr) return;
    Json line = begin(at, "losses");
    line["cfx_store_full"] = losses.cfx_store_full;
    line["hermes_forgotten"] = losses.hermes_forgotten;
    line["by_chaos"] = losses.by_chaos;
    line["late_dropped"] = losses.late_dropped;
    line["truths_dropped"] = losses.truths_dropped;
    *out_ << line.dump() << '\n';
    flush();
}

void TruthFile::flush() {
    if (out_ != nullptr) out_->flush();
}

std::string sentence(const EmulationLosses& losses) {
    if (losses == EmulationLosses{}) return "Simulated line: no message was lost.";
    return "Simulated line: lost " + std::to_string(losses.cfx_store_full) + " CFX messages (store full), " +
           std::to_string(losses.hermes_forgotten) + " Hermes reports (nobody listened), " +
           std::to_string(losses.by_chaos) + " on purpose, " + std::to_string(losses.late_dropped) +
           " late ones beyond the bound; " + std::to_string(losses.truths_dropped) + " notes are missing in the truth.";
}

}  // namespace glassline::app
