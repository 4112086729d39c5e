// A machine as its MTConnect words tell of it: takes observations and says what happened to the station. It remembers
// what was said last, because MTConnect tells values, and the twin wants events.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "connectors/wire/mtconnect/machine_state.hpp"
#include "connectors/wire/mtconnect/observation.hpp"
#include "connectors/wire/mtconnect/paced_tally.hpp"
#include "twin/event.hpp"

namespace glassline::mtconnect {

struct MachineEvent {
    Event event;
    Instant at{};
    bool operator==(const MachineEvent&) const = default;
};
using MachineEvents = std::vector<MachineEvent>;

inline constexpr std::size_t max_active_conditions = 256;  // of one machine; further ones are counted as unmapped

class Machine {
public:
    /// `device` outlives the machine.
    Machine(StationId station, const Device& device) : station_(std::move(station)), device_(device) {}

    /// We begin to watch: whatever the twin still believes of an earlier watch is no longer vouched for.
    [[nodiscard]] MachineEvents begin(Instant at);
    /// What was said in one breath (a line, or observations of one moment). Empty: nothing that a record is due for.
    [[nodiscard]] MachineEvents take(const std::vector<Observation>& said);
    /// The machine's whole present (an agent's /current): conditions that it does not name are over.
    [[nodiscard]] MachineEvents take_whole(const std::vector<Observation>& said);
    /// The connection is gone: by the standard all its values are UNAVAILABLE from then on. `at` is on the machine's
    /// own clock; what it says later counts from then, also when its stamps are older.
    [[nodiscard]] MachineEvents unavailable(Instant at);
    /// Nobody can be asked about the machine, but nothing is lost: an agent keeps what happens for us.
    [[nodiscard]] MachineEvents link_lost(Instant at);
    [[nodiscard]] MachineEvents link_back(Instant at);
    /// Something of the machine that the twin has no slot for; an event when a record is due.
    [[nodiscard]] MachineEvents note(const std::string& name, bool known, Instant at);
    /// The counts not told yet, at the end.
    [[nodiscard]] MachineEvents finish(Instant at);

    [[nodiscard]] const StationId& station() const { return station_; }

private:
    struct Active {
        bool of_condition = true;  // else an emergency stop
        Condition condition;
    };

    void take_one(const Observation& said, MachineEvents& out);
    void take_execution(const Observation& said, MachineEvents& out);
    void take_condition(const Observation& said, MachineEvents& out);
    void take_emergency_stop(const Observation& said, MachineEvents& out);
    void take_part_count(const Observation& said, MachineEvents& out);
    void take_program(const Observation& said, MachineEvents& out);
    void take_availability(const Observation& said, MachineEvents& out);
    void word(std::string& word, const Observation& said);
    void set_online(bool online, Instant at, MachineEvents& out);
    void all_unknown(Instant at, MachineEvents& out);
    void raise(const DataItem& item, const std::string& id, Condition condition, Instant at, MachineEvents& out);
    void clear(const std::string& prefix, Instant at, MachineEvents& out);
    void unmapped(const std::string& name, bool known, Instant at, MachineEvents& out);
    void say_state(MachineEvents& out);

    StationId station_;
    const Device& device_;
    std::map<std::string, Execution> executions_;  // by data item: a machine may have several paths
    MachineWords words_;
    std::map<std::string, Active> active_;  // by fault id
    struct Count {
        std::optional<std::int64_t> count;
        Instant at{};
    };
    std::map<std::string, Count> counts_;
    std::optional<std::string> program_;  // empty text: unknown
    std::optional<bool> online_;
    bool link_lost_ = false;
    std::optional<EquipmentState> said_;
    Instant said_at_{};
    Instant state_at_{};  // of the newest word that bears on the state
    bool state_touched_ = false;
    Instant floor_{};  // nothing is placed before the last moment of not knowing
    PacedTally known_tally_;
    PacedTally unknown_tally_;
};

}  // namespace glassline::mtconnect
