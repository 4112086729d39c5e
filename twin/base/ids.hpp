// Typed ids: a StationId can't be passed where a PanelId is meant. The text is what machines, files and people use.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace glassline {

/// One kind of id. `Tag` only tells kinds apart. An empty value means "none known".
template <class Tag>
struct Id {
    std::string value;

    Id() = default;
    explicit Id(std::string text) : value(std::move(text)) {}

    [[nodiscard]] bool empty() const { return value.empty(); }
    friend bool operator==(const Id& a, const Id& b) { return a.value == b.value; }
    friend bool operator!=(const Id& a, const Id& b) { return a.value != b.value; }
    friend bool operator<(const Id& a, const Id& b) { return a.value < b.value; }
};

using LineId = Id<struct LineTag>;
using StationId = Id<struct StationTag>;
using PanelId = Id<struct PanelTag>;
using WorkOrderId = Id<struct WorkOrderTag>;
using CustomerId = Id<struct CustomerTag>;
using SourceId = Id<struct SourceTag>;
using LinkGrantId = Id<struct LinkGrantTag>;      // a customer's share link, not a conveyor
using FaultId = Id<struct FaultTag>;              // CFX FaultOccurrenceId
using TransactionId = Id<struct TransactionTag>;  // CFX TransactionID, unique per station only
using AlarmId = Id<struct AlarmTag>;

}  // namespace glassline
