#include "connectors/wire/mtconnect/shdr_interpreter.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace glassline::mtconnect {
namespace {

void append(MachineEvents& to, MachineEvents from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

ShdrInterpreter::ShdrInterpreter(const DeviceModel& model, std::size_t default_device,
                                 const std::vector<StationId>& stations, int zone_minutes)
    : model_(model), reader_(model, default_device, zone_minutes), default_device_(default_device) {
    for (std::size_t i = 0; i < model.devices.size(); ++i) {
        const bool known = i < stations.size() && !stations[i].empty();
        machines_.push_back(known ? std::make_unique<Machine>(stations[i], model.devices[i]) : nullptr);
    }
}

MachineEvents ShdrInterpreter::begin(Instant now) {
    MachineEvents out;
    for (auto& machine : machines_) {
        if (machine) append(out, machine->begin(now));
    }
    return out;
}

MachineEvents ShdrInterpreter::refuse(const std::string& reason, std::string_view example, Instant at) {
    const auto count = refused_.count(reason, at);
    if (count == 0) return {};
    return {{MessageRefused{reason, std::string(example.substr(0, max_example)), count}, at}};
}

MachineEvents ShdrInterpreter::take(std::string_view message, Instant arrived_at) {
    MachineEvents out;
    if (const auto command = read_shdr_command(message)) {
        auto& machine = machines_[default_device_];
        const auto at = newest_at_ == no_time ? arrived_at : newest_at_;
        if (machine) append(out, machine->note("SHDR * " + command->name.substr(0, 80), true, at));
        return out;
    }
    const auto reading = reader_.read(message, arrived_at);
    if (!reading) return refuse(reading.error().what, message, newest_at_ == no_time ? arrived_at : newest_at_);
    if (reading->asset_command.empty() && reading->at >= newest_at_) {  // assets carry the time of their last change
        newest_at_ = reading->at;
        newest_arrived_at_ = arrived_at;
    }
    if (reading->zone_missing) ++zones_missing_;
    out = take_reading(*reading);
    if (!out.empty() && zones_missing_ != 0) {
        out.push_back({ZoneMissing{std::exchange(zones_missing_, 0)}, out.front().at});
    }
    return out;
}

MachineEvents ShdrInterpreter::take_reading(const ShdrReading& reading) {
    MachineEvents out;
    for (std::size_t i = 0; i < machines_.size(); ++i) {
        std::vector<Observation> said;
        for (const auto& one : reading.observations) {
            if (one.device == i) said.push_back(one.observation);
        }
        if (said.empty()) continue;
        if (machines_[i]) {
            append(out, machines_[i]->take(said));
        } else {
            const auto name = "MTConnect device " + model_.devices[i].name + ", which is no station of the line";
            const auto count = strangers_.count(name, reading.at);
            if (count != 0) out.push_back({MessageUnmapped{name, true, {}, count}, reading.at});
        }
    }
    auto& machine = machines_[default_device_];
    if (!machine) return out;
    for (const auto& key : reading.unknown_keys) {
        append(out, machine->note("MTConnect key " + key.substr(0, 80), false, reading.at));
    }
    if (!reading.asset_command.empty()) {
        append(out, machine->note("MTConnect " + reading.asset_command.substr(0, 80), true, reading.at));
    }
    return out;
}

MachineEvents ShdrInterpreter::lost(Instant now) {
    MachineEvents out;
    if (newest_at_ == no_time) return out;  // it never said a word; begin() has told so
    const auto at = newest_at_ + std::max(Duration{0}, now - newest_arrived_at_);
    for (auto& machine : machines_) {
        if (machine) append(out, machine->unavailable(at));
    }
    append(out, finish());
    return out;
}

MachineEvents ShdrInterpreter::finish() {
    MachineEvents out;
    for (auto& machine : machines_) {
        if (machine) append(out, machine->finish(newest_at_));
    }
    for (auto& [name, count] : strangers_.rest()) out.push_back({MessageUnmapped{name, true, {}, count}, newest_at_});
    for (auto& [reason, count] : refused_.rest()) out.push_back({MessageRefused{reason, {}, count}, newest_at_});
    if (zones_missing_ != 0) out.push_back({ZoneMissing{std::exchange(zones_missing_, 0)}, newest_at_});
    return out;
}

}  // namespace glassline::mtconnect
