#include "connectors/wire/cfx/encode.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "connectors/wire/cfx/unwrap.hpp"
#include "connectors/wire/cfx/values.hpp"

namespace glassline::cfx {
namespace {

constexpr std::string_view cfx_version = "2.1";

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    std::array<char, 8> escaped{};
                    std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(c));
                    out += escaped.data();
                } else {
                    out.push_back(c);
                }
        }
    }
    out.push_back('"');
    return out;
}

std::string quoted_or_null(std::string_view text) { return text.empty() ? "null" : quoted(text); }

/// As Newtonsoft writes a double: always with a point, never in scientific form for sizes met here.
std::string real(double value) {
    if (!std::isfinite(value)) return "0.0";
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr;
    std::string out(text.data(), end);
    if (out.find('.') == std::string::npos) out += ".0";
    return out;
}

/// A JSON object in the order in which members are added.
class Members {
public:
    Members& add(std::string_view name, std::string_view json) {
        text_ += text_.size() == 1 ? "\"" : ",\"";
        text_ += name;
        text_ += "\":";
        text_ += json;
        return *this;
    }
    Members& text(std::string_view name, std::string_view value) { return add(name, quoted_or_null(value)); }
    [[nodiscard]] std::string done() const { return text_ + "}"; }

private:
    std::string text_ = "{";
};

std::string_view status_name(UnitResult result) {
    switch (result) {
        case UnitResult::failed:
            return "Fail";
        case UnitResult::scrapped:
            return "Scrap";
        case UnitResult::skipped:
        case UnitResult::missing:
            return "Skip";
        case UnitResult::good:
        case UnitResult::unknown:
            return "Pass";
    }
    return "Pass";
}

std::string units(const std::vector<Unit>& list, const std::string& primary) {
    std::string out = "[";
    for (const auto& unit : list) {
        if (out.size() > 1) out += ",";
        out += Members()
                   .text("UnitIdentifier", unit.identifier.empty() ? primary : unit.identifier)
                   .add("PositionNumber", std::to_string(unit.position))
                   .text("PositionName", "CIRCUIT" + std::to_string(unit.position))
                   .add("X", real(unit.x_mm))
                   .add("Y", real(unit.y_mm))
                   .add("Z", "null")
                   .add("Rotation", real(unit.rotation_deg))
                   .add("FlipX", "false")
                   .add("FlipY", "false")
                   .text("Status", status_name(unit.result))
                   .done();
    }
    return out + "]";
}

void add_units(Members& out, const PanelFacts& facts, const PanelEvidence& panel) {
    out.add("UnitCount", std::to_string(facts.units.size()));
    out.add("Units", units(facts.units, panel.primary_identifier));
}

void add_identity(Members& out, const PanelEvidence& panel) {
    out.text("PrimaryIdentifier", panel.primary_identifier);
    out.text("HermesIdentifier", panel.hermes_board_id);
}

std::string work_order(const WorkOrderId& order, const std::string& batch) {
    if (order.empty()) return "null";
    return Members().text("WorkOrderId", order.value).text("Batch", batch).done();
}

std::string stage(std::uint32_t sequence, const std::string& name) {
    return Members()
        .add("StageSequence", std::to_string(sequence))
        .text("StageName", name)
        .text("StageType", "Work")
        .done();
}

std::string_view result_name(WorkResult result) {
    switch (result) {
        case WorkResult::completed:
            return "Completed";
        case WorkResult::failed:
            return "Failed";
        case WorkResult::aborted:
            return "Aborted";
        case WorkResult::skipped:
            return "Skipped";
    }
    return "Completed";
}

std::string_view severity_name(FaultSeverity severity) {
    switch (severity) {
        case FaultSeverity::information:
            return "Information";
        case FaultSeverity::warning:
            return "Warning";
        case FaultSeverity::error:
            return "Error";
        case FaultSeverity::alarm:
            return "Alarm";
    }
    return "Error";
}

/// TestResult of an inspection, or RepairResult's words.
std::string_view verdict_name(UnitResult result, bool repair) {
    switch (result) {
        case UnitResult::good:
            return repair ? "RepairSuccessful" : "Passed";
        case UnitResult::failed:
        case UnitResult::scrapped:
            return repair ? "RepairFailed" : "Failed";
        case UnitResult::skipped:
        case UnitResult::missing:
            return "Skipped";
        case UnitResult::unknown:
            return "Aborted";
    }
    return "Passed";
}

std::string defects(const std::vector<Defect>& list) {
    std::string out = "[";
    for (const auto& defect : list) {
        if (out.size() > 1) out += ",";
        out += Members()
                   .text("UniqueIdentifier", "")
                   .text("DefectCode", defect.code)
                   .text("DefectCategory", "")
                   .text("Description", "")
                   .text("Comments", "")
                   .add("ComponentOfInterest", Members()
                                                   .text("ReferenceDesignator", defect.designator)
                                                   .add("UnitPosition", "null")
                                                   .text("PartNumber", "")
                                                   .done())
                   .done();
    }
    return out + "]";
}

std::string judged(const std::vector<InspectedUnit>& list, bool repair) {
    std::string out = "[";
    for (const auto& unit : list) {
        if (out.size() > 1) out += ",";
        Members one;
        one.text("UnitIdentifier", unit.identifier);
        one.add("UnitPositionNumber", unit.position == 0 ? "null" : std::to_string(unit.position));
        one.text("OverallResult", verdict_name(unit.result, repair));
        if (repair) {
            one.add("Repairs", "[]");
        } else if (unit.defects.empty()) {
            one.add("Inspections", "[]");
        } else {
            one.add("Inspections", "[" +
                                       Members()
                                           .text("UniqueIdentifier", "")
                                           .text("InspectionName", "INSPECT")
                                           .text("Result", verdict_name(unit.result, false))
                                           .add("DefectsFound", defects(unit.defects))
                                           .add("Measurements", "[]")
                                           .done() +
                                       "]");
        }
        out += one.done();
    }
    return out + "]";
}

struct Body {
    std::string_view name;  // full message name; empty: no machine sends it
    std::string members;    // with "$type" first
};

Members begin(std::string_view name) {
    Members out;
    out.add("$type", quoted(std::string(name) + ", CFX"));
    return out;
}

struct Writer {
    int zone_minutes;

    template <class Moved>
    static Body moved(const Moved& event, std::string_view conveyor, std::string_view magazine) {
        const bool by_magazine = event.transfer == Transfer::by_magazine;
        const auto name = by_magazine ? magazine : conveyor;
        auto out = begin(name);
        if (by_magazine) {
            out.text("UniqueIdentifier", event.panel.primary_identifier);
            add_units(out, event.facts, event.panel);
        } else {
            add_identity(out, event.panel);
            add_units(out, event.facts, event.panel);
            out.add("Lane", std::to_string(event.lane));
        }
        return {name, out.done()};
    }
    Body operator()(const UnitsArrived& e) const {
        return moved(e, "CFX.Production.UnitsArrived", "CFX.Production.LoadingAndUnloading.UnitsLoaded");
    }
    Body operator()(const UnitsDeparted& e) const {
        return moved(e, "CFX.Production.UnitsDeparted", "CFX.Production.LoadingAndUnloading.UnitsUnloaded");
    }
    Body operator()(const WorkStarted& e) const {
        constexpr std::string_view name = "CFX.Production.WorkStarted";
        auto out = begin(name);
        add_identity(out, e.panel);
        out.text("TransactionID", e.transaction.value).add("Lane", std::to_string(e.lane));
        add_units(out, e.facts, e.panel);
        out.add("RecipeName", "null").add("Revision", "null").text("RelevantSurface", "PrimarySurface");
        out.add("WorkOrderIdentifier", work_order(e.facts.order, e.facts.batch));
        return {name, out.done()};
    }
    Body operator()(const WorkCompleted& e) const {
        constexpr std::string_view name = "CFX.Production.WorkCompleted";
        auto out = begin(name);
        out.text("TransactionID", e.transaction.value).text("Result", result_name(e.result));
        add_identity(out, e.panel);
        add_units(out, e.facts, e.panel);
        out.add("PerformanceImpacts", "[]");
        return {name, out.done()};
    }
    Body operator()(const WorkStageStarted& e) const {
        constexpr std::string_view name = "CFX.Production.WorkStageStarted";
        auto out = begin(name);
        out.text("TransactionID", e.transaction.value).add("Stage", stage(e.stage, e.stage_name));
        return {name, out.done()};
    }
    Body operator()(const WorkStageCompleted& e) const {
        constexpr std::string_view name = "CFX.Production.WorkStageCompleted";
        auto out = begin(name);
        out.text("TransactionID", e.transaction.value).add("Stage", stage(e.stage, e.stage_name));
        out.text("Result", result_name(e.result)).add("PerformanceImpacts", "[]");
        return {name, out.done()};
    }
    Body operator()(const UnitsInitialized& e) const {
        constexpr std::string_view name = "CFX.Production.UnitsInitialized";
        auto out = begin(name);
        out.add("TransactionID", "null");
        add_identity(out, e.panel);
        out.add("WorkOrderIdentifier", work_order(e.facts.order, e.facts.batch));
        add_units(out, e.facts, e.panel);
        return {name, out.done()};
    }
    Body operator()(const UnitsDisqualified& e) const {
        constexpr std::string_view name = "CFX.Production.UnitsDisqualified";
        auto out = begin(name);
        add_identity(out, e.panel);
        out.text("Reason", e.reason).add("Comments", "null");
        add_units(out, e.facts, e.panel);
        return {name, out.done()};
    }
    Body operator()(const UnitsInspected& e) const {
        constexpr std::string_view name = "CFX.Production.TestAndInspection.UnitsInspected";
        auto out = begin(name);
        out.text("TransactionId", e.transaction.value).text("InspectionMethod", e.method);
        out.add("SamplingInformation", "null").add("Inspector", "null");
        out.add("RecipeName", "null").add("RecipeRevision", "null");
        out.add("InspectedUnits", judged(e.units, false)).add("InspectedPanel", "null");
        return {name, out.done()};
    }
    Body operator()(const UnitsRepaired& e) const {
        constexpr std::string_view name = "CFX.Production.ReworkAndRepair.UnitsRepaired";
        auto out = begin(name);
        out.text("TransactionId", e.transaction.value).add("RepairOperator", "null");
        out.add("RepairedUnits", judged(e.units, true));
        return {name, out.done()};
    }
    Body operator()(const StationStateChanged& e) const {
        constexpr std::string_view name = "CFX.ResourcePerformance.StationStateChanged";
        auto out = begin(name);
        out.text("OldState", e.old_state.code == 0 ? "" : std::to_string(e.old_state.code));
        out.text("OldStateDuration", e.old_duration.count() < 0 ? "" : to_time_span(e.old_duration));
        out.text("NewState", std::to_string(e.state.code)).add("RelatedFault", "null");
        return {name, out.done()};
    }
    Body operator()(const StationOnline&) const {
        constexpr std::string_view name = "CFX.ResourcePerformance.StationOnline";
        return {name, begin(name).add("OfflineDuration", "null").done()};
    }
    Body operator()(const StationOffline&) const {
        constexpr std::string_view name = "CFX.ResourcePerformance.StationOffline";
        return {name, begin(name).done()};
    }
    Body operator()(const FaultOccurred& e) const {
        constexpr std::string_view name = "CFX.ResourcePerformance.FaultOccurred";
        Members fault;
        fault.text("$type", "CFX.Structures.Fault, CFX").add("TransactionID", "null");
        fault.text("Cause", e.fault.cause).text("Severity", severity_name(e.fault.severity));
        fault.text("FaultCode", e.fault.code).text("FaultOccurrenceId", e.fault.id.value);
        fault.add("Lane", "null").add("Stage", "null").text("SideLocation", "Unknown").text("AccessType", "Unknown");
        fault.text("Description", e.fault.description).add("DescriptionTranslations", "{}");
        fault.text("OccurredAt", to_time_stamp(e.fault.occurred_at, zone_minutes)).add("DueDateTime", "null");
        return {name, begin(name).add("Fault", fault.done()).done()};
    }
    Body operator()(const FaultCleared& e) const {
        constexpr std::string_view name = "CFX.ResourcePerformance.FaultCleared";
        return {name, begin(name).text("FaultOccurrenceId", e.fault.value).add("Operator", "null").done()};
    }
    Body operator()(const FaultAcknowledged& e) const {
        constexpr std::string_view name = "CFX.ResourcePerformance.FaultAcknowledged";
        const auto who = Members().text("OperatorIdentifier", e.by).text("ActorType", "Human").done();
        return {name, begin(name).text("FaultOccurrenceId", e.fault.value).add("Operator", who).done()};
    }
    Body operator()(const RecipeActivated& e) const {
        constexpr std::string_view name = "CFX.Production.RecipeActivated";
        auto out = begin(name);
        out.text("RecipeName", e.recipe).text("Revision", e.revision).add("Lane", "1").add("Stage", "null");
        out.add("ExpectedCycleTime", real(e.expected_cycle_s)).add("ExpectedWorkTime", "null");
        out.add("ExpectedUnitsPerWorkTransaction", "1.0").add("NumberOfComponentsPerUnit", "0.0");
        out.add("WorkOrderIdentifier", work_order(e.order, "")).add("TargetQuantity", "null");
        out.text("RelevantSurface", "PrimarySurface").add("RecipeStagesInformation", "[]");
        return {name, out.done()};
    }
    Body operator()(const HeartbeatReceived& e) const {
        constexpr std::string_view name = "CFX.Heartbeat";
        auto out = begin(name);
        out.text("CFXHandle", handle).text("HeartbeatFrequency", to_time_span(from_seconds(e.period_s)));
        out.add("ActiveFaults", "null").add("ActiveRecipes", "null");  // null: not said
        return {name, out.done()};
    }
    Body operator()(const WorkOrderQuantityUpdated& e) const {
        constexpr std::string_view name = "CFX.InformationSystem.WorkOrderManagement.WorkOrderQuantityUpdated";
        auto out = begin(name);
        out.add("WorkOrderIdentifier", work_order(e.order, "")).add("NewQuantity", real(e.quantity));
        out.add("PreviousQuantity", "null");
        return {name, out.done()};
    }
    Body operator()(const WorkOrderDefined& e) const {
        constexpr std::string_view name = "CFX.InformationSystem.WorkOrderManagement.WorkOrdersCreated";
        Members order;
        order.add("WorkOrderIdentifier", work_order(e.order.id, ""));
        order.text("Description", e.order.name).text("Status", "ApprovedAndPending");
        order.add("Router", "null").add("RouterRevision", "null").add("LotNumber", "null");
        order.text("Customer", e.order.customer.name).add("Department", "null");
        order.text("DateRequired", e.order.due == no_time ? "" : to_time_stamp(e.order.due, zone_minutes));
        order.text("PartNumber", e.order.product).add("PartRevision", "null");
        order.add("Quantity", real(e.order.quantity)).add("UnitOfMeasure", "null").add("DependsOn", "[]");
        return {name, begin(name).add("NewOrders", "[" + order.done() + "]").done()};
    }
    // Ours alone: no machine says these.
    Body operator()(const TimePassed&) const { return {}; }
    Body operator()(const LineDescribed&) const { return {}; }
    Body operator()(const CompletionForecast&) const { return {}; }
    Body operator()(const LinkGranted&) const { return {}; }
    Body operator()(const LinkRevoked&) const { return {}; }
    Body operator()(const LinkOpened&) const { return {}; }
    Body operator()(const SourceDeclared&) const { return {}; }
    Body operator()(const SourceStatusChanged&) const { return {}; }
    Body operator()(const MessageRefused&) const { return {}; }
    Body operator()(const MessageUnmapped&) const { return {}; }
    Body operator()(const DuplicateReceived&) const { return {}; }
    Body operator()(const ZoneMissing&) const { return {}; }
    Body operator()(const WorkOrderStatusChanged&) const { return {}; }
    Body operator()(const WorkOrderStepChanged&) const { return {}; }
    Body operator()(const ClockSkewFound&) const { return {}; }

    std::string handle;
};

AmqpMessage wrap(const Head& head, std::string_view name, const std::string& body, bool compress) {
    AmqpMessage message;
    message.body = Members()
                       .text("MessageName", name)
                       .text("Version", cfx_version)
                       .text("TimeStamp", to_time_stamp(head.at, head.zone_minutes))
                       .text("UniqueID", head.unique_id)
                       .text("Source", head.source)
                       .add("Target", "null")
                       .add("RequestID", "null")
                       .add("MessageBody", body)
                       .done();
    if (compress) {
        message.body = gzip(message.body);
        message.content_encoding = "gzip";
    }
    message.message_id = head.unique_id;
    message.reply_to = head.source;
    message.subject = head.source + "." + std::string(name);
    message.content_type = "application/json; charset=\"utf-8\"";
    message.application_properties = {{"cfx-topic", std::string(name.substr(0, name.rfind('.')))},
                                      {"cfx-message", std::string(name)},
                                      {"cfx-handle", head.source}};
    return message;
}

}  // namespace

std::optional<AmqpMessage> encode(const Head& head, const Event& event, bool compress) {
    const Body body = std::visit(Writer{head.zone_minutes, head.source}, event);
    if (body.name.empty()) return std::nullopt;
    return wrap(head, body.name, body.members, compress);
}

AmqpMessage encode_endpoint_connected(const Head& head) {
    constexpr std::string_view name = "CFX.EndpointConnected";
    auto body = begin(name);
    body.text("CFXHandle", head.source).add("RequestNetworkUri", "null").add("RequestTargetAddress", "null");
    return wrap(head, name, body.done(), false);
}

AmqpMessage encode_endpoint_shutting_down(const Head& head) {
    constexpr std::string_view name = "CFX.EndpointShuttingDown";
    return wrap(head, name, begin(name).text("CFXHandle", head.source).done(), false);
}

std::string guid(std::uint64_t high, std::uint64_t low) {
    high = (high & 0xffffffffffff0fffULL) | 0x4000ULL;            // version 4
    low = (low & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;  // variant 1
    std::array<char, 40> text{};
    std::snprintf(
        text.data(), text.size(), "%08llx-%04llx-%04llx-%04llx-%012llx", static_cast<unsigned long long>(high >> 32U),
        static_cast<unsigned long long>((high >> 16U) & 0xffffU), static_cast<unsigned long long>(high & 0xffffU),
        static_cast<unsigned long long>(low >> 48U), static_cast<unsigned long long>(low & 0xffffffffffffULL));
    return text.data();
}

}  // namespace glassline::cfx
