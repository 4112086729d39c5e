// What the readers of message bodies share. Inside connectors/wire/cfx only; brings simdjson.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/wire/cfx/bodies.hpp"

namespace glassline::cfx {

using Events = std::vector<Event>;
using Handler = void (*)(const Node&, const Surroundings&, Events&);

/// Which function reads the body of a message; without any event of its own the message is unmapped.
struct BodyReader {
    std::string_view name;  // canonical
    Handler read = nullptr;
    bool anyone = false;  // speaks of no station: folded whoever says it
};

[[nodiscard]] std::span<const BodyReader> flow_bodies();
[[nodiscard]] std::span<const BodyReader> equipment_bodies();
[[nodiscard]] std::span<const BodyReader> setup_bodies();
[[nodiscard]] std::span<const BodyReader> quality_bodies();
[[nodiscard]] std::span<const BodyReader> material_bodies();
[[nodiscard]] std::span<const BodyReader> process_bodies();
[[nodiscard]] std::span<const BodyReader> order_bodies();

/// A bound was broken or a needed member is missing: counted by reason, with the message as example.
void flag(const Surroundings& around, Events& events, std::string reason);

struct PanelSaid {
    PanelEvidence evidence;
    PanelFacts facts;
};
/// PrimaryIdentifier, HermesIdentifier and Units of a body.
[[nodiscard]] PanelSaid panel_of(const Node& body, const Surroundings& around, Events& events);
[[nodiscard]] bool names_a_panel(const PanelEvidence& panel);
void learn_order(const Node& identifier, OrderEvidence evidence, PanelFacts& facts);
[[nodiscard]] std::uint32_t lane_of(const Node& body);
/// TransactionID or TransactionId: Node looks members up in any case.
[[nodiscard]] TransactionId transaction_of(const Node& body);
/// A time stamp inside a body, in plant time; `otherwise` when it is missing or unreadable.
[[nodiscard]] Instant instant_of(const Node& stamp, const Surroundings& around, Instant otherwise = no_time);

/// The last word of a polymorphic object's "$type" ("SMTStencil"), a hint and no more; a type that is not the
/// standard's own is counted (ForeignTypeSeen).
[[nodiscard]] std::string kind_of(const Node& object, const Surroundings& around, Events& events);
/// A Fault with what its subclass adds.
[[nodiscard]] Fault fault_of(const Node& said, const Surroundings& around, Events& events);

}  // namespace glassline::cfx
