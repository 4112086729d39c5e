#include "connectors/wire/mtconnect/machine.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace glassline::mtconnect {
namespace {

constexpr std::string_view all_faults = "mtconnect:";

std::string upper(std::string_view text) {
    std::string out(text);
    for (auto& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

std::string fault_prefix(const DataItem& item) { return std::string(all_faults) + item.id + "/"; }
std::string fault_id(const Observation& said) { return fault_prefix(*said.item) + said.condition.code; }

/// A whole number, also written as 3.0; nothing for anything else.
std::optional<std::int64_t> whole_number(std::string_view text) {
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (!(std::abs(value) < 9e15) || value != std::floor(value)) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

bool counts_done_parts(const DataItem& item) {
    // Targets and remainders are plans. Good, bad and all are counters of their own.
    return item.type == "PART_COUNT" && item.sub_type != "TARGET" && item.sub_type != "REMAINING";
}

bool is_main_program(const DataItem& item) {
    return item.type == "PROGRAM" && (item.sub_type.empty() || item.sub_type == "MAIN");
}

}  // namespace

void Machine::unmapped(const std::string& name, bool known, Instant at, MachineEvents& out) {
    const auto count = (known ? known_tally_ : unknown_tally_).count(name, at);
    if (count != 0) out.push_back({MessageUnmapped{name, known, station_, count}, at});
}

void Machine::set_online(bool online, Instant at, MachineEvents& out) {
    if (online_ == online) return;
    online_ = online;
    if (online) {
        out.push_back({StationOnline{station_}, at});
    } else {
        out.push_back({StationOffline{station_}, at});
    }
}

void Machine::clear(const std::string& prefix, Instant at, MachineEvents& out) {
    for (auto active = active_.lower_bound(prefix); active != active_.end();) {
        if (active->first.compare(0, prefix.size(), prefix) != 0) break;
        out.push_back({FaultCleared{station_, FaultId(active->first)}, at});
        active = active_.erase(active);
    }
}

void Machine::raise(const DataItem& item, const std::string& id, Condition condition, Instant at, MachineEvents& out) {
    const auto known = active_.find(id);
    if (known != active_.end()) {
        if (known->second.condition == condition) return;  // said again
        // Another level or text under the same code: the old word ends where the new one begins.
        out.push_back({FaultCleared{station_, FaultId(id)}, at});
    } else if (active_.size() >= max_active_conditions) {
        return unmapped("MTConnect CONDITION beyond 256 active", true, at, out);
    }
    Fault fault;
    fault.id = FaultId(id);
    fault.code = condition.code;
    fault.cause = item.type;
    fault.severity = condition.level == ConditionLevel::warning ? FaultSeverity::warning : FaultSeverity::error;
    if (item.type == "EMERGENCY_STOP") fault.severity = FaultSeverity::alarm;
    fault.description = condition.text.empty() ? item.type + " " + item.label() : condition.text;
    fault.occurred_at = at;
    out.push_back({FaultOccurred{station_, std::move(fault)}, at});
    active_[id] = Active{item.category == Category::condition, std::move(condition)};
}

void Machine::all_unknown(Instant at, MachineEvents& out) {
    floor_ = std::max(floor_, at);
    for (auto& [id, execution] : executions_) execution = Execution::unknown;
    words_ = MachineWords{};
    clear(std::string(all_faults), at, out);
    for (auto& [counter, count] : counts_) {
        if (!count.count) continue;
        count = Count{std::nullopt, at};
        out.push_back({PartsCounted{station_, counter, false, 0, {}}, at});
    }
    if (program_ && !program_->empty()) {
        program_->clear();
        out.push_back({RecipeActivated{station_, {}, {}, 0, {}}, at});
    }
    state_touched_ = true;
    state_at_ = std::max(state_at_, at);
}

void Machine::say_state(MachineEvents& out) {
    if (!std::exchange(state_touched_, false)) return;
    words_.execution = Execution::unknown;
    for (const auto& [id, execution] : executions_) words_.execution = std::max(words_.execution, execution);
    words_.fault = std::any_of(active_.begin(), active_.end(), [](const auto& active) {
        return active.second.condition.level == ConditionLevel::fault;
    });
    const auto state = state_of(words_);
    if (said_ == state) return;
    if (!said_ || state_at_ >= said_at_) {  // a late word is told, but the fold keeps the newer state, and so do we
        said_ = state;
        said_at_ = state_at_;
    }
    out.push_back({StationStateChanged{station_, state, {}, Duration{-1}}, state_at_});
}

void Machine::word(std::string& word, const Observation& said) { word = said.unavailable ? "" : upper(said.value); }

void Machine::take_execution(const Observation& said, MachineEvents& out) {
    const auto execution = said.unavailable ? Execution::unknown : execution_from(said.value);
    if (execution == Execution::unknown && !said.unavailable) {
        unmapped("MTConnect EXECUTION '" + said.value.substr(0, 40) + "'", false, said.at, out);
    }
    executions_[said.item->id] = execution;
}

void Machine::take_condition(const Observation& said, MachineEvents& out) {
    if (said.unavailable || (said.condition.level == ConditionLevel::normal && said.condition.code.empty())) {
        clear(fault_prefix(*said.item), said.at, out);
    } else if (said.condition.level == ConditionLevel::normal) {
        const auto id = fault_id(said);
        if (active_.erase(id) != 0) out.push_back({FaultCleared{station_, FaultId(id)}, said.at});
    } else {
        raise(*said.item, fault_id(said), said.condition, said.at, out);
    }
}

void Machine::take_emergency_stop(const Observation& said, MachineEvents& out) {
    words_.emergency_stop = !said.unavailable && is_word(said.value, "TRIGGERED");
    if (!words_.emergency_stop) return clear(fault_prefix(*said.item), said.at, out);
    Condition condition;
    condition.level = ConditionLevel::fault;
    condition.code = "TRIGGERED";
    condition.text = "Emergency stop";
    raise(*said.item, fault_prefix(*said.item) + condition.code, std::move(condition), said.at, out);
}

void Machine::take_part_count(const Observation& said, MachineEvents& out) {
    const auto number = said.unavailable ? std::nullopt : whole_number(said.value);
    if (!number && !said.unavailable) {
        unmapped("MTConnect PART_COUNT that is no whole number", true, said.at, out);
    }
    const auto known = counts_.find(said.item->label());
    if (known != counts_.end() && known->second.count == number && said.reset.empty()) return;
    if (known == counts_.end() && counts_.size() >= max_part_counters) {
        return unmapped("MTConnect PART_COUNT beyond 16 counters", true, said.at, out);
    }
    // A late word is told, but the fold keeps the newer one, and so do we.
    if (known == counts_.end() || said.at >= known->second.at) counts_[said.item->label()] = Count{number, said.at};
    out.push_back(
        {PartsCounted{station_, said.item->label(), number.has_value(), number.value_or(0), said.reset}, said.at});
}

void Machine::take_program(const Observation& said, MachineEvents& out) {
    const auto program = said.unavailable ? std::string{} : said.value;
    if (program == program_) return;
    program_ = program;
    out.push_back({RecipeActivated{station_, program, {}, 0, {}}, said.at});
}

void Machine::take_availability(const Observation& said, MachineEvents& out) {
    if (!said.unavailable && is_word(said.value, "AVAILABLE")) {
        set_online(true, said.at, out);
    } else {
        set_online(false, said.at, out);
        all_unknown(said.at, out);
    }
}

void Machine::take_one(const Observation& given, MachineEvents& out) {
    Observation said = given;
    said.at = std::max(said.at, floor_);
    const auto& type = said.item->type;
    bool bears_on_state = true;
    if (said.item->category == Category::condition) {
        take_condition(said, out);
    } else if (type == "EXECUTION") {
        take_execution(said, out);
    } else if (type == "CONTROLLER_MODE") {
        word(words_.controller_mode, said);
    } else if (type == "FUNCTIONAL_MODE") {
        word(words_.functional_mode, said);
    } else if (type == "WAIT_STATE") {
        word(words_.wait_state, said);
    } else if (type == "EMERGENCY_STOP") {
        take_emergency_stop(said, out);
    } else if (type == "AVAILABILITY") {
        take_availability(said, out);
    } else {
        bears_on_state = false;
        if (counts_done_parts(*said.item)) {
            take_part_count(said, out);
        } else if (is_main_program(*said.item)) {
            take_program(said, out);
        } else {
            unmapped("MTConnect " + type + " " + said.item->label(), true, said.at, out);
        }
    }
    if (bears_on_state) {
        // A late word must not carry the state back; within one breath the newest counts.
        state_at_ = state_touched_ ? std::max(state_at_, said.at) : said.at;
        state_touched_ = true;
    }
}

MachineEvents Machine::begin(Instant at) {
    online_ = false;
    return {{StationOffline{station_}, at}, {FaultsCleared{station_, std::string(all_faults)}, at}};
}

MachineEvents Machine::take(const std::vector<Observation>& said) {
    MachineEvents out;
    for (const auto& one : said) take_one(one, out);
    // A model without AVAILABILITY: a machine that says anything is there.
    const bool speaks = std::any_of(said.begin(), said.end(), [](const auto& one) { return !one.unavailable; });
    if (speaks && !online_.value_or(false)) {
        const bool tells = std::any_of(device_.items.begin(), device_.items.end(),
                                       [](const DataItem& item) { return item.type == "AVAILABILITY"; });
        if (!tells) set_online(true, std::max(said.front().at, floor_), out);
    }
    say_state(out);
    return out;
}

MachineEvents Machine::take_whole(const std::vector<Observation>& said) {
    std::set<std::string> named;
    Instant newest = floor_;
    for (const auto& one : said) {
        newest = std::max(newest, one.at);
        const bool active = one.item->category == Category::condition && !one.unavailable &&
                            one.condition.level != ConditionLevel::normal;
        if (active) named.insert(fault_id(one));
    }
    MachineEvents out;
    for (auto active = active_.begin(); active != active_.end();) {
        if (!active->second.of_condition || named.count(active->first) != 0) {
            ++active;
            continue;
        }
        out.push_back({FaultCleared{station_, FaultId(active->first)}, newest});
        active = active_.erase(active);
        state_touched_ = true;
        state_at_ = newest;
    }
    auto rest = take(said);
    out.insert(out.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
    return out;
}

MachineEvents Machine::unavailable(Instant at) {
    MachineEvents out;
    set_online(false, at, out);
    all_unknown(at, out);
    if (said_) say_state(out);
    state_touched_ = false;
    return out;
}

MachineEvents Machine::link_lost(Instant at) {
    if (!online_.value_or(false) || std::exchange(link_lost_, true)) return {};
    return {{StationOffline{station_}, at}};
}

MachineEvents Machine::link_back(Instant at) {
    if (!std::exchange(link_lost_, false) || !online_.value_or(false)) return {};
    return {{StationOnline{station_}, at}};
}

MachineEvents Machine::note(const std::string& name, bool known, Instant at) {
    MachineEvents out;
    unmapped(name, known, at, out);
    return out;
}

MachineEvents Machine::finish(Instant at) {
    MachineEvents out;
    for (const bool known : {true, false}) {
        for (auto& [name, count] : (known ? known_tally_ : unknown_tally_).rest()) {
            out.push_back({MessageUnmapped{name, known, station_, count}, at});
        }
    }
    return out;
}

}  // namespace glassline::mtconnect
