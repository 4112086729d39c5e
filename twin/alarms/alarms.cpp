#include "twin/alarms/alarms.hpp"

#include <algorithm>

namespace glassline {
namespace {

bool stopped(const StationState& station) { return station.state.e10 == EquipmentClass::unscheduled_down; }

AlarmPriority priority_of(const StationState& station, const Fault& fault) {
    const bool severe = fault.severity == FaultSeverity::alarm || fault.severity == FaultSeverity::error;
    if (!severe) return AlarmPriority::c;
    return stopped(station) ? AlarmPriority::a : AlarmPriority::b;
}

// What an operator does about a CFX FaultCause (cause names: CFX SDK 2.1.1, FaultCause).
std::string response_to(const Fault& fault) {
    struct Answer {
        std::string_view cause;
        std::string_view response;
    };
    static constexpr std::array<Answer, 12> answers{{
        {"MissingComponent", "Load the feeder that is named"},
        {"Refill", "Refill the material that is named"},
        {"MaterialExpired", "Replace the expired material"},
        {"MsdExpired", "Replace the expired part"},
        {"LoadError", "Free the panel at the entry"},
        {"UnloadError", "Free the panel at the exit"},
        {"SafetyStop", "Check the cover, reset the stop"},
        {"AutoSafetyStop", "Check the cover, reset the stop"},
        {"QualityCheck", "Inspect the panel and release it"},
        {"MechanicalFailure", "Check the axis, call maintenance"},
        {"ProcessError", "Check the process values, restart"},
        {"RejectedComponent", "Check nozzle and part, restart"},
    }};
    for (const auto& answer : answers) {
        if (answer.cause == fault.cause) return std::string(answer.response);
    }
    return "Read the message at the machine";
}

void find_cascade(const LineState& line, int cause, Alarm& alarm) {
    const auto& stations = line.description.stations;
    const auto id_of = [&](int i) { return stations[static_cast<std::size_t>(i)].id; };
    const auto state_of = [&](int i) {
        const auto at = line.stations.find(id_of(i));
        return at == line.stations.end() ? EquipmentState{} : at->second.state;
    };
    for (int i = cause - 1; i >= 0 && state_of(i).blocked(); --i) alarm.blocked.push_back(id_of(i));
    std::reverse(alarm.blocked.begin(), alarm.blocked.end());
    const int count = static_cast<int>(stations.size());
    for (int i = cause + 1; i < count && state_of(i).starved(); ++i) alarm.starved.push_back(id_of(i));
}

void add_fault_alarms(const LineState& line, std::size_t index, std::vector<Alarm>& alarms) {
    const auto& description = line.description.stations[index];
    const auto at = line.stations.find(description.id);
    if (at == line.stations.end()) return;
    for (const auto& fault : at->second.faults) {
        if (fault.severity == FaultSeverity::information) continue;  // an event, not an alarm
        Alarm alarm;
        alarm.id = AlarmId(description.id.value + "/" + fault.id.value);
        alarm.priority = priority_of(at->second, fault);
        alarm.state = fault.acknowledged ? AlarmState::acknowledged : AlarmState::unacknowledged;
        alarm.acknowledged_by = fault.acknowledged_by;
        alarm.acknowledged_why = fault.acknowledged_why;
        alarm.line = line.description.id;
        alarm.station = description.id;
        alarm.fault = fault.id;
        alarm.cause = description.name + ": " + (fault.description.empty() ? fault.code : fault.description);
        alarm.response = response_to(fault);
        alarm.since = fault.occurred_at;
        if (alarm.priority == AlarmPriority::a) {
            // The conveyor behind it gives the time before the stop spreads.
            const double cycle = description.cycle_time_s > 0 ? description.cycle_time_s : 60.0;
            alarm.consequence = "The line runs dry behind it";
            alarm.respond_within_s = cycle * std::max<std::uint32_t>(1, description.buffer_capacity);
            find_cascade(line, static_cast<int>(index), alarm);
        } else {
            alarm.consequence = alarm.priority == AlarmPriority::b ? "Panels may be spoiled" : "No effect yet";
        }
        alarms.push_back(std::move(alarm));
    }
}

std::string in_words(Duration d) {
    const auto s = static_cast<std::int64_t>(seconds(d));
    if (s >= 36 * 3'600) {
        const auto tenths = (s + 4'320) / 8'640;
        return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " days";
    }
    if (s >= 2 * 3'600) return std::to_string((s + 1'800) / 3'600) + " hours";
    if (s >= 120) return std::to_string((s + 30) / 60) + " minutes";
    return std::to_string(s) + " seconds";
}

// One alarm a source, however many of its clocks are wrong: they are set right in one place as a rule.
void add_clock_alarm(const LineState& line, const SourceId& id, const SourceState& source, std::vector<Alarm>& alarms) {
    if (source.clocks.empty()) return;
    if (!source.station.empty() && line.stations.count(source.station) == 0) return;
    const auto size = [](Duration d) { return d.count() < 0 ? -d : d; };
    const auto worst = std::max_element(source.clocks.begin(), source.clocks.end(), [&](const auto& a, const auto& b) {
        return size(a.second.behind) < size(b.second.behind);
    });
    Alarm alarm;
    alarm.id = AlarmId(id.value + "/clock");
    alarm.priority = AlarmPriority::d;
    alarm.line = line.description.id;
    alarm.station = source.station;
    alarm.cause = worst->first + ": clock is " + in_words(size(worst->second.behind)) +
                  (worst->second.behind.count() < 0 ? " ahead" : " behind");
    if (source.clocks.size() > 1) alarm.cause += " (and " + std::to_string(source.clocks.size() - 1) + " more)";
    alarm.consequence = "Its times are those of receipt";
    alarm.response = "Set the sender's clock";
    alarm.since = worst->second.found_at;
    alarms.push_back(std::move(alarm));
}

}  // namespace

std::vector<Alarm> alarms_of(const TwinState& state, const LineId& line_id) {
    std::vector<Alarm> alarms;
    const auto found = state.lines.find(line_id);
    if (found == state.lines.end()) return alarms;
    const LineState& line = found->second;
    for (std::size_t i = 0; i < line.description.stations.size(); ++i) add_fault_alarms(line, i, alarms);
    for (const auto& [id, source] : state.sources) {
        if (source.status != LinkStatus::disconnected) continue;
        if (!source.station.empty() && line.stations.count(source.station) == 0) continue;
        Alarm alarm;
        alarm.id = AlarmId(id.value + "/link");
        alarm.priority = AlarmPriority::d;
        alarm.line = line_id;
        alarm.station = source.station;
        const auto* station = line.description.find(source.station);
        alarm.cause = (station != nullptr ? station->name + ": " : "") + "no connection (" + source.kind + ")";
        alarm.consequence = "Its data are not live";
        alarm.response = "Check machine and cable";
        alarm.since = source.status_since;
        alarms.push_back(std::move(alarm));
    }
    for (const auto& [id, source] : state.sources) add_clock_alarm(line, id, source, alarms);
    for (auto& alarm : alarms) {
        const auto shelf = state.shelving.shelved.find(alarm.id);
        if (shelf == state.shelving.shelved.end()) continue;
        alarm.state = AlarmState::shelved;
        alarm.shelved_by = shelf->second.by;
        alarm.shelved_why = shelf->second.why;
        alarm.shelved_until = shelf->second.until;
    }
    std::stable_sort(alarms.begin(), alarms.end(), [](const Alarm& a, const Alarm& b) {
        const bool a_shelved = a.state == AlarmState::shelved;
        const bool b_shelved = b.state == AlarmState::shelved;
        if (a_shelved != b_shelved) return b_shelved;
        return a.priority != b.priority ? a.priority < b.priority : a.since < b.since;
    });
    return alarms;
}

std::vector<Alarm> active_alarms_of(const TwinState& state, const LineId& line) {
    auto alarms = alarms_of(state, line);
    alarms.erase(std::remove_if(alarms.begin(), alarms.end(),
                                [](const Alarm& alarm) { return alarm.state == AlarmState::shelved; }),
                 alarms.end());
    return alarms;
}

}  // namespace glassline
