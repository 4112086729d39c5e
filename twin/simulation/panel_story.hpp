// Simulated panels as machines name them: barcodes, Hermes board ids, units, work order. Made up, and named so (SIM-).
#pragma once

#include <cstdint>
#include <string>

#include "twin/base/rng.hpp"
#include "twin/flow/flow.hpp"
#include "twin/line/line_description.hpp"
#include "twin/orders/orders.hpp"

namespace glassline {

struct PanelStory {
    PanelEvidence identity;
    PanelFacts facts;
    TransactionId transaction;  // of the work it is in
};

/// The `number`th panel of the day (from 1).
[[nodiscard]] PanelStory panel_story(const LineDescription& line, const WorkOrder& order, std::uint64_t number,
                                     Rng& rng);

/// A GUID in text form (RFC 4122 version 4).
[[nodiscard]] std::string random_guid(Rng& rng);

}  // namespace glassline
