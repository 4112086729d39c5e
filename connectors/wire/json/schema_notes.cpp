#include "connectors/wire/json/schema_notes.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "connectors/wire/files/settings.hpp"

namespace glassline {
namespace {

SchemaNote text(std::string_view what, std::string_view words) { return {.what = what, .text = words}; }
SchemaNote needed(std::string_view what, std::string_view words) {
    return {.what = what, .text = words, .required = true, .not_empty = true};
}

std::vector<SchemaNote> made() {
    std::vector<SchemaNote> notes{
        text("Settings", "The server's settings file, JSON with comments; paths are relative to its folder"),
        text("Settings.operator", "The listener of the operator API"),
        text("Settings.customer", "The listener of the customer side"),
        text("Settings.behind_proxy", "A declared proxy speaks TLS before us: plain HTTP may leave loopback"),
        text("Settings.state", "Folder of tokens and keys"),
        text("Settings.journal", "The journal's file; default: in the state folder"),
        text("Settings.lines", "Paths of line files"),
        text("Settings.orders", "Paths of orders files, read at the start"),
        text("Settings.sources", "Default: cfx-listen, and hermes-supervisory where a station has a Hermes address"),
        text("OperatorSettings.listen", "host:port, port 0: a free one"),
        text("CustomerSettings.listen", "host:port, port 0: a free one"),
        text("CustomerSettings.public_url", "What links begin with; empty: the listener's own address"),
        text("CustomerSettings.frame_ancestors", "Origins that may embed the page"),
        text("TlsSettings.certificate", "PEM file with the chain; empty: plain HTTP"),
        text("TlsSettings.key", "PEM file"),
        {.what = "SourceSettings.kind", .required = true, .one_of = source_kinds()},
        needed("SourceSettings.name", "Unique; events carry it"),
        text("SourceSettings.line", "Id of the line it serves; empty: the only line"),
        text("SourceSettings.listen", "cfx-listen: host:port, port 0: a free one"),
        text("SourceSettings.url", "cfx-amqp: amqp://user:password@host:port"),
        text("SourceSettings.address", "cfx-amqp: /amq/queue/NAME"),
        text("SourceSettings.simulated", "The machines are simulated; every view says so"),

        text("LineDescription", "A line file, JSON with comments: stations in the order in which panels pass them"),
        needed("LineDescription.id", "A short unique name"),
        text("LineDescription.site", "The plant's name, the only word a link preview shows"),
        {.what = "LineDescription.zone",
         .text = "Offset applied to time stamps that state none",
         .pattern = R"(^(Z|[+-][0-9]{2}:[0-9]{2})$)"},
        text("LineDescription.simulated", "Every view of it says so"),
        needed("LineDescription.stations", "In the order in which panels pass them"),
        needed("StationDescription.id", "Unique in the whole site"),
        text("StationDescription.short_name", "What a wall has room for"),
        text("StationDescription.cfx_handle", "CFX Source of its messages; empty: speaks no CFX"),
        text("StationDescription.hermes_machine_id", "MachineId in its Hermes messages; empty: speaks no Hermes"),
        text("StationDescription.hermes_address", "host:port of its supervisory service; empty: none"),
        {.what = "StationDescription.cycle_time_s", .text = "Nominal time a panel is worked on", .minimum = 0},
        {.what = "StationDescription.capacity", .text = "Panels inside at once", .minimum = 1},
        text("StationDescription.buffer_capacity", "Panels that fit on the conveyor behind it"),
        text("StationDescription.rework_bench", "A bench beside it takes panels out and brings them back"),
        text("StationDescription.customer_step", "What a customer reads of it; empty: not shown as a step"),
        {.what = "StationDescription.geometry",
         .text = "x runs along the line with the panels, y away from the operator, z up",
         .required = true},
        {.what = "StationGeometry.length_mm", .required = true, .over = 0},
        {.what = "StationGeometry.depth_mm", .required = true, .over = 0},
        {.what = "StationGeometry.height_mm", .required = true, .over = 0},
        needed("ProductDescription.id", "Hermes ProductTypeId"),
        {.what = "ProductDescription.units_per_panel", .minimum = 1},

        text("OrdersFile", "Work orders that a server knows from its start"),
        {.what = "OrdersFile.orders", .required = true},
        needed("WorkOrder.id", ""),
        text("WorkOrder.name", "What customer and operator call it"),
        text("WorkOrder.product", "Id of a product of the line"),
        text("WorkOrder.quantity", "Units"),
        text("WorkOrder.due", "What was promised; null: no promise"),

        text("LinkRequest", "All optional"),
        {.what = "LinkRequest.scopes", .text = "Empty: watch", .one_of = {"watch", "decide", "comment"}},
        text("LinkRequest.expires", "At most 180 days ahead; default: 14 days after the order is finished"),
        text("WhyRequest.why", "Journalled with the operator's name"),
        text("ShelveRequest", "A reason, and either `until` or `for_s`"),
        needed("ShelveRequest.why", "Journalled with the operator's name"),
        text("ShelveRequest.until", "At most 24 hours ahead"),
        {.what = "ShelveRequest.for_s", .over = 0, .maximum = 86'400},
        needed("SessionRequest.secret", "The part of the link after its #"),
        text("SessionRequest.embedded", "The page stands in a frame of an allowed origin"),
        {.what = "ReplayRequest.speed", .text = "1: as it was", .over = 0, .maximum = 10'000},
        text("ReplayRequest.at", "Go to this moment of plant time"),

        text("ErrorAnswer.error", "One plain sentence that says what to do"),
        text("LinkAnswer.url", "With the secret; in the answer that made the link and nowhere else"),
        text("HealthAnswer.reasons", "Empty when all is well"),
        text("JournalRow.raw", "What the machine said, with the first event of its message"),
        text("CustomerUnits.each", "One letter a unit: F finished, L on the line, R in rework, S scrapped, . to come"),
        text("CustomerRange.unit_s", "The display unit"),
    };
    std::sort(notes.begin(), notes.end(), [](const auto& a, const auto& b) { return a.what < b.what; });
    return notes;
}

}  // namespace

const std::vector<SchemaNote>& schema_notes() {
    static const std::vector<SchemaNote> notes = made();
    return notes;
}

SchemaNote note_of(std::string_view what) {
    for (const auto& note : schema_notes()) {
        if (note.what == what) return note;
    }
    return {};
}

std::string_view unit_of(std::string_view member) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> endings{
        {{"_s", "seconds"}, {"_mm", "mm"}, {"_deg", "degrees"}, {"_kwh", "kWh"}, {"_pct", "per cent"}}};
    for (const auto& [ending, unit] : endings) {
        if (member.size() > ending.size() && member.substr(member.size() - ending.size()) == ending) return unit;
    }
    return {};
}

}  // namespace glassline
