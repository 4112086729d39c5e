#include "connectors/wire/cfx/bodies.hpp"

#include <algorithm>
#include <unordered_map>

#include "connectors/wire/cfx/bodies_shared.hpp"

namespace glassline::cfx {
namespace {

using Table = std::unordered_map<std::string_view, BodyReader>;

Table all_readers() {
    Table table;
    for (const auto& readers : {flow_bodies(), equipment_bodies(), setup_bodies(), quality_bodies(), material_bodies(),
                                process_bodies(), order_bodies()}) {
        for (const auto& reader : readers) table[reader.name] = reader;
    }
    return table;
}

const Table& readers_by_name() {
    static const Table table = all_readers();
    return table;
}

}  // namespace

bool body_to_events(const Node& body, const Surroundings& around, std::vector<Event>& events) {
    const Table& table = readers_by_name();
    const auto found = table.find(around.name);
    if (found == table.end() || (around.station.empty() && !found->second.anyone)) return false;
    found->second.read(body, around, events);
    if (events.size() > 1) {
        // What the message says comes before what is odd about it: the first event carries the raw text.
        std::stable_partition(events.begin(), events.end(), [](const Event& event) {
            return !std::holds_alternative<ForeignTypeSeen>(event) && !std::holds_alternative<MessageRefused>(event);
        });
    }
    return !events.empty();
}

std::vector<std::string_view> folded_names() {
    std::vector<std::string_view> names;
    for (const auto& [name, reader] : readers_by_name()) names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace glassline::cfx
