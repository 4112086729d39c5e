// Process values: reflow zones, printing, readings, energy.
#include <array>
#include <utility>

#include "connectors/wire/cfx/bodies_shared.hpp"
#include "connectors/wire/cfx/flatten.hpp"
#include "connectors/wire/cfx/vocabulary.hpp"

namespace glassline::cfx {
namespace {

constexpr std::size_t max_text = 128;  // bytes of a name or value that are kept

/// The value of this zone, sub-zone and kind, to be filled in; nullptr when there are too many.
ZoneValue* zone_value(ProcessRecord& record, const Node& zone, const Node& said, std::string_view kind_member,
                      bool& complete) {
    const auto name = zone["StageName"].text(max_text);
    const auto sub_zone = said["SubZone"].text(max_text);
    const auto kind = said[kind_member].text(max_text);
    for (auto& known : record.zones) {
        if (known.zone == name && known.sub_zone == sub_zone && known.kind == kind) return &known;
    }
    if (record.zones.size() >= max_zone_values) {
        complete = false;
        return nullptr;
    }
    record.zones.push_back({name, zone["ReflowZoneType"].text(max_text), sub_zone, kind, {}, {}});
    return &record.zones.back();
}

void learn_zones(const Node& list, ProcessRecord& record, bool& complete) {
    list.each([&](const Node& said) {
        const Node zone = said["Zone"];
        said["Setpoints"].each([&](const Node& one) {
            if (!one["Setpoint"].present()) return;
            auto* value = zone_value(record, zone, one, "SetpointType", complete);
            if (value != nullptr) value->setpoint = one["Setpoint"].number();
        });
        said["Readings"].each([&](const Node& one) {
            if (!one["ReadingValue"].present()) return;
            auto* value = zone_value(record, zone, one, "ReadingType", complete);
            if (value != nullptr) value->reading = one["ReadingValue"].number();
        });
    });
}

ProcessRecord record_of(const Node& said, const Surroundings& around, Events& events) {
    ProcessRecord record;
    record.at = around.occurred_at;
    if (!said.is_object()) return record;
    record.kind = kind_of(said, around, events);
    bool complete = true;
    if (said["ZoneData"].is_array()) {
        record.conveyor_speed = said["ConveyorSpeed"].number();
        record.conveyor_setpoint = said["ConveyorSpeedSetpoint"].number();
        learn_zones(said["ZoneData"], record, complete);
    }
    complete =
        flatten(said, record.values, max_process_values, {"ZoneData", "ConveyorSpeed", "ConveyorSpeedSetpoint"}) &&
        complete;
    if (!complete) flag(around, events, "ProcessData: more values than are kept; the first ones are");
    return record;
}

void units_processed(const Node& body, const Surroundings& around, Events& events) {
    UnitsProcessed event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    event.result = body["OverallResult"].text(max_text);
    event.data = record_of(body["CommonProcessData"], around, events);
    bool complete = true;
    body["UnitProcessData"].each([&](const Node& said) {
        if (event.units.size() >= max_units) {
            complete = false;
            return;
        }
        ProcessedUnit unit;
        unit.identifier = said["UnitIdentifier"].text();
        unit.position = said["UnitPositionNumber"].count();
        unit.result = said["UnitResult"].text(max_text);
        (void)kind_of(said["UnitProcessData"], around, events);
        complete = flatten(said["UnitProcessData"], unit.values, max_process_values) && complete;
        event.units.push_back(std::move(unit));
    });
    if (!complete) flag(around, events, "UnitProcessData: more than is kept; the first units and values are");
    events.emplace_back(std::move(event));
}

void process_data_recorded(const Node& body, const Surroundings& around, Events& events) {
    events.emplace_back(ProcessDataRecorded{around.station, record_of(body["ProcessData"], around, events)});
}

void readings_recorded(const Node& body, const Surroundings& around, Events& events) {
    ReadingsRecorded event;
    event.station = around.station;
    event.transaction = transaction_of(body);
    bool complete = true;
    body["Readings"].each([&](const Node& said) {
        if (event.readings.size() >= max_readings) {
            complete = false;
            return;
        }
        Reading reading;
        reading.id = said["ReadingIdentifier"].text(max_text);
        reading.unit = said["UnitIdentifier"].text(max_text);
        const auto position = said["UnitPositionNumber"].count();
        if (reading.unit.empty() && position != 0) reading.unit = "#" + std::to_string(position);
        reading.value = shortened(said["Value"].scalar(), max_text);
        reading.units = said["ValueUnits"].text(max_text);
        reading.result = said["Result"].text(max_text);
        reading.at = instant_of(said["TimeRecorded"], around, around.occurred_at);
        event.readings.push_back(std::move(reading));
    });
    if (!complete) flag(around, events, "Readings: more than 128 in one message; the first 128 are kept");
    events.emplace_back(std::move(event));
}

void energy_consumed(const Node& body, const Surroundings& around, Events& events) {
    EnergyConsumed event;
    event.station = around.station;
    event.window.from = instant_of(body["StartTime"], around);
    event.window.to = instant_of(body["EndTime"], around, around.occurred_at);
    if (event.window.from == no_time || event.window.to < event.window.from) {
        return flag(around, events, "EnergyConsumed: its window has no start, or ends before it");
    }
    event.window.energy = body["EnergyUsed"].number();
    event.window.peak_power = body["PeakPower"].number();
    event.window.mean_power = body["MeanPower"].number();
    event.window.min_power = body["MinimumPower"].number();
    body["ConsumptionDetails"].each([&](const Node& part) {
        const auto name = part["SubsystemName"].text(max_text);
        if (event.subsystems.size() < max_process_values) event.subsystems[name] += part["EnergyUsed"].number();
    });
    events.emplace_back(std::move(event));
}

constexpr std::array<BodyReader, 4> readers{{
    {"CFX.Production.Processing.UnitsProcessed", units_processed},
    {"CFX.ResourcePerformance.ProcessDataRecorded", process_data_recorded},
    {"CFX.Production.ReadingsRecorded", readings_recorded},
    {"CFX.ResourcePerformance.EnergyConsumed", energy_consumed},
}};

}  // namespace

std::span<const BodyReader> process_bodies() { return readers; }

}  // namespace glassline::cfx
