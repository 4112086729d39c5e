#include "viewer/viewmodel/replay_model.hpp"

#include <algorithm>
#include <type_traits>

namespace glassline::viewmodel {
namespace {

// Past events give a lane its bars; what a lane shows of one follows from these few facts.
struct LaneBuilder {
    EquipmentState state;
    bool silent = false;
    std::vector<FaultId> active;  // faults that stop or spoil

    [[nodiscard]] std::optional<AlarmPriority> alarm() const {
        if (active.empty()) return std::nullopt;
        return state.e10 == EquipmentClass::unscheduled_down ? AlarmPriority::a : AlarmPriority::b;
    }
};

void show(PastLane& lane, const LaneBuilder& built, Instant at) {
    if (!lane.bars.empty()) {
        auto& last = lane.bars.back();
        if (last.state == built.state && last.no_data == built.silent && last.alarm == built.alarm()) return;
        last.to = at;
        if (last.to <= last.from) lane.bars.pop_back();
    }
    lane.bars.push_back({at, at, built.state, built.silent, built.alarm()});
}

void take(LaneBuilder& lane, const Event& event) {
    if (const auto* changed = std::get_if<StationStateChanged>(&event)) lane.state = changed->state;
    if (const auto* fault = std::get_if<FaultOccurred>(&event)) {
        const bool severe =
            fault->fault.severity == FaultSeverity::error || fault->fault.severity == FaultSeverity::alarm;
        if (severe && lane.active.size() < max_active_faults) lane.active.push_back(fault->fault.id);
    }
    if (const auto* cleared = std::get_if<FaultCleared>(&event))
        lane.active.erase(std::remove(lane.active.begin(), lane.active.end(), cleared->fault), lane.active.end());
    if (std::holds_alternative<StationOffline>(event)) lane.silent = true;
    if (std::holds_alternative<StationOnline>(event)) lane.silent = false;
}

}  // namespace

StationId station_of(const Event& event) {
    return std::visit(
        []<class T>(const T& e) -> StationId {
            if constexpr (requires { StationId(e.station); }) {
                return e.station;
            } else {
                return {};
            }
        },
        event);
}

std::string detail_of(const Event& event) {
    return std::visit(
        []<class T>(const T& e) -> std::string {
            if constexpr (std::is_same_v<T, StationStateChanged>) {
                return describe(e.state);
            } else if constexpr (std::is_same_v<T, FaultOccurred>) {
                return e.fault.description.empty() ? e.fault.code : e.fault.description;
            } else if constexpr (requires { e.panel.primary_identifier; }) {
                return !e.panel.primary_identifier.empty() ? e.panel.primary_identifier : e.panel.top_barcode;
            } else if constexpr (requires { std::string(e.recipe); }) {
                return e.recipe;
            } else {
                return {};
            }
        },
        event);
}

std::vector<PastLane> past_lanes(const std::vector<EventRecord>& records, const LineDescription& line) {
    std::vector<PastLane> lanes;
    std::map<StationId, std::size_t> index;
    for (const auto& station : line.stations) {
        index[station.id] = lanes.size();
        lanes.push_back({station.id, station.name, {}});
    }
    std::vector<LaneBuilder> built(lanes.size());
    for (const auto& record : records) {
        const auto at = index.find(station_of(record.event));
        if (at == index.end()) continue;
        auto& lane = built[at->second];
        take(lane, record.event);
        if (lanes[at->second].bars.empty() && lane.state.e10 == EquipmentClass::unknown && lane.active.empty())
            continue;
        show(lanes[at->second], lane, record.received_at);
    }
    if (records.empty()) return lanes;
    for (auto& lane : lanes) {
        if (!lane.bars.empty()) lane.bars.back().to = std::max(lane.bars.back().from, records.back().received_at);
    }
    return lanes;
}

std::vector<MessageRow> messages_around(const std::vector<EventRecord>& records, std::size_t at,
                                        const StationId& station, const std::string& zone, std::size_t before,
                                        std::size_t after) {
    std::vector<MessageRow> rows;
    if (records.empty()) return rows;
    at = std::min(at, records.size() - 1);
    const auto wanted = [&](const EventRecord& record) {
        if (std::holds_alternative<TimePassed>(record.event) || std::holds_alternative<HeartbeatReceived>(record.event))
            return false;
        return station.empty() || station_of(record.event) == station;
    };
    const auto row_of = [&](const EventRecord& record, bool later) {
        MessageRow row;
        row.sequence = record.sequence;
        row.time = clock_text(record.received_at, zone, true);
        row.name = type_name(record.event);
        row.detail = detail_of(record.event);
        row.number = grouped_text(record.sequence);
        row.later = later;
        if (const auto* fault = std::get_if<FaultOccurred>(&record.event)) {
            if (fault->fault.severity == FaultSeverity::error || fault->fault.severity == FaultSeverity::alarm)
                row.alarm = AlarmPriority::a;
            else if (fault->fault.severity == FaultSeverity::warning)
                row.alarm = AlarmPriority::c;
        }
        return row;
    };
    const std::size_t lowest = at > message_search ? at - message_search : 0;
    for (std::size_t i = at + 1; i-- > lowest && rows.size() < before;) {
        if (wanted(records[i])) rows.push_back(row_of(records[i], false));
    }
    std::reverse(rows.begin(), rows.end());
    if (!rows.empty()) rows.back().current = true;
    const std::size_t highest = std::min(records.size(), at + 1 + message_search);
    std::size_t added = 0;
    for (std::size_t i = at + 1; i < highest && added < after; ++i) {
        if (!wanted(records[i])) continue;
        rows.push_back(row_of(records[i], true));
        ++added;
    }
    return rows;
}

}  // namespace glassline::viewmodel
